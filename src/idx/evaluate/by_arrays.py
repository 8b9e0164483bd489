"""Aggregations that see whole rows, or all rows of a period, as arrays of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.sets import parted
from idx.evaluate.window import STEP

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from idx.evaluate.rows import Rows
    from idx.plan import Combine

    Array = npt.NDArray[np.float64]


def combined_by_arrays(
    step: Combine, frame: pl.DataFrame, weights: pl.DataFrame, present: pl.Series, rows: Rows
) -> pl.Series:
    """Return a composite's scores (or indices); `weights` has a column for each child, `present` says where it has any.

    Rows that are not shown, and those in which the rule for missing children allows no composite, take no part in
    comparisons.
    """
    taken = present & rows.window.shown_rows
    if step.growth and not step.over_index:
        taken &= rows.window.marks[STEP]
    values: Array = frame.select(step.children).to_numpy()
    shares: Array = weights.to_numpy()
    function = step.call.method.prepared(step.call.arguments)
    column = pl.Series(step.node, [None], dtype=pl.Float64).new_from_index(0, len(taken))
    groups = [taken.arg_true().to_numpy()]
    if step.call.method.by == "period":
        groups = [places for _, places in parted(taken.to_numpy(), rows.sets.numbers(each_period=True).to_numpy())]
    for places in groups:
        if len(places):
            column = column.scatter(places, pl.Series(function(values[places], shares[places])))
    return column
