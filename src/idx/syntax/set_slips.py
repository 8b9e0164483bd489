"""Frequent slips in a `set`: a value left out, a formula without parentheses, a unit without quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Diagnostic, TextEdit, Wording
from idx.syntax.errors import PROPERTIES
from idx.syntax.fault import Fault, end_of, missing_arrow, start_of, unexpected, unquoted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from lark import Token

    from idx.source import SourceSpan

# What is written for `->`: other arrows, signs, and the words that one would say.
SAID = ("to", "as", "into", "under", "by", "with", "改为", "到", "至", "为", "成")
INSTEAD = re.compile(rf"[→⇒➔➜➡⟶]|-+[ \t]*>|=+[ \t]*>|:?=|(?:{'|'.join(SAID)})\b")
# What stands in a formula and in no method call.
OPERATORS = {"SLASH", "STAR", "SIGN", "CIRCUMFLEX", "COMPARE", "LSQB", "DOT", "DIVISOR"}
CONDITIONS = {"and", "or", "is"}
VALUES = {"NAME", "NUMBER", "PERCENT", "PERIOD", "STRING", "LPAR"}
UNQUOTED = re.compile(r'(?:(?!->)[^\s"#{}()\\])+')
REASON = re.compile(r'\sbecause\s*"(?:[^"\\\n]|\\.)*"$')


class Set(NamedTuple):
    """A `set` as far as it was read: the tokens of its path, all behind that, and those of the side being read."""

    fault: Fault
    path: Sequence[Token]
    value: Sequence[Token]
    side: Sequence[Token]

    @property
    def name(self) -> str:
        """The path as it is written."""
        return "".join(self.path)

    @property
    def wants_arrow(self) -> bool:
        """Whether the value in force is there, and `->` is to follow."""
        return "ARROW" in self.fault.expected

    def says_only(self, words: Collection[str]) -> bool:
        """Whether all behind the path is one of some words."""
        return len(self.value) == 1 and self.value[0].type == "NAME" and str(self.value[0]) in words


def read_set(fault: Fault) -> Set | None:
    """Return the parts of a `set` with a path, or None for any other statement."""
    tokens = fault.tokens[1:]
    if not tokens or fault.tokens[0].type != "SET":
        return None
    end = next((at for at, token in enumerate(tokens) if token.type != ("DOT" if at % 2 else "NAME")), len(tokens))
    value = tokens[end:]
    arrow = next((at for at, token in enumerate(value) if token.type == "ARROW"), -1)
    return Set(fault, tokens[:end], value, value[arrow + 1 :])


def set_slip(fault: Fault) -> Diagnostic | None:
    """Return the diagnostic for a frequent slip in a `set`, or None."""
    stated = read_set(fault)
    looks = (bare_unit, _bare_formula, _no_old, _too_few, _no_dot, _no_arrow)
    return next((found for look in looks if (found := look(stated))), None) if stated else None


def bare_unit(stated: Set) -> Diagnostic | None:
    """Return what is wrong with a unit of several words or signs that hang together, such as `人/万人`."""
    fault, side = stated.fault, stated.side
    if str(stated.path[-1]) != "unit" or not side or end_of(side) != fault.position or fault.ends:
        return None
    if INSTEAD.match(fault.text, fault.position) and side[0].type != "NUMBER":
        return None
    match = UNQUOTED.match(fault.text, start_of(side))
    if match is None or match.end() <= fault.position:
        return None
    message = Wording("a unit that is not one word stands in quotes", "不是单个词的单位要写在引号中")
    return unquoted(fault, message, match.start(), match.group())


def _bare_formula(stated: Set) -> Diagnostic | None:
    """Return what is wrong with a formula that does not stand in parentheses."""
    fault, side = stated.fault, stated.side
    if str(stated.path[-1]) != "formula" or not side:
        return None
    inside = sum({"LPAR": 1, "RPAR": -1}.get(token.type, 0) for token in side) > 0 and side[0].type == "LPAR"
    signed = all(token.type == "SIGN" for token in side)
    if inside or not (signed or fault.kind in OPERATORS or fault.word in CONDITIONS):
        return None
    start = start_of(side)
    written = REASON.sub("", fault.rest_from(start)).partition("->")[0].rstrip()
    message = Wording("a formula stands in parentheses here", "此处的公式要写在圆括号中")
    form, edits = _in_parentheses(stated)
    return unexpected(message, fault.span(start, start + len(written)), form, *edits)


def _in_parentheses(stated: Set) -> tuple[str | Wording, list[TextEdit]]:
    """Return how a `set` of a formula reads, and the edits that make it read so where it is plain what they are."""
    fault, start = stated.fault, start_of(stated.value)
    sides = REASON.sub("", fault.rest_from(start)).split("->")
    if len(sides) != 2 or not all(side.strip() and '"' not in side and _balanced(side) for side in sides):
        form = f"set {stated.name} (a / b) -> (a / c)"
        return Wording(f"write it as in `{form}`", f"写法如 `{form}`"), []
    forms: list[str] = []
    edits: list[TextEdit] = []
    for side in sides:
        bare = side.strip()
        whole = bare[0] == "(" and bare[-1] == ")" and _balanced(bare[1:-1])
        forms.append(bare if whole or bare == "unset" else f"({bare})")
        if forms[-1] != bare:
            at = start + side.index(bare)
            edits.append(TextEdit(fault.span(at, at + len(bare)), forms[-1]))
        start += len(side) + len("->")
    return f"set {stated.name} {forms[0]} -> {forms[1]}", edits


def _balanced(text: str) -> bool:
    """Whether each parenthesis of a text has its other one."""
    depth = 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def _no_old(stated: Set) -> Diagnostic | None:
    """Return that an arrow, or what stands for it, follows the path."""
    fault = stated.fault
    arrow = INSTEAD.match(fault.text, fault.position)
    if not stated.value and arrow:
        return _without_old(stated, fault.span(*arrow.span()), fault.rest_from(arrow.end()))
    told = stated.value[:1]
    text = [token.type for token in stated.value] == ["NAME", "STRING"]  # which could also be a table with its name
    if told and str(told[0]) in SAID and (text if fault.ends else len(stated.value) == 1):
        return _without_old(stated, fault.span(start_of(told), end_of(told)), fault.rest_from(end_of(told)))
    return None


def _without_old(stated: Set, place: SourceSpan, rest: str) -> Diagnostic:
    new = REASON.sub("", rest).strip()
    help_ = Wording(
        f"it stands before `->`, so that nothing changes unseen: `set {stated.name} OLD -> {new or 'NEW'}`, "
        "with `unset` for OLD where nothing is stated",
        f"现行的值写在 `->` 之前，以便核对：`set {stated.name} 旧值 -> {new or '新值'}`；"
        "原来没有写明的，旧值写 `unset`",
    )
    return unexpected(Wording("the value in force is missing", "缺少现行的值"), place, help_)


def _too_few(stated: Set) -> Diagnostic | None:
    """Return that a `set` ends where it has said one value, or none."""
    fault, value = stated.fault, stated.value
    if not fault.ends or (value and not stated.wants_arrow):
        return None
    message = Wording("a `set` says two values, this one says none", "`set` 要写两个值，这里没有写")
    place, new = fault.at, Wording("NEW", "新值")
    if value:
        message = Wording("a `set` says two values, this one says one", "`set` 要写两个值，这里只有一个")
        place = fault.span(start_of(value), end_of(value))
        new = new if place.text == "because" else Wording(place.text, place.text)  # a reason was to follow
    help_ = Wording(
        f"write the value in force, `->`, and the one to come: `set {stated.name} OLD -> {new.en}`, "
        "with `unset` for OLD where nothing is stated",
        f"先写现行的值，再写 `->` 和新值：`set {stated.name} 旧值 -> {new.zh}`；原来没有写明的，旧值写 `unset`",
    )
    return unexpected(message, place, help_)


def _no_dot(stated: Set) -> Diagnostic | None:
    """Return that a property stands behind its node without a dot."""
    if not stated.wants_arrow or not stated.says_only((*PROPERTIES, "label")):
        return None
    fault, keyword = stated.fault, stated.value[0]
    message = Wording(f"a dot is missing before `{keyword}`", f"`{keyword}` 前面缺少点号")
    edit = TextEdit(fault.span(end_of(stated.path), start_of(stated.value)), ".")
    place = fault.span(start_of(stated.value), end_of(stated.value))
    return unexpected(message, place, f"{stated.name}.{keyword}", edit)


def _no_arrow(stated: Set) -> Diagnostic | None:
    """Return that two values have no arrow between them."""
    fault = stated.fault
    if not stated.wants_arrow or fault.kind not in VALUES or "->" in fault.rest:
        return None
    return missing_arrow(fault)
