"""The least score."""

from collections.abc import Sequence

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method


@method(
    "aggregate",
    skips_missing=True,
    keeps_growth=True,
    examples=(Example("minimum", (10, 20, 5), (5,), weights=(0.25, 0.5, 0.25), says="weights do not matter"),),
)
def minimum(values: Sequence[pl.Expr], weights: Sequence[pl.Expr | float]) -> pl.Expr:  # noqa: ARG001 - the kind's shape
    """The least of the children's scores: nothing makes up for the worst.

    Weights do not matter, but that a child of weight zero is never asked for.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.7 (non-compensatory aggregation).

    Args:
        values: the children's scores.
        weights: their weights.
    """
    return pl.min_horizontal(values)
