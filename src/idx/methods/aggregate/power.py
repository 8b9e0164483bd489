"""The weighted power mean."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from idx.diagnostics import Wording
from idx.methods.contracts import Example
from idx.methods.given import total, weighed, with_zeros_replaced, without_signs_of_zeros
from idx.methods.registry import method
from idx.methods.values import Replacement, Scale, Zero


def _refuses(arguments: dict[str, Any]) -> Wording | None:
    if arguments["exponent"] == 0:
        return Wording(
            "with exponent 0 the power mean is `geometric(zero = …)`", "指数为 0 的幂平均就是 `geometric(zero = …)`"
        )
    if arguments["exponent"] < 0 and arguments["zero"] is None:
        return Wording(
            "a negative exponent has no power of zero: state `zero = keep`, `error` or `replace(v)`",
            "指数为负时零没有幂：请写明 `zero = keep`、`error` 或 `replace(v)`",
        )
    return None


@method(
    "aggregate",
    needs=Scale.NON_NEGATIVE,
    positional=("exponent",),
    refuses=_refuses,
    forbids_zero=lambda arguments: bool(arguments["zero"] == "error"),
    examples=(
        Example("power(2)", (1, 7), (5,), weights=(0.5, 0.5)),
        Example("power(1)", (1, 7), (4,), weights=(0.5, 0.5), says="the arithmetic mean"),
        Example("power(-1, zero = keep)", (2, 6), (3,), weights=(0.5, 0.5), says="the harmonic mean"),
        Example("power(-1, zero = keep)", (0, 6), (0,), weights=(0.5, 0.5)),
    ),
)
def power(
    values: Sequence[pl.Expr], weights: Sequence[pl.Expr | float], *, exponent: float, zero: Zero | None = None
) -> pl.Expr:
    """The weighted power mean, (Σ w s^p)^(1/p), also called generalised mean.

    The lower the exponent, the less a low score is made up by others: 1 is the arithmetic mean, towards 0 the
    geometric, −1 the harmonic. Scores are never negative.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.7; Decancq and Lugo (2013),
    Weights in Multidimensional Indices of Wellbeing.

    Args:
        values: the children's scores, zero or above.
        weights: their weights, which sum to one.
        exponent: p, any number but zero.
        zero: what a score of zero does, stated where p is negative: `keep` makes the mean zero, `error` refuses it,
            `replace(v)` reads it as v.
    """
    if isinstance(zero, Replacement):
        values = with_zeros_replaced(values, zero)
    values = without_signs_of_zeros(values)
    products = [weight * value**exponent for weight, value in zip(weights, values, strict=True)]
    return total(weighed(weights, products)) ** (1 / exponent)
