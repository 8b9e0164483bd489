"""Periods and factors in words: runs of periods, and by what a series was rescaled."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from idx.edits.facts import Key
from idx.period import parse_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.project.compare import Comparison

SAME_FACTOR = 1e-9


def span_of(periods: Sequence[str]) -> str:
    """Return the first and the last of periods."""
    return "" if not periods else periods[0] if len(periods) == 1 else f"{periods[0]}–{periods[-1]}"


def runs_of(periods: Sequence[str]) -> str:
    """Return periods in order as runs of consecutive ones."""
    runs: list[list[str]] = [[periods[0]]] if periods else []
    for one, other in pairwise(periods):
        first, second = parse_period(one), parse_period(other)
        if first is not None and second is not None and second.number == first.number + 1:
            runs[-1].append(other)
        else:
            runs.append([other])
    return ", ".join(map(span_of, runs))


def rescaled(comparison: Comparison, identity: str) -> tuple[float, int] | None:
    """Return by what all data of a series were multiplied as its unit changed, and how many cells differ besides.

    None where its unit is as before, or most cells have no factor in common.
    """
    before, after = (stated.facts.get(Key("property", identity, "unit")) for stated in comparison.stated)
    cells = comparison.cells[identity]
    if (before is None) == (after is None) and before == after:
        return None
    if not any(Key("property", identity, "unit") in change.keys for change in comparison.changes):
        return None
    if cells.schema["before"] != pl.Float64:
        return None
    ratios = cells.filter(pl.col("before") != 0).select(pl.col("after") / pl.col("before")).to_series().drop_nulls()
    factor = ratios.median()
    if not isinstance(factor, float) or not factor:
        return None
    alike = int(((ratios / factor - 1).abs() <= SAME_FACTOR).sum())
    return (factor, cells.height - alike) if 2 * alike > cells.height and factor != 1 else None


def factor_text(factor: float) -> str:
    """Return a factor as a statistician writes it."""
    if factor >= 1 and abs(factor - round(factor)) <= SAME_FACTOR * factor:
        return f"×{round(factor):,}".replace(",", " ")
    return f"×{factor:.6g}"
