"""The weighted arithmetic mean."""

from collections.abc import Sequence

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import total
from idx.methods.registry import method


@method(
    "aggregate",
    additive=True,
    keeps_growth=True,
    examples=(
        Example("arithmetic", (10, 20), (15,), weights=(0.5, 0.5)),
        Example("arithmetic", (10, 20, None), (None,), weights=(0.25, 0.25, 0.5), says="missing unless dropped"),
    ),
)
def arithmetic(values: Sequence[pl.Expr], weights: Sequence[pl.Expr | float]) -> pl.Expr:
    """The weighted arithmetic mean, Σ w s.

    Full compensation: a shortfall in one child is made up by any other. Of growth it gives growth.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.7.

    Args:
        values: the children's scores.
        weights: their weights, which sum to one.
    """
    first = weights[0]
    if isinstance(first, float) and all(weight is first or weight == first for weight in weights[1:]):
        return total(values) * first  # equal weights: one product instead of one per child
    return total([weight * value for weight, value in zip(weights, values, strict=True)])
