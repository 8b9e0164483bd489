"""Ranks within a set: how equal values share them, and what they are for an indicator whose rise is bad."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from idx.methods.equality import evened_column

if TYPE_CHECKING:
    from idx.methods.given import Column
    from idx.methods.values import Together

Ties = Literal["lowest", "highest", "average", "dense"]
Reversal = Literal["complement", "reranked"]
POLARS = {"lowest": "min", "highest": "max", "average": "average", "dense": "dense"}


def asks_when_negative(arguments: dict[str, Any]) -> str | None:
    """Return the argument that a negative direction asks for: where equal values share an end of their ranks."""
    return "reversed" if arguments["ties"] in {"lowest", "highest"} and arguments["reversed"] is None else None


def ascending_ranks(
    column: Column, ties: Ties, reversed_: Reversal | None, reference: Together, within: str | None
) -> pl.Expr:
    """Return each value's rank in its set, 1 for the worst.

    A negative direction ranks −x anew, or takes each rank r as n + 1 − r (the largest rank + 1 − r under `dense`); the
    two differ where equal values take the lowest or the highest of their ranks. Values are equal by the one rule.
    """
    method: Any = POLARS[ties]

    def ranked(values: pl.Expr) -> pl.Expr:
        if column.negative and reversed_ == "complement":
            ranks = values.rank(method)
            highest = ranks.max() if ties == "dense" else values.count()
            return highest + 1.0 - ranks.cast(pl.Float64)
        return (-values if column.negative else values).rank(method).cast(pl.Float64)

    return column.sets.among(ranked, evened_column(column), reference, within)
