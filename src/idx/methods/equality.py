"""Values of indicators, limits and spreads by the one rule of equality (`idx.equality`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.equality import NOTHING, SIGNIFICANT

if TYPE_CHECKING:
    from idx.methods.given import Column


def evened(values: pl.Expr, largest: pl.Expr) -> pl.Expr:
    """Return values in which those are the same that are equal; `largest` is the largest magnitude among them."""
    return pl.when(values.abs() < largest * NOTHING).then(0.0).otherwise(values.round_sig_figs(SIGNIFICANT))


def evened_column(column: Column) -> pl.Expr:
    """Return the values of an indicator as ranks hold them against one another; what is observed is as it is."""
    if not column.computed:
        return column.now
    return evened(column.now, column.sets.aggregate(pl.Expr.max, column.now.abs(), "each_period"))


def limit_for(column: Column, limit: pl.Expr) -> pl.Expr:
    """Return a limit as the values of `evened_column` are held against it."""
    return limit.round_sig_figs(SIGNIFICANT) if column.computed else limit


def apart(high: pl.Expr, low: pl.Expr) -> pl.Expr:
    """Return whether a greatest and a least value differ by more than rounding."""
    return high - low > NOTHING * pl.max_horizontal(high.abs(), low.abs())
