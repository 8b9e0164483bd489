"""Statuses and estimated shares of indicators that formulas make of results: those of what the formulas read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.reporter import is_result
from idx.evaluate.states import present, statuses, weakest
from idx.panel.model import ESTIMATES, MISSING, NORMAL

if TYPE_CHECKING:
    from idx.evaluate.result import Result
    from idx.formula.expression import Value
    from idx.plan import Compute


def status(step: Compute, known: pl.DataFrame, result: Result) -> pl.Series:
    """Return, by row of the window, the weakest status among the cells that a formula reads.

    `known` holds the statuses of the nodes that are computed before it.
    """
    panel = result.panel
    read = [(_codes(asked.value, known, result), asked.rows(panel)) for asked in result.asked[step.node]]
    codes = weakest([(present(codes), rows) for codes, rows in read if codes is not None], NORMAL)
    normal = panel.whole(NORMAL) if codes is None else codes
    there = result.window.spread(result.imputed[step.node].is_not_null(), panel).fill_null(value=False)
    return _cut(normal.zip_with(there, panel.whole(MISSING)), result).alias(step.node)


def share(step: Compute, known: pl.DataFrame, shares: pl.DataFrame, result: Result) -> pl.Series:
    """Return, by row of the window, the largest estimated share among the cells that a formula reads."""
    read = [
        part.gather(asked.rows(result.panel)).alias(str(number))
        for number, asked in enumerate(result.asked[step.node])
        if (part := _estimated(asked.value, known, shares, result)) is not None
    ]
    largest = pl.DataFrame(read).max_horizontal() if read else result.panel.whole(NORMAL) * 0.0
    return _cut(largest.fill_null(0.0), result).alias(step.node)


def _codes(value: Value, known: pl.DataFrame, result: Result) -> pl.Series | None:
    """Return the statuses of a series or a node on the panel's rows; None where all are normal."""
    if is_result(value, result.framework):
        return result.window.spread_shown(known[value.name], result.panel)
    return statuses(result.panel, result.filled, value.name)


def _estimated(value: Value, known: pl.DataFrame, shares: pl.DataFrame, result: Result) -> pl.Series | None:
    if not is_result(value, result.framework):
        codes = statuses(result.panel, result.filled, value.name)
        return None if codes is None else codes.is_in(ESTIMATES).cast(pl.Float64)
    frame = pl.DataFrame([shares[value.name], (known[value.name] != MISSING).alias("·there")])
    return result.window.spread_shown(frame.select(pl.when("·there").then(value.name)).to_series(), result.panel)


def _cut(column: pl.Series, result: Result) -> pl.Series:
    return result.window.cut(column.to_frame(), result.panel.length).to_series()
