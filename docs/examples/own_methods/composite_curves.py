"""A logistic normalisation and Lehmer's mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import polars as pl

from idx.methods.authoring import Column, Example, Group, Minimum, Reference, Scale, method, total

if TYPE_CHECKING:
    from collections.abc import Sequence


@method(
    "normalise",
    yields=Scale.POSITIVE,
    level_index=False,
    examples=(
        Example(
            "logistic(reference = each_period, sd = sample)",
            (1, 2, 3, None),
            (0.2689414213699951, 0.5, 0.7310585786300049, None),
        ),
        Example("logistic(reference = all_periods, sd = population)", (7, 7), (None, None), says="a constant has none"),
    ),
)
def logistic(
    column: Column, *, reference: Reference, sd: Literal["sample", "population"], within: Group | None = None
) -> pl.Expr:
    """Distances from the mean in standard deviations, drawn into 0 to 1 by the logistic curve.

    s = 1 / (1 + exp(−z)) with z = (x − m) / sd, the mean m and the standard deviation sd of the reference set. Near the
    mean scores rise almost in a line; far from it they level off, so that no outlier goes beyond 0 or 1. A column that
    is constant over its reference set has no scores.

    Direction negative: 1 / (1 + exp(z)).

    Source: Pyle (1999), Data Preparation for Data Mining, chapter 7 (softmax scaling).

    Args:
        column: the indicator; any number.
        reference: the cells whose mean and deviation count: `each_period`, `all_periods`, or stated periods.
        sd: divided by n − 1 (`sample`) or by n (`population`).
        within: a group: mean and standard deviation are those of the entity's own group.
    """
    freedom = 1 if sd == "sample" else 0
    centre = column.sets.aggregate(pl.Expr.mean, column.now, reference, within)
    spread = column.sets.aggregate(lambda values: values.std(ddof=freedom), column.now, reference, within)
    distance = centre - column.now if column.negative else column.now - centre
    return pl.when(spread > 0).then(1 / (1 + (-distance / spread).exp()))


@method(
    "aggregate",
    positional=("p",),
    needs=Scale.NON_NEGATIVE,
    is_level=False,
    examples=(
        Example("lehmer(2)", (0.2, 0.6), (0.5,), weights=(0.5, 0.5)),
        Example("lehmer(1)", (0.2, 0.6), (0.4,), weights=(0.5, 0.5), says="the arithmetic mean"),
        Example("lehmer(2)", (0, 0), (0,), weights=(0.5, 0.5)),
    ),
)
def lehmer(
    values: Sequence[pl.Expr], weights: Sequence[pl.Expr | float], *, p: Annotated[float, Minimum(1)]
) -> pl.Expr:
    """Lehmer's mean, Σ w s^p / Σ w s^(p − 1): the more p, the more the high scores decide.

    With p = 1 it is the arithmetic mean, with p = 2 the contraharmonic one: each score is weighed by itself as well.
    Where all scores are zero it is zero.

    Source: Lehmer (1971), On the compounding of certain means, Journal of Mathematical Analysis and Applications 36.

    Args:
        values: the children's scores, zero or above.
        weights: their weights, which sum to one.
        p: the power, 1 or more.
    """
    above = total([weight * value**p for value, weight in zip(values, weights, strict=True)])
    below = total([weight * value ** (p - 1) for value, weight in zip(values, weights, strict=True)])
    return pl.when(below == 0).then(0.0).otherwise(above / below)
