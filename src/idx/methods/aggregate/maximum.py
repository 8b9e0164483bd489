"""The greatest score."""

from collections.abc import Sequence

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method


@method(
    "aggregate",
    skips_missing=True,
    keeps_growth=True,
    examples=(Example("maximum", (10, 20, 5), (20,), weights=(0.25, 0.5, 0.25), says="weights do not matter"),),
)
def maximum(values: Sequence[pl.Expr], weights: Sequence[pl.Expr | float]) -> pl.Expr:  # noqa: ARG001 - the kind's shape
    """The greatest of the children's scores: the best makes up for all others.

    Weights do not matter, but that a child of weight zero is never asked for.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.7 (on compensability).

    Args:
        values: the children's scores.
        weights: their weights.
    """
    return pl.max_horizontal(values)
