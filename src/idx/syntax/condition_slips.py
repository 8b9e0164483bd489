"""Frequent slips in conditions, and in statements that make entities of others: `=` for `is`, a text without quotes."""

from __future__ import annotations

import re

from idx.diagnostics import Diagnostic, TextEdit, Wording, one_slip
from idx.syntax.fault import Fault, unexpected

WORD = re.compile(r"\w+")
EQUALS = re.compile("==?")


def condition_slip(fault: Fault) -> Diagnostic | None:
    """Return the diagnostic for a frequent slip in a condition, or None."""
    looks = (_without_where, _bare_text, _equals)
    return next((found for look in looks if (found := look(fault))), None)


def _without_where(fault: Fault) -> Diagnostic | None:
    """Return what is wrong with an entity whose condition is not led by `where`."""
    first, word = fault.tokens[0], fault.tokens[-1]
    if first.type != "ENTITY" or word.type != "NAME" or len(fault.tokens) < 3 or fault.expected != {"STRING"}:
        return None
    start = word.start_pos or 0
    place = fault.span(start, word.end_pos or 0)
    message = Wording("the condition of an entity is led by `where`", "评价对象的条件前面要写 `where`")
    if one_slip(str(word), "where"):
        return unexpected(message, place, "where", TextEdit(place, "where"))
    if fault.word not in {"is", "or", "and"}:
        return None
    return unexpected(message, place, f"where {fault.rest_from(start)}", TextEdit(fault.span(start, start), "where "))


def _bare_text(fault: Fault) -> Diagnostic | None:
    """Return what is wrong with a text that lacks its quotes behind `is`."""
    match = WORD.match(fault.text, fault.position)
    if fault.tokens[-1].type not in {"IS", "NOT"} or fault.kind != "NAME" or match is None:
        return None
    message = Wording("`is` compares with a text in quotes, or with a number", "`is` 后面是引号中的文本或数值")
    span = fault.span(*match.span())
    return unexpected(message, span, f'"{span.text}"')


def _equals(fault: Fault) -> Diagnostic | None:
    """Return what is wrong with a condition that says `=`."""
    match = EQUALS.match(fault.text, fault.position)
    in_condition = any(token.type == "WHERE" for token in fault.tokens) and "ARROW" not in fault.expected
    if match is None or not in_condition:
        return None
    span = fault.span(*match.span())
    message = Wording(f"`{span.text}` does not compare", f"`{span.text}` 不能用于比较")
    help_ = Wording("a condition says `is`, or `is not`", "条件中写 `is` 或 `is not`")
    return unexpected(message, span, help_, TextEdit(span, "is"))
