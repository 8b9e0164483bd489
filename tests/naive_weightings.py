"""Weights that come of scores in plain Python, by their definitions; a row holds a score of every child."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence

Rows = Sequence[Sequence[float]]
ROUNDING = 1e-12
Weighting = Callable[..., list[float]]


def _columns(rows: Rows) -> list[list[float]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _shares(numbers: Sequence[float]) -> list[float]:
    return [number / math.fsum(numbers) for number in numbers]


def deviation(column: Sequence[float]) -> float:
    """The standard deviation; zero where nothing but rounding tells values apart."""
    alike = max(column) - min(column) <= ROUNDING * max(map(abs, column))
    return 0.0 if alike else statistics.stdev(column)


def correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Pearson's r; none with a constant, and one where it is so but for rounding."""
    if 0.0 in (deviation(one), deviation(other)):
        return 0.0
    r = statistics.correlation(one, other)
    return math.copysign(1.0, r) if abs(r) > 1 - ROUNDING else r


def entropy(rows: Rows) -> list[float]:
    """One less the entropy of each child's shares."""
    spreads = []
    for column in _columns(rows):
        shares = _shares(column)
        even = deviation(column) == 0
        spreads.append(0 if even else 1 + math.fsum(p * math.log(p) for p in shares if p > 0) / math.log(len(rows)))
    return _shares(spreads)


def critic(rows: Rows) -> list[float]:
    """The deviation of each child times its conflict with the others."""
    columns = _columns(rows)
    return _shares(
        [
            deviation(one) * math.fsum(1 - correlation(one, other) for other in columns if other is not one)
            for one in columns
        ]
    )


def inverse_sd(rows: Rows) -> list[float]:
    """One over the deviation."""
    return _shares([1 / deviation(column) for column in _columns(rows)])


def pca(rows: Rows, *, share: str) -> list[float]:
    """The first eigenvector of the correlations, by repeated multiplication."""
    columns = _columns(rows)
    matrix = [[1.0 if one is other else correlation(one, other) for other in columns] for one in columns]
    vector = [1.0 + place / 7 for place in range(len(columns))]
    for _ in range(20_000):
        vector = [math.fsum(r * v for r, v in zip(row, vector, strict=True)) for row in matrix]
        size = math.sqrt(math.fsum(v * v for v in vector))
        vector = [v / size for v in vector]
    return _shares([v * v for v in vector] if share == "squared_loadings" else [abs(v) for v in vector])
