"""Periods and factors in words: runs of periods, and by what a series was rescaled."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from idx.period import parse_period

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def factor_text(factor: float) -> str:
    """Return a factor as a statistician writes it."""
    if factor >= 1 and abs(factor - round(factor)) <= SAME_FACTOR * factor:
        return f"×{round(factor):,}".replace(",", " ")
    return f"×{factor:.6g}"
