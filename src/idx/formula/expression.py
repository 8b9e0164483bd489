"""Formulas whose names are bound: constants, values of the data and of the results, operators and functions."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from idx.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from idx.source import SourceSpan

# How tightly an operator binds; what binds less tightly stands in parentheses inside it.
BINDING = {"or": 1, "and": 2, "<": 3, "<=": 3, ">": 3, ">=": 3, "is": 3, "is not": 3, "+": 4, "-": 4, "*": 5, "/": 5}
NEGATION, POWER, ATOM = 6, 7, 8
NAME = re.compile(r"[^\W\d]\w*")


class Constant(NamedTuple):
    """An exact number."""

    value: Fraction
    written: str
    span: SourceSpan


class Quoted(NamedTuple):
    """A text that a group is compared with."""

    text: str
    span: SourceSpan


class Value(NamedTuple):
    """A value of a series, a group or a node, in the same row or, `at` a period or an entity, in another.

    `column` is empty for a series, a group and an indicator's own value (after imputation); else a column of the
    results: `raw`, `score`, `index` or `rank`.
    """

    name: str
    column: str
    at: Period | str | None
    span: SourceSpan


class Operation(NamedTuple):
    """An operator with its operands; `-` with one operand changes the sign."""

    operator: str
    operands: tuple[Expression, ...]
    span: SourceSpan


class Application(NamedTuple):
    """A function with its arguments."""

    function: str
    arguments: tuple[Expression, ...]
    span: SourceSpan


Expression = Constant | Quoted | Value | Operation | Application


class Formula(NamedTuple):
    """A bound formula or condition; `late` says that it reads results, so that it is computed after them."""

    expression: Expression
    late: bool
    span: SourceSpan

    @property
    def values(self) -> tuple[Value, ...]:
        """Every value that the formula reads, in the order of the text."""
        return tuple(_values(self.expression))

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of the series and nodes that the formula reads, each once."""
        return tuple(dict.fromkeys(value.name for value in self.values))

    def __str__(self) -> str:
        """Return the formula as the language writes it, with no more parentheses than needed."""
        return written(self.expression)


def operands(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly inside one."""
    match expression:
        case Operation(operands=inner) | Application(arguments=inner):
            return inner
        case _:
            return ()


def whole_number(expression: Expression) -> int | None:
    """Return the whole number that is written out, with or without a sign, or None where something else is."""
    match expression:
        case Constant(value=value) if value.denominator == 1:
            return int(value)
        case Operation(operator="-", operands=(Constant(value=value),)) if value.denominator == 1:
            return -int(value)
        case _:
            return None


def _values(expression: Expression) -> Iterator[Value]:
    if isinstance(expression, Value):
        yield expression
    for operand in operands(expression):
        yield from _values(operand)


def written(expression: Expression, least: int = 0) -> str:
    """Return an expression as text, in parentheses if it binds less tightly than `least`."""
    match expression:
        case Constant(written=text):
            return text
        case Quoted(text=text):
            return _quoted(text)
        case Value(name=name, column=column, at=at):
            place = "" if at is None else f"[{_place(at)}]"
            return f"{name}{f'.{column}' if column else ''}{place}"
        case Application(function=function, arguments=arguments):
            return f"{function}({', '.join(map(written, arguments))})"
    if len(expression.operands) == 1:
        text, binding = f"-{written(expression.operands[0], NEGATION)}", NEGATION
    elif expression.operator == "^":
        base, exponent = expression.operands
        text, binding = f"{written(base, ATOM)}^{written(exponent, NEGATION)}", POWER
    else:
        binding = BINDING[expression.operator]
        left, right = expression.operands
        text = f"{written(left, binding)} {expression.operator} {written(right, binding + 1)}"
    return f"({text})" if binding < least else text


def _place(at: Period | str) -> str:
    """Return a period or an entity as it stands in brackets, quoted where it is no name or reads as a period."""
    if isinstance(at, Period) or (NAME.fullmatch(at) and unicodedata.is_normalized("NFC", at)):
        return str(at)
    return _quoted(at)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
