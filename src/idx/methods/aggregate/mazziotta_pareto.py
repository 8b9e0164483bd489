"""The mean with a penalty for imbalance."""

from collections.abc import Sequence
from typing import Any, Literal

import polars as pl

from idx.diagnostics import Wording
from idx.methods.contracts import Example
from idx.methods.given import total
from idx.methods.registry import method
from idx.methods.values import Scale


def _mean_not_above_zero(
    values: Sequence[pl.Expr], weights: Sequence[pl.Expr | float], _arguments: dict[str, Any]
) -> pl.Expr:
    return total([weight * value for weight, value in zip(weights, values, strict=True)]) <= 0


@method(
    "aggregate",
    impossible=_mean_not_above_zero,
    because=Wording(
        "a mean of zero or below has no penalty of the form S² / M", "均值小于或等于零时，S² / M 形式的惩罚项没有意义"
    ),
    onto=lambda _scale, _arguments: Scale.ANY,
    examples=(
        Example("mazziotta_pareto(penalty = negative)", (90, 110), (99,), weights=(0.5, 0.5)),
        Example("mazziotta_pareto(penalty = positive)", (90, 110), (101,), weights=(0.5, 0.5)),
        Example(
            "mazziotta_pareto(penalty = negative)", (100, 100), (100,), weights=(0.5, 0.5), says="balance costs nothing"
        ),
    ),
)
def mazziotta_pareto(
    values: Sequence[pl.Expr], weights: Sequence[pl.Expr | float], *, penalty: Literal["negative", "positive"]
) -> pl.Expr:
    """The mean with a penalty for imbalance, M ∓ S² / M.

    M and S are the weighted mean and the (population) standard deviation of the children's scores: S² / M is the mean
    times the square of the coefficient of variation. With scores of mean 100 and deviation 10
    (`z_score(sd = population, mean = 100, deviation = 10, …)`) it is the Mazziotta–Pareto index, with those of
    `adjusted_mazziotta_pareto` the adjusted one.

    Source: Mazziotta and Pareto (2016), On a Generalized Non-compensatory Composite Index for Measuring Socio-economic
    Phenomena, Social Indicators Research 127.

    Args:
        values: the children's scores, their mean above zero.
        weights: their weights, which sum to one.
        penalty: `negative` lowers the mean, where high scores are good; `positive` raises it, where they are bad.
    """
    mean = total([weight * value for weight, value in zip(weights, values, strict=True)])
    variance = total([weight * (value - mean) ** 2 for weight, value in zip(weights, values, strict=True)])
    return mean - variance / mean if penalty == "negative" else mean + variance / mean
