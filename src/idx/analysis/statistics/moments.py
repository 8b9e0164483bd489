"""Moments of values and their outliers: as Excel's SKEW, KURT, STDEV.S and QUARTILE.INC have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from idx.analysis.statistics.observations import constant
from idx.analysis.statistics.reasons import Reason, code
from idx.analysis.thresholds import KURTOSIS, SKEWNESS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.analysis.statistics.observations import Numbers

SCHEMA = {
    "stage": pl.String,
    "node": pl.String,
    "n": pl.Int64,
    "missing": pl.Int64,
    **dict.fromkeys(("minimum", "maximum", "mean", "median", "sd", "skewness", "kurtosis"), pl.Float64),
    "beyond_1_5_iqr": pl.Int64,
    "beyond_3_iqr": pl.Int64,
    "outlying": pl.Boolean,
    "reason": pl.String,
}


class Shape(NamedTuple):
    """Skewness and excess kurtosis of a sample; None where there are too few values, or they do not vary."""

    skewness: float | None
    kurtosis: float | None
    reason: Reason | None = None

    @property
    def outlying(self) -> bool | None:
        """Whether both are beyond their thresholds, the usual sign of outliers; None where one is not known."""
        if self.skewness is None or self.kurtosis is None:
            return None
        return abs(self.skewness) > SKEWNESS and self.kurtosis > KURTOSIS


def shape(values: Numbers) -> Shape:
    """Return skewness and excess kurtosis with their corrections for the size of the sample.

    With g₁ = m₃ / m₂^1.5 and g₂ = m₄ / m₂² − 3 of the central moments m:
    G₁ = g₁ √(n (n−1)) / (n−2), G₂ = (n−1) / ((n−2)(n−3)) · ((n+1) g₂ + 6): the SKEW and KURT of Excel, type 2 in
    Joanes and Gill (1998), as COINr has them. Skewness takes three values, kurtosis four.
    """
    n = len(values)
    if n < 3:
        return Shape(None, None, Reason.FEW)
    if constant(values):
        return Shape(None, None, Reason.CONSTANT)
    deviations = (values - values.mean()) / np.abs(values - values.mean()).max()  # so that no power over- or underflows
    second, third, fourth = (float(np.mean(deviations**power)) for power in (2, 3, 4))
    skewness = third / second**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    if n < 4:
        return Shape(float(skewness), None, Reason.FEW)
    kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (fourth / second**2 - 3) + 6)
    return Shape(float(skewness), float(kurtosis))


def moments(frame: pl.DataFrame, names: Sequence[str], stage: str) -> pl.DataFrame:
    """Return the moments of columns of a stage, a row each.

    Columns: `stage`, `node`, `n`, `missing`, `minimum`, `maximum`, `mean`, `median`, `sd` (sample), `skewness`,
    `kurtosis` (see `shape`), `beyond_1_5_iqr` and `beyond_3_iqr` (values further than so many interquartile ranges
    outside the quartiles), `outlying` (both thresholds exceeded), `reason` (why skewness or kurtosis has no value).
    """
    return pl.DataFrame([_row(frame[name], stage) for name in names], schema=SCHEMA, orient="row")


def _row(column: pl.Series, stage: str) -> tuple[object, ...]:
    values = column.drop_nulls().to_numpy()
    n, missing = len(values), column.null_count()
    if not n:
        return (stage, column.name, 0, missing, *[None] * 7, 0, 0, None, code(Reason.FEW))
    first, middle, third = (float(number) for number in np.quantile(values, (0.25, 0.5, 0.75)))
    outside = np.maximum(first - values, values - third)
    beyond = (int(np.sum(outside > fence * (third - first))) for fence in (1.5, 3))
    shaped = shape(values)
    return (
        *(stage, column.name, n, missing, float(values.min()), float(values.max()), float(values.mean()), middle),
        *(float(values.std(ddof=1)) if n > 1 else None, shaped.skewness, shaped.kurtosis),
        *(*beyond, shaped.outlying, code(shaped.reason)),
    )
