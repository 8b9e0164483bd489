"""The weighted geometric mean."""

from collections.abc import Sequence

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import total, weighed, with_zeros_replaced
from idx.methods.registry import method
from idx.methods.values import Replacement, Scale, Zero


@method(
    "aggregate",
    needs=Scale.NON_NEGATIVE,
    forbids_zero=lambda arguments: bool(arguments["zero"] == "error"),
    examples=(
        Example("geometric(zero = keep)", (4, 9), (6,), weights=(0.5, 0.5)),
        Example("geometric(zero = keep)", (0, 9), (0,), weights=(0.5, 0.5), says="one zero makes the mean zero"),
        Example("geometric(zero = replace(1))", (0, 9), (3,), weights=(0.5, 0.5)),
    ),
)
def geometric(
    values: Sequence[pl.Expr],
    weights: Sequence[pl.Expr | float],
    *,
    zero: Zero,
) -> pl.Expr:
    """The weighted geometric mean, Π s^w.

    Little compensation: a low score weighs more the lower it is. Scores are never negative.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.7; UNDP (2010 onwards) for HDI.

    Args:
        values: the children's scores, zero or above.
        weights: their weights, which sum to one.
        zero: what a score of zero does: `keep` makes the mean zero, `error` refuses it, `replace(v)` reads it as v.
    """
    if isinstance(zero, Replacement):
        values = with_zeros_replaced(values, zero)
    products = [weight * value.log() for weight, value in zip(weights, values, strict=True)]
    return total(weighed(weights, products)).exp()
