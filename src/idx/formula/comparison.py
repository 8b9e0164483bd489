"""Numbers held against one another in formulas: what differs by rounding alone is equal (see `idx.equality`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.equality import NOTHING
from idx.formula.expression import Application, Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from idx.formula.expression import Expression

COMPARISONS: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "is": lambda left, right: left == right,
    "is not": lambda left, right: left != right,
}
HOLD_WHERE_EQUAL = {"<=", ">=", "is"}


class Sizes:
    """How large the numbers are that results come of: what is left where they cancel out is rounding beside them.

    `keep` makes a column of a size. Where a formula compares nothing no sizes are asked for, and none are kept.
    """

    def __init__(self, formula: Expression, keep: Callable[[pl.Expr], pl.Expr]) -> None:
        """Know no sizes yet; results that have none here are as large as they are."""
        self.asked, self.keep = _compares(formula), keep
        self.known: dict[str, pl.Expr] = {}

    def of(self, number: pl.Expr) -> pl.Expr:
        """Return the size of a number: a literal, or the column of a result."""
        return self.known.get(number.meta.output_name(), number.abs())

    def follow(self, operator: str, operands: Sequence[pl.Expr], result: pl.Expr) -> None:
        """Keep the size of an operation's result where it is that of its operands."""
        if not self.asked or operator not in {"+", "-", "*", "/"}:
            return
        if operator in {"+", "-"}:
            size = pl.max_horizontal([self.of(operand) for operand in operands])
        elif {operand.meta.output_name() for operand in operands} & self.known.keys():
            left, right = operands
            size = self.of(left) * self.of(right) if operator == "*" else self.of(left) / right.abs()
        else:
            return
        self.known[result.meta.output_name()] = self.keep(size)

    def compared(self, operator: str, left: pl.Expr, right: pl.Expr) -> pl.Expr:
        """Return whether a comparison holds, missing where an operand is."""
        size = pl.max_horizontal(self.of(left), self.of(right))
        same = (left == right) | (size.is_finite() & ((left - right).abs() <= NOTHING * size))
        holds = COMPARISONS[operator](left, right)
        return holds | same if operator in HOLD_WHERE_EQUAL else holds & ~same


def _compares(formula: Expression) -> bool:
    """Whether a formula holds numbers against one another anywhere."""
    waiting = [formula]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Operation):
            if part.operator in COMPARISONS:
                return True
            waiting.extend(part.operands)
        elif isinstance(part, Application):
            waiting.extend(part.arguments)
    return False
