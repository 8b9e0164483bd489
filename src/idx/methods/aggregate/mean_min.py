"""Between the mean and the least score."""

from collections.abc import Sequence
from typing import Annotated

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import total
from idx.methods.registry import method
from idx.methods.values import Minimum, MinimumAndMaximum


@method(
    "aggregate",
    skips_missing=True,
    examples=(
        Example("mean_min(penalty = 0, smoothing = 0)", (2, 6), (4,), weights=(0.5, 0.5), says="the mean"),
        Example("mean_min(penalty = 1, smoothing = 0)", (2, 6), (2,), weights=(0.5, 0.5), says="the least"),
        Example("mean_min(penalty = 0.5, smoothing = 0)", (2, 6), (3,), weights=(0.5, 0.5)),
        Example("mean_min(penalty = 1, smoothing = 1.5)", (2, 6), (3,), weights=(0.5, 0.5)),
    ),
)
def mean_min(
    values: Sequence[pl.Expr],
    weights: Sequence[pl.Expr | float],
    *,
    penalty: Annotated[float, MinimumAndMaximum(0, 1)],
    smoothing: Annotated[float, Minimum(0)],
) -> pl.Expr:
    """Between the mean and the least score: M − α (√((M − min)² + β²) − β).

    With penalty α = 0 it is the weighted mean M, with α = 1 and smoothing β = 0 the least score. A greater β makes the
    penalty for a small imbalance smaller.

    Source: Casadio Tarabusi and Guarini (2013), An Unbalance Adjustment Method for Development Indicators, Social
    Indicators Research 112.

    Args:
        values: the children's scores.
        weights: their weights, which sum to one.
        penalty: α, from 0 to 1.
        smoothing: β, zero or above.
    """
    kept = [value.fill_null(0.0) for value in values]  # a child that is left out has the weight zero
    mean = total([weight * value for weight, value in zip(weights, kept, strict=True)])
    gap = mean - pl.min_horizontal(values)
    return mean - penalty * ((gap**2 + smoothing**2).sqrt() - smoothing)
