"""Predictions of missing cells in plain Python: normal equations in exact fractions, and distances one by one."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = tuple[float, ...]


def regressed(known: Sequence[float], beside: Sequence[Row], wanted: Row) -> float:
    """Predict by the least-squares plane through the rows, its normal equations solved exactly."""
    design = [[Fraction(1), *map(Fraction, row)] for row in beside]
    size = len(design[0])
    matrix = [[sum((row[i] * row[j] for row in design), Fraction(0)) for j in range(size)] for i in range(size)]
    right = [
        sum((row[i] * Fraction(value) for row, value in zip(design, known, strict=True)), Fraction(0))
        for i in range(size)
    ]
    solved = solve(matrix, right)
    return float(sum((c * z for c, z in zip(solved, [Fraction(1), *map(Fraction, wanted)], strict=True)), Fraction(0)))


def solve(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Solve a system of linear equations by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for place in range(len(rows)):
        pivot = next(index for index in range(place, len(rows)) if rows[index][place])
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for index, row in enumerate(rows):
            if index != place:
                rows[index] = [value - row[place] * lead for value, lead in zip(row, rows[place], strict=True)]
    return [row[-1] for row in rows]


def neighbours(known: Sequence[float], beside: Sequence[Row], wanted: Row, count: int) -> float:
    """Predict by the mean of the nearest rows, those as far away as the last of them included."""
    scale = [deviation([row[place] for row in beside]) for place in range(len(wanted))]
    apart = [
        sqrt(sum(((a - b) / s) ** 2 for a, b, s in zip(row, wanted, scale, strict=True) if s > 0)) for row in beside
    ]
    furthest = sorted(apart)[count - 1]
    near = [value for value, distance in zip(known, apart, strict=True) if distance <= furthest * (1 + 1e-9)]
    return sum(near) / len(near)


def deviation(values: Sequence[float]) -> float:
    """Give the sample standard deviation, zero for a constant or a single value."""
    if len(set(values)) < 2:
        return 0.0
    mean = sum(values) / len(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
