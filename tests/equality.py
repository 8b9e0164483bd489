"""The one rule of equality in plain Python: twelve digits count, and what is nothing beside the largest is zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOTHING = 1e-12


def apart(low: float, high: float) -> bool:
    """Tell whether two numbers differ by more than rounding."""
    return high - low > NOTHING * max(abs(low), abs(high))


def evened(value: float, among: Iterable[float]) -> float:
    """Give a number as it is held against those that it stands among."""
    return 0.0 if abs(value) < NOTHING * max(map(abs, among), default=0.0) else float(f"{value:.11e}")


def evened_rows(rows: Sequence[Sequence[float | None]]) -> list[list[float | None]]:
    """Give rows of numbers, each as it is held against those of its column."""
    columns = [[value for value in column if value is not None] for column in zip(*rows, strict=True)]
    return [
        [None if value is None else evened(value, column) for value, column in zip(row, columns, strict=True)]
        for row in rows
    ]
