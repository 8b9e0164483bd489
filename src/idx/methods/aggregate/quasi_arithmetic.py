"""Means through another scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from idx.diagnostics import Wording
from idx.methods.contracts import Example
from idx.methods.given import total
from idx.methods.registry import method

if TYPE_CHECKING:
    from collections.abc import Sequence


def _refuses(arguments: dict[str, Any]) -> Wording | None:
    by, rate = arguments["by"], arguments["rate"]
    if by == "exponential" and not rate:
        return Wording("`by = exponential` needs a `rate` other than zero", "`by = exponential` 要写明不为零的 `rate`")
    if by == "logit" and rate is not None:
        return Wording("`by = logit` has no `rate`", "`by = logit` 没有 `rate`")
    return None


def _outside(values: Sequence[pl.Expr], _weights: Sequence[pl.Expr | float], arguments: dict[str, Any]) -> pl.Expr:
    if arguments["by"] == "exponential":
        return pl.lit(value=False)
    return pl.any_horizontal([(value <= 0) | (value >= 1) for value in values])


@method(
    "aggregate",
    skips_missing=True,
    refuses=_refuses,
    impossible=_outside,
    because=Wording("logits are those of scores between 0 and 1", "logit 变换要求得分严格介于 0 与 1 之间"),
    examples=(
        Example(
            "quasi_arithmetic(by = exponential, rate = -1)",
            (0, 1),
            (0.3798854930417225,),
            weights=(0.5, 0.5),
            says="below the mean",
        ),
        Example(
            "quasi_arithmetic(by = exponential, rate = 1)",
            (0, 1),
            (0.6201145069582775,),
            weights=(0.5, 0.5),
            says="above it",
        ),
        Example("quasi_arithmetic(by = logit)", (0.2, 0.8), (0.5,), weights=(0.5, 0.5)),
    ),
)
def quasi_arithmetic(
    values: Sequence[pl.Expr],
    weights: Sequence[pl.Expr | float],
    *,
    by: Literal["exponential", "logit"],
    rate: float | None = None,
) -> pl.Expr:
    """Means through another scale, f⁻¹(Σ w f(s)).

    By the exponential function it is (1 / a) ln Σ w exp(a s), with the rate a: the mean of Kolm. A negative rate weighs
    low scores more, whatever their level, a positive rate high ones; adding a number to all scores adds it to the mean.
    By logits, ln(s / (1 − s)), it is for scores between 0 and 1. (By powers and by logarithms quasi-arithmetic means
    are `power` and `geometric`.)

    Source: Kolmogorov (1930), Sur la notion de la moyenne; Kolm (1976), Unequal Inequalities.

    Args:
        values: the children's scores.
        weights: their weights, which sum to one.
        by: the function f: `exponential` or `logit`.
        rate: a of the exponential function, any number but zero.
    """
    if by == "logit" or rate is None:
        logits = [(value / (1 - value)).log().fill_null(0.0) for value in values]
        return 1 / (1 + (-total([weight * each for weight, each in zip(weights, logits, strict=True)])).exp())
    # Measured from the greatest exponent, so that no power leaves the range of numbers; what is left out weighs zero.
    top = (pl.max_horizontal if rate > 0 else pl.min_horizontal)(values)
    powers = [(rate * (value.fill_null(top) - top)).exp() for value in values]
    return top + total([weight * each for weight, each in zip(weights, powers, strict=True)]).log() / rate
