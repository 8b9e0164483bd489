"""One side of a `set`: what it says as a fact of the kind that its path names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from idx.diagnostics import Rule, Wording
from idx.methods import registry
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.resolve.reading import EXPRESSIONS
from idx.syntax import tree

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.edits.facts import Fact, Key

UNFIT = Rule(
    "IDX113",
    Wording("an edit to a value that the property cannot have", "修改成了属性不能取的值"),
    Wording(
        "Both sides of a `set` are written as the property is written where it stands; a formula or a condition stands "
        "in parentheses, and `unset` is what is not stated.",
        "`set` 的两侧都按该属性原来的写法书写；公式和条件写在圆括号内；`unset` 表示没有写明。",
    ),
    bad=HEADER + METHOD + INDEX + 'scenario s {\n  set a.weight unset -> "30%"\n}\n',
)

WANTED = {
    "weight": Wording("a number such as `30%`, `0.3` or `3/10`", "数值，如 `30%`、`0.3` 或 `3/10`"),
    "unit": Wording('a word, `%` or a "quoted text"', '一个词、`%` 或 "引号中的文本"'),
    "direction": Wording("`positive` or `negative`", "`positive`（正向）或 `negative`（逆向）"),
    "formula": Wording("a formula in parentheses: `(a / b)`", "圆括号中的公式：`(a / b)`"),
    "entities": Wording(
        'a condition in parentheses: `(region is not "全国")`', '圆括号中的条件：`(region is not "全国")`'
    ),
    "where": Wording('a condition in parentheses: `(region is "东部")`', '圆括号中的条件：`(region is "东部")`'),
    "periods": Wording("a range of periods such as `2019..2024`", "时期区间，如 `2019..2024`"),
    "data": Wording('a path in quotes: `"data/2026.csv"`', '引号中的路径：`"data/2026.csv"`'),
}
QUOTED = Wording('a text in "quotes"', '"引号"中的文本')
METHOD_WANTED = Wording("a method as it is written behind the property", "方法，按属性后面的写法书写")


def fact_of(key: Key, setting: tree.Setting, file: tree.File, found: Collector) -> Fact | None:
    """Return what a setting states; None for `unset`, and with a diagnostic for what the property cannot have."""
    keyword = keyword_of(key)
    value = setting.value
    if value is None:
        return None
    if key.kind == "data":
        fact: Fact | None = _data(setting)
    elif isinstance(value, tree.Text) and "\n" in value.text and keyword != "note":
        fact = None  # of several paragraphs
    elif key.kind in {"label", "header"}:
        fact = value if isinstance(value, tree.Text) else None
    else:
        fact = _property(key, keyword, setting)
    if fact is None:
        wanted = WANTED.get(keyword, METHOD_WANTED if keyword in registry.KINDS else QUOTED)
        message = Wording(f"`{keyword}` cannot be this", f"`{keyword}` 不能取这样的值")
        found.add(UNFIT, message, file.span(setting), help=Wording(f"write {wanted.en}", f"请写：{wanted.zh}"))
    return fact


def _property(key: Key, keyword: str, setting: tree.Setting) -> tree.Property | None:
    written = None if setting.value is None else _value(keyword, setting.value)
    if written is None or not _stands_alone(keyword, setting):
        return None
    place = tree.Word(key.place, setting.start, setting.start) if key.place else None
    return tree.Property(
        keyword, written, setting.start, setting.end, place, setting.over, setting.where, setting.steps
    )


def keyword_of(key: Key) -> str:
    """Return the keyword of the property that a key is about."""
    return {"method": key.subject, "header": key.subject, "property": key.word}.get(key.kind, key.kind)


def _value(keyword: str, value: tree.Value | tree.Expression | tree.Data) -> tree.Value | tree.Expression | None:
    """Return a value as the property has it, or None if it cannot have it."""
    if isinstance(value, tree.Data):
        return None
    if keyword in {"unit", "direction"} and isinstance(value, tree.Call) and not value.arguments:
        return value.name
    if keyword in {"formula", "entities", "where"}:
        return value if isinstance(value, EXPRESSIONS) and not isinstance(value, tree.Text) else None
    if keyword == "periods" and isinstance(value, tree.Range):
        return value._replace(low=_period(value.low), high=_period(value.high))
    wanted = KINDS.get(keyword, tree.Call if keyword in registry.KINDS else tree.Text)
    return value if isinstance(value, wanted) else None


def _period(end: tree.Number | tree.Word) -> tree.Word:
    return tree.Word(end.written, end.start, end.end) if isinstance(end, tree.Number) else end


KINDS: dict[str, Any] = {"unit": (tree.Word, tree.Text), "direction": (), "weight": tree.Number, "periods": ()}


def _stands_alone(keyword: str, setting: tree.Setting) -> bool:
    """Whether nothing stands with a value that cannot stand there."""
    fits = {"over": keyword == "aggregate", "where": keyword in {"treat", "normalise"}}
    piped = keyword in {"treat", "normalise", "aggregate"}
    return all(fits[part] or getattr(setting, part) is None for part in fits) and (piped or not setting.steps)


def _data(setting: tree.Setting) -> tree.Data | None:
    value = setting.value
    if isinstance(value, tree.Text):
        return tree.Data(None, value, (), None, (), None, setting.start, setting.end)
    return value if isinstance(value, tree.Data) else None
