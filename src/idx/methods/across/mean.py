"""The mean over the members, weighted or not."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Members
from idx.methods.registry import method
from idx.methods.values import Series


@method(
    "across",
    examples=(
        Example("mean", (1, 2, 6), (3,)),
        Example("mean(weights = gdp)", (1, 2, 6), (2,), weights=(4, 3, 1), says="the weights are those of gdp"),
        Example("mean(weights = gdp)", (1, None), (None,), weights=(4, 3)),
        Example("mean(weights = gdp)", (1, 2), (None,), weights=(0, 0)),
    ),
)
def mean(members: Members, *, weights: Series | None = None) -> pl.Expr:
    """The mean over the members, weighted or not.

    x = Σ w_m x_m / Σ w_m, with the weights of the same period; without weights each member counts the same. For shares
    and rates, with their denominator as weights, x is the share of the whole. A member without a value or without a
    weight leaves the entity without a value, and so do weights that sum to zero; a negative weight is an error.

    Source: World Bank, World Development Indicators, on the aggregation of economies to regions.

    Args:
        members: the values of the members.
        weights: a series, whose values weigh the members.
    """
    if weights is None:
        return members.values.arr.mean()
    weighing = members.of(weights)
    return (members.values * weighing).arr.sum() / weighing.arr.sum()
