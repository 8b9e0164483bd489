"""The sum, weights as written."""

from collections.abc import Sequence

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import total
from idx.methods.registry import method


@method(
    "aggregate",
    additive=True,
    unweighted=True,
    examples=(
        Example("sum", (10, 20), (30,), weights=(1, 1)),
        Example("sum", (10, 20), (25,), weights=(0.5, 1), says="weights as written"),
    ),
)
def sum_(values: Sequence[pl.Expr], weights: Sequence[pl.Expr | float]) -> pl.Expr:
    """The sum of the children's scores, Σ w s, with weights as they are written; 1 where none is.

    It takes no `weighting`. Where `missing drop` leaves children out, the weights of the others are scaled up to the
    same total.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.7 (linear aggregation).

    Args:
        values: the children's scores.
        weights: their weights as written.
    """
    return total([weight * value for weight, value in zip(weights, values, strict=True)])
