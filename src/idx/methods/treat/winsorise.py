"""Outliers drawn in to the next value, point by point, until the distribution passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from scipy import stats

from idx.methods.arrays import floats, on_present
from idx.methods.contracts import Example
from idx.methods.given import Cells
from idx.methods.registry import method
from idx.methods.spread import varying
from idx.methods.values import Group, Minimum, Together

if TYPE_CHECKING:
    import polars as pl

    from idx.methods.arrays import Array

SHIFT = 0.01


@method(
    "treat",
    examples=(
        Example(
            "winsorise(most = 2, skewness = 2, kurtosis = 3.5, otherwise = keep, reference = each_period)",
            (1, 2, 3, 4, 5, 6, 7, 100, None),
            (1, 2, 3, 4, 5, 6, 7, 7, None),
        ),
        Example(
            "winsorise(most = 2, skewness = 2, kurtosis = 3.5, otherwise = keep, reference = each_period)",
            (1, 2, 3, 4, 5),
            (1, 2, 3, 4, 5),
            says="it passes as it is",
        ),
        Example(
            "winsorise(most = 1, skewness = 2, kurtosis = 3.5, otherwise = restore, reference = each_period)",
            (1, 1, 1, 1, 1, 1, 1, 50, 60),
            (1, 1, 1, 1, 1, 1, 1, 50, 60),
            says="one point is not enough",
        ),
    ),
)
def winsorise(  # noqa: PLR0913 - one parameter an argument
    cells: Cells,
    *,
    most: Annotated[int, Minimum(1)],
    skewness: Annotated[float, Minimum(0)],
    kurtosis: float,
    otherwise: Literal["keep", "restore", "log"],
    reference: Together,
    within: Group | None = None,
) -> pl.Expr:
    """Outliers drawn in to the next value, point by point, until the distribution passes.

    A set of values passes where |skewness| or the kurtosis is at most the stated number: the sample skewness and the
    excess kurtosis of spreadsheets (SKEW and KURT, type 2). While it does not, the highest 1, 2, … values (the lowest
    where the skewness is negative) take the value next to them. Fewer than four values, or equal ones, pass.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.4; JRC-COIN guidance: at most five
    points, skewness 2, kurtosis 3.5.

    Args:
        cells: the indicator.
        most: the largest number of points that are drawn in.
        skewness: the largest skewness that passes, such as 2.
        kurtosis: the largest excess kurtosis that passes, such as 3.5.
        otherwise: what becomes of values that do not pass after `most` points: the points stay drawn in (`keep`), the
            values stay as they were (`restore`), or become ln(x − min + (max − min) / 100) (`log`).
        reference: which values are judged together: those of `each_period`, or of `all_periods` that are evaluated
            (growth into the first of them then has no value to start from).
        within: a group: each group is judged by itself.
    """

    def treated(values: Array) -> Array:
        found = values
        for points in range(1, most + 1):
            if _passes(found, skewness, kurtosis):
                return found
            found = _drawn_in(found, points)
        if _passes(found, skewness, kurtosis) or otherwise == "keep":
            return found
        return values if otherwise == "restore" else _logarithms(values)

    return cells.sets.among(on_present(treated), cells.now, reference, within)


def _passes(values: Array, skewness: float, kurtosis: float) -> bool:
    if len(values) < 4 or not varying(values[:, None]).all():
        return True
    return abs(_skewness(values)) <= skewness or float(floats(stats.kurtosis(values, bias=False))) <= kurtosis


def _skewness(values: Array) -> float:
    return float(floats(stats.skew(values, bias=False)))


def _drawn_in(values: Array, points: int) -> Array:
    """Return values whose outermost points, on the side of the longer tail, take the value next to them."""
    if points >= len(values):
        return values
    ordered = np.sort(values)
    if _skewness(values) >= 0:
        return floats(np.minimum(values, ordered[-points - 1]))
    return floats(np.maximum(values, ordered[points]))


def _logarithms(values: Array) -> Array:
    return floats(np.log(values - values.min() + SHIFT * (values.max() - values.min())))
