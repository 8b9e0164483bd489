"""The weighted harmonic mean."""

from collections.abc import Sequence

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import total, weighed, with_zeros_replaced, without_signs_of_zeros
from idx.methods.registry import method
from idx.methods.values import Replacement, Scale, Zero


@method(
    "aggregate",
    needs=Scale.NON_NEGATIVE,
    forbids_zero=lambda arguments: bool(arguments["zero"] == "error"),
    examples=(
        Example("harmonic(zero = keep)", (2, 6), (3,), weights=(0.5, 0.5)),
        Example("harmonic(zero = keep)", (0, 6), (0,), weights=(0.5, 0.5), says="one zero makes the mean zero"),
        Example("harmonic(zero = replace(2))", (0, 6), (3,), weights=(0.5, 0.5)),
    ),
)
def harmonic(values: Sequence[pl.Expr], weights: Sequence[pl.Expr | float], *, zero: Zero) -> pl.Expr:
    """The weighted harmonic mean, 1 / Σ (w / s).

    Less compensation than under a geometric mean. Scores are never negative.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.7; UNDP uses it in its gender
    indices.

    Args:
        values: the children's scores, zero or above.
        weights: their weights, which sum to one.
        zero: what a score of zero does: `keep` makes the mean zero, `error` refuses it, `replace(v)` reads it as v.
    """
    if isinstance(zero, Replacement):
        values = with_zeros_replaced(values, zero)
    values = without_signs_of_zeros(values)
    products = [weight / value for weight, value in zip(weights, values, strict=True)]
    return 1 / total(weighed(weights, products))
