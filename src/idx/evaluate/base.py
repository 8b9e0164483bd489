"""Values at a base: those of one period of each entity, or the mean over several."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.window import ENTITY, SHOWN

if TYPE_CHECKING:
    from idx.evaluate.window import Window
    from idx.period import Periods


def base_positions(base: Periods, window: Window) -> tuple[int, int]:
    """Return where the ends of a base lie among the periods of the window."""
    first = window.first.number if window.first else 0
    return base.first.number - first, base.last.number - first


def at_base(values: pl.Expr, base: Periods, window: Window) -> pl.Expr:
    """Return, on every row, the entity's own value at the base; missing where a period of the base has none."""
    start, end = base_positions(base, window)
    if window.variants is not None:
        if not 0 <= start <= end < window.length:
            return pl.lit(None, dtype=pl.Float64)
        values = pl.when(pl.col(SHOWN)).then(values)
    whole = reduce(add, [values.gather_every(window.length, offset=at) for at in range(start, end + 1)])
    if end > start:
        whole = whole / (end - start + 1)
    return whole.gather(pl.col(ENTITY))
