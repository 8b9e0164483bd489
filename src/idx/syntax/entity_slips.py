"""Frequent slips in `rename entity`, each with a message that teaches the form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from idx.diagnostics import Diagnostic, TextEdit, Wording, sole
from idx.syntax.errors import MISSPELT
from idx.syntax.fault import end_of, missing_arrow, unexpected

if TYPE_CHECKING:
    from idx.syntax.fault import Fault

FORM = Wording('write `rename entity "OLD" -> "NEW"`', '写成 `rename entity "旧名" -> "新名"`')
OLD = re.compile(r"(?P<name>[^\n#\"]*?)\s*->")
NEW = re.compile(r"(?P<name>[^\n#\"]*?)\s*(?=because\b|#|\n|$)")


def entity_slip(fault: Fault) -> Diagnostic | None:
    """Return what is wrong with the renaming of an entity, or None."""
    if str(fault.tokens[0]) != "rename" or len(fault.tokens) < 2:
        return None
    if fault.tokens[1].type != "ENTITY":
        return _of_a_node(fault)
    if fault.ends:
        which = (
            Wording("new name", "新名称")
            if "ARROW" in fault.expected and len(fault.tokens) > 2
            else Wording("name", "名称")
        )
        message = Wording(f"the {which.en} of the entity is missing", f"缺少评价对象的{which.zh}")
        return unexpected(message, fault.at, FORM)
    if fault.expected == {"ARROW"} and fault.kind in {"NAME", "STRING"} and "->" not in fault.rest:
        return missing_arrow(fault)
    return _unquoted(fault)


def _of_a_node(fault: Fault) -> Diagnostic | None:
    """Return what is wrong where a node would be renamed by a text in quotes."""
    word = fault.tokens[1]
    if fault.kind != "STRING" or word.type != "NAME" or len(fault.tokens) > 2:
        return None
    if sole(str(word), ("entity",)) is None:
        return None
    place = fault.span(word.start_pos or 0, word.end_pos or 0)
    message = Wording(f"`{word}` is no keyword that can stand here", f"`{word}` 不是可用在此处的关键词")
    help_ = Wording("did you mean `entity`?", "是否想写 `entity`？")
    return Diagnostic(MISSPELT, message, place, help=help_, edits=(TextEdit(place, "entity"),))


def _unquoted(fault: Fault) -> Diagnostic | None:
    """Return that a name needs quotes, where it is plain how far it goes."""
    arrow = next((token for token in fault.tokens if token.type == "ARROW"), None)
    first = (arrow.end_pos or 0) if arrow is not None else end_of(fault.tokens[:2])
    match = (NEW if arrow is not None else OLD).match(fault.text, first)
    name = match.group("name").strip() if match else ""
    if not match or not name:
        return None
    start = match.start("name") + len(match.group("name")) - len(match.group("name").lstrip())
    span = fault.span(start, start + len(name))
    message = Wording(f"`{span.text}` needs quotes", f"`{span.text}` 要加引号")
    help_ = Wording(
        f'an entity whose name is no single word stands in quotes: `"{span.text}"`',
        f'名称不是一个词的评价对象写在引号中：`"{span.text}"`',
    )
    return unexpected(message, span, help_, TextEdit(span, f'"{span.text}"'))
