"""Treatment of outliers in plain Python, by its definition: values (None is missing) against those of one set."""

from __future__ import annotations

import math
import statistics
from typing import TYPE_CHECKING

from naive_normalisers import Known, Values, mapped, quantile

if TYPE_CHECKING:
    from collections.abc import Sequence


def skewness(values: Sequence[float]) -> float:
    """Sample skewness as spreadsheets have it: n / ((n − 1)(n − 2)) Σ ((x − m) / s)³."""
    count, mean, spread = len(values), statistics.fmean(values), statistics.stdev(values)
    return count / ((count - 1) * (count - 2)) * math.fsum(((x - mean) / spread) ** 3 for x in values)


def kurtosis(values: Sequence[float]) -> float:
    """Excess kurtosis as spreadsheets have it."""
    n, mean, spread = len(values), statistics.fmean(values), statistics.stdev(values)
    fourth = math.fsum(((x - mean) / spread) ** 4 for x in values)
    return n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * fourth - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


def _passes(values: Sequence[float], most_skewness: float, most_kurtosis: float) -> bool:
    if len(values) < 4 or min(values) == max(values):
        return True
    return abs(skewness(values)) <= most_skewness or kurtosis(values) <= most_kurtosis


def winsorise(
    values: Values, known: Known, *, most: int, skewness: float, kurtosis: float, otherwise: str
) -> list[float | None]:
    """Draw in the longer tail, point by point; a value that does not stand in the set becomes none."""
    found = list(known)
    points = 0
    while not _passes(found, skewness, kurtosis) and points < most:
        points += 1
        found = _drawn_in(found, points)
    if not _passes(found, skewness, kurtosis) and otherwise == "restore":
        found = list(known)
    elif not _passes(found, skewness, kurtosis) and otherwise == "log":
        low, high = min(known), max(known)
        found = [math.log(x - low + (high - low) / 100) for x in known]
    after = dict(zip(known, found, strict=True))
    return mapped(values, after.get)


def _drawn_in(values: list[float], points: int) -> list[float]:
    upper = skewness(values) >= 0
    order = sorted(range(len(values)), key=values.__getitem__, reverse=upper)
    outer, rest = order[:points], order[points:]
    if not rest:
        return values
    edge = values[rest[0]]
    return [edge if place in outer else value for place, value in enumerate(values)]


def trim(values: Values, known: Known, *, low: float, high: float) -> list[float | None]:
    """Draw in what lies beyond two percentiles."""
    bottom, top = quantile(known, low), quantile(known, high)
    return mapped(values, lambda x: min(max(x, bottom), top))
