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
    """Return, on every row, the entity's own value at the base; missing where a period of the base has none.

    A variant has a base whose ends it shows.
    """
    start, end = base_positions(base, window)
    if window.variants is not None and not 0 <= start <= end < window.length:
        return pl.lit(None, dtype=pl.Float64)
    whole = reduce(add, [_in_each(values, at, window) for at in range(start, end + 1)])
    if end > start:
        whole = whole / (end - start + 1)
    if window.variants is not None:
        shown = pl.col(SHOWN)
        whole = pl.when(_in_each(shown, start, window) & _in_each(shown, end, window)).then(whole)
    return whole.gather(pl.col(ENTITY))


def _in_each(values: pl.Expr, position: int, window: Window) -> pl.Expr:
    """Return the values in one period, an entity each."""
    return values.gather_every(window.length, offset=position)
