"""The edit `rename entity`: another name for an entity of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Related, Rule, Wording
from idx.edits.entities import made_names, renamings
from idx.edits.facts import Key
from idx.edits.path_text import path_text
from idx.edits.references import entity_text
from idx.edits.set_value import NO_CHANGE
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.resolve.statements import ONE_NAME

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.edits.draft import Draft
    from idx.syntax import tree

NO_ENTITY = Rule(
    "IDX129",
    Wording("another name for what is no entity of the data", "改名的对象不是数据中的评价对象"),
    Wording(
        "`rename entity` says what an entity of the data is called from this version on. What a file makes of others "
        "is defined in the file and renamed as nodes are, by `rename`. A name means what it means after the edits "
        "above it.",
        "`rename entity` 写明数据中的评价对象从本版本起的名称。由其他评价对象汇总而成的评价对象在文件中定义，"
        "改名与节点相同，用 `rename`。名称的含义以前面各条修改之后的状态为准。",
    ),
    bad=HEADER
    + 'series x unit % across sum\ngroup g\nentity east where g is "e"\n'
    + METHOD
    + INDEX.replace("unit %", "unit % across sum")
    + "scenario s {\n  rename entity east -> west\n}\n",
)


def rename_entity(draft: Draft, edit: tree.Edit, file: tree.File, found: Collector) -> None:
    """Give an entity another name, or report why it cannot have it."""
    old, new = edit.path.names[0], edit.to
    if new is None:
        raise TypeError(edit)
    if old.text == new.text:
        message = Wording(f"`{old.text}` is called that already", f"`{old.text}` 已经是这个名称")
        found.add(NO_CHANGE, message, file.span(edit))
    elif _is_one(draft, old, file, found) and _is_free(draft, new, file, found):
        draft.rename_entity(draft.entity(old.text), new)


def _is_one(draft: Draft, old: tree.Word, file: tree.File, found: Collector) -> bool:
    """Whether an entity of the data may be called so; report what is made of others, and a name that was given up."""
    made = next(
        (draft.name(identity) for identity, shown in made_names(draft.facts).items() if shown == old.text), None
    )
    if made is not None:
        message = Wording(f"`{old.text}` is made of other entities", f"`{old.text}` 由其他评价对象汇总而成")
        help_ = Wording(f"write `rename {made} -> …`", f"请写成 `rename {made} -> …`")
        coded = draft.facts.get(Key("property", draft.names[made], "code"))
        if coded is not None:
            help_ = Wording(
                f"its name in results is its code: `set {made}.code … -> …`",
                f"它在结果中的名称是代码：`set {made}.code … -> …`",
            )
        found.add(NO_ENTITY, message, file.span(old), help=help_)
        return False
    now = renamings(draft.facts)
    given_up = next((item for item in now if item.identity == old.text), None)
    if given_up is not None and old.text not in {item.name for item in now}:
        message = Wording(f"`{old.text}` is called `{given_up.name}` here", f"`{old.text}` 在这里叫 `{given_up.name}`")
        related = [Related(Wording("it is renamed here", "在这里改名"), file.span(given_up.word))]
        help_ = Wording(f"write `{given_up.name}`", f"请写 `{given_up.name}`")
        found.add(NO_ENTITY, message, file.span(old), help=help_, related=related)
        return False
    if not old.text.strip():
        message = Wording("an entity has a name", "评价对象要有名称")
        found.add(NO_ENTITY, message, file.span(old))
        return False
    return True


def _is_free(draft: Draft, new: tree.Word, file: tree.File, found: Collector) -> bool:
    """Whether no other entity is called so, as far as the file tells; the data are asked when they are read."""
    if not new.text.strip():
        message = Wording("the new name is empty", "新名称为空")
        found.add(NO_ENTITY, message, file.span(new))
        return False
    other = next((item.word for item in renamings(draft.facts) if item.name == new.text), None)
    if other is not None:
        _taken(Wording("an entity is renamed to it here", "这里已有评价对象改为此名"), new, other, file, found)
        return False
    made = next((identity for identity, shown in made_names(draft.facts).items() if shown == new.text), None)
    if made is not None:
        place = draft.facts[Key("name", made)]
        _taken(Wording("it is made of others here", "它在这里由其他评价对象汇总"), new, place, file, found)  # type: ignore[arg-type]
        return False
    for key, word in draft.entities_named():
        if entity_text(word) == new.text:
            user = path_text(key, draft, draft.places)
            said = Wording(f"`{user}` speaks of another entity of that name", f"`{user}` 提到了另一个同名的评价对象")
            _taken(said, new, word, file, found)
            return False
    return True


def _taken(where: Wording, new: tree.Word, at: tree.Positioned, file: tree.File, found: Collector) -> None:
    message = Wording(f"another entity is called `{new.text}`", f"已有别的评价对象叫 `{new.text}`")
    help_ = Wording(
        "choose another name, or rename that one first; a merger is an `entity` made of others",
        "请换一个名称，或先为那一个改名；合并用由其他评价对象汇总的 `entity` 表示",
    )
    found.add(ONE_NAME, message, file.span(new), help=help_, related=[Related(where, file.span(at))])
