"""Statistics in plain Python, as textbooks define them, without the project, NumPy or SciPy."""

from __future__ import annotations

from math import fsum, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Column = list[float | None]
Pairs = list[tuple[float, float]]


def mean(values: Sequence[float]) -> float:
    """Return the arithmetic mean."""
    return fsum(values) / len(values)


def skewness(values: Sequence[float]) -> float:
    """Return Excel's SKEW: n / ((n−1)(n−2)) Σ ((x − mean) / s)³, with the sample standard deviation s."""
    n, s = len(values), sqrt(variance(values))
    return n / ((n - 1) * (n - 2)) * fsum(((x - mean(values)) / s) ** 3 for x in values)


def kurtosis(values: Sequence[float]) -> float:
    """Return Excel's KURT: n (n+1) / ((n−1)(n−2)(n−3)) Σ ((x − mean) / s)⁴ − 3 (n−1)² / ((n−2)(n−3))."""
    n, s = len(values), sqrt(variance(values))
    total = fsum(((x - mean(values)) / s) ** 4 for x in values)
    return n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * total - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


def covariance(pairs: Pairs) -> float:
    """Return the sample covariance."""
    first, second = mean([x for x, _ in pairs]), mean([y for _, y in pairs])
    return fsum((x - first) * (y - second) for x, y in pairs) / (len(pairs) - 1)


def variance(values: Sequence[float]) -> float:
    """Return the sample variance."""
    return covariance([(x, x) for x in values])


def both(one: Column, other: Column) -> Pairs:
    """Return the pairs in which both have a value."""
    return [(x, y) for x, y in zip(one, other, strict=True) if x is not None and y is not None]


def pearson(pairs: Pairs) -> float:
    """Return Pearson's correlation."""
    return covariance(pairs) / sqrt(variance([x for x, _ in pairs]) * variance([y for _, y in pairs]))


def spearman(pairs: Pairs) -> float:
    """Return Pearson's correlation of ranks, each the mean of the places that its equals take."""
    columns = [[x for x, _ in pairs], [y for _, y in pairs]]
    ranks = [[sum(y < x for y in each) + (sum(y == x for y in each) + 1) / 2 for x in each] for each in columns]
    return pearson(list(zip(*ranks, strict=True)))


def kendall(pairs: Pairs) -> float:
    """Return tau-b: concordant less discordant pairs over the root of the pairs untied in each."""
    signs = [(sign(a[0] - b[0]), sign(a[1] - b[1])) for place, a in enumerate(pairs) for b in pairs[place + 1 :]]
    untied = [sum(pair[side] != 0 for pair in signs) for side in (0, 1)]
    return sum(x * y for x, y in signs) / sqrt(untied[0] * untied[1])


def sign(number: float) -> int:
    """Return −1, 0 or 1."""
    return (number > 0) - (number < 0)


def alpha(columns: Sequence[Sequence[float]]) -> float:
    """Return Cronbach's alpha from covariances: k c̄ / (v̄ + (k − 1) c̄)."""
    k = len(columns)
    pairs = [(i, j) for i in range(k) for j in range(k) if i != j]
    shared = mean([covariance(list(zip(columns[i], columns[j], strict=True))) for i, j in pairs])
    own = mean([variance(column) for column in columns])
    return k * shared / (own + (k - 1) * shared)


def partial(first: float, second: float, third: float) -> float:
    """Return the correlation of x and y given z from r(xy), r(xz) and r(yz)."""
    return (first - second * third) / sqrt((1 - second**2) * (1 - third**2))


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """Return Excel's QUARTILE.INC: linear between the values in order."""
    ordered = sorted(values)

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        low = int(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (place - low) * (ordered[high] - ordered[low])

    return at(0.25), at(0.75)
