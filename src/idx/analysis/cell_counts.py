"""How many cells of the data are new, lost, or revised."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable


class CellCounts(NamedTuple):
    """Cells that have a value where there was none, that have none where there was one, and that have another."""

    new: int
    lost: int
    revised: int


def cell_counts(cells: Iterable[pl.DataFrame]) -> CellCounts:
    """Return how many cells differ, and how; each frame has the cells of a series, `before` and `after`."""
    new, lost, revised = 0, 0, 0
    for frame in cells:
        came = frame.filter(pl.col("before").is_null()).height
        went = frame.filter(pl.col("after").is_null()).height
        new, lost, revised = new + came, lost + went, revised + frame.height - came - went
    return CellCounts(new, lost, revised)
