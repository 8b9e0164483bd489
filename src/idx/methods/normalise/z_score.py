"""Distances from the mean in standard deviations."""

from typing import Annotated, Literal

import polars as pl

from idx.methods.contracts import Example
from idx.methods.equality import apart
from idx.methods.given import Column
from idx.methods.registry import method
from idx.methods.values import Above, Group, Interval, Reference

FREEDOM = {"sample": 1, "population": 0}


@method(
    "normalise",
    level_index=False,
    ends=lambda arguments: Interval(
        arguments["mean"] - arguments["deviation"], arguments["mean"] + arguments["deviation"]
    ),
    examples=(
        Example("z_score(reference = each_period, sd = sample)", (1, 2, 3, None), (-1, 0, 1, None)),
        Example("z_score(reference = each_period, sd = population)", (1, 3), (-1, 1)),
        Example("z_score(reference = each_period, sd = population, mean = 100, deviation = 10)", (1, 3), (90, 110)),
        Example("z_score(reference = all_periods, sd = sample)", (7, 7), (None, None), says="a constant has no scores"),
    ),
)
def z_score(
    column: Column,
    *,
    reference: Reference,
    sd: Literal["sample", "population"],
    mean: float = 0,
    deviation: Annotated[float, Above(0)] = 1,
    within: Group | None = None,
) -> pl.Expr:
    """Distances from the mean of a reference set in standard deviations.

    s = mean + deviation · (x − m) / sd, with the mean m and the standard deviation sd of the reference set. A column
    that is constant over its reference set, or a sample of one, has no scores: they are missing, and the composite's
    rule for missing children decides.

    Direction negative: mean − deviation · (x − m) / sd.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5.

    Args:
        column: the indicator; any number.
        reference: the cells whose mean and deviation count: `each_period`, `all_periods`, or stated periods.
        sd: divided by n − 1 (`sample`) or by n (`population`).
        mean: the score of the mean.
        deviation: what one standard deviation is worth.
        within: a group: mean and standard deviation are those of the entity's own group.
    """
    centre = column.sets.aggregate(pl.Expr.mean, column.now, reference, within)
    low, high = (column.sets.aggregate(end, column.now, reference, within) for end in (pl.Expr.min, pl.Expr.max))
    spread = column.sets.aggregate(lambda values: values.std(ddof=FREEDOM[sd]), column.now, reference, within)
    # Of a constant the differences from a rounded mean would leave a remainder.
    spread = column.sets.of_set(pl.when(apart(high, low) & (spread > 0)).then(spread))
    distance = centre - column.now if column.negative else column.now - centre
    return mean + deviation * (distance / spread)
