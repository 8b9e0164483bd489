"""Scores between the least and the greatest value of a reference set."""

from typing import Any

import polars as pl

from idx.methods.contracts import Example
from idx.methods.equality import apart
from idx.methods.given import Column
from idx.methods.registry import method
from idx.methods.values import UNIT, Group, Interval, Reference, Scale


def _yields(arguments: dict[str, Any]) -> Scale:
    if not isinstance(arguments["reference"], str):
        return Scale.ANY  # values outside the reference periods may lie beyond its ends
    return scale_of(arguments["to"])


def ends_of(column: Column, reference: Reference, within: Group | None) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Return the least and the greatest value of a reference set, and the distance between them if there is any."""
    low = column.sets.aggregate(pl.Expr.min, column.now, reference, within)
    high = column.sets.aggregate(pl.Expr.max, column.now, reference, within)
    return low, high, column.sets.of_set(pl.when(apart(high, low)).then(high - low))


def scale_of(interval: Interval) -> Scale:
    """Return what scores within an interval can be."""
    least = min(interval)
    return Scale.POSITIVE if least > 0 else Scale.NON_NEGATIVE if least == 0 else Scale.ANY


@method(
    "normalise",
    ends=lambda arguments: arguments["to"],
    yields=_yields,
    examples=(
        Example("min_max(reference = each_period, to = 0..100)", (10, 15, 20), (0, 50, 100)),
        Example("min_max(reference = each_period, to = 1..3)", (1, 3, None), (1, 3, None)),
        Example("min_max(reference = all_periods, to = 0..1)", (7, 7), (None, None), says="a constant has no scores"),
    ),
)
def min_max(column: Column, *, reference: Reference, to: Interval = UNIT, within: Group | None = None) -> pl.Expr:
    """Scores between the least and the greatest value of a reference set.

    s = a + (b − a) (x − min) / (max − min), with `to = a..b`. A column that is constant over its reference set, but for
    rounding, has no scores: they are missing, and the composite's rule for missing children decides.

    Direction negative: a + (b − a) (max − x) / (max − min).

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5.

    Args:
        column: the indicator; any number.
        reference: the cells whose least and greatest value count: `each_period`, `all_periods`, or stated periods.
        to: the scores of the two ends.
        within: a group: the least and greatest value are those of the entity's own group.
    """
    low, high, spread = ends_of(column, reference, within)
    share = (high - column.now if column.negative else column.now - low) / spread
    scaled = share if to.high - to.low == 1 else share * (to.high - to.low)
    return scaled if to.low == 0 else scaled + to.low
