"""Distances from the median in units of a spread that outliers do not move."""

from typing import Literal

import polars as pl

from idx.methods.contracts import Example
from idx.methods.equality import apart
from idx.methods.given import Column
from idx.methods.registry import method
from idx.methods.values import Group, Interval, Reference

# By these a spread is the standard deviation where values are normally distributed.
NORMAL = {"mad": 1.482602218505602, "iqr": 0.7413011092528009}


@method(
    "normalise",
    level_index=False,
    ends=lambda _: Interval(-1, 1),
    examples=(
        Example(
            "robust_z_score(reference = each_period, spread = mad, factor = none)", (1, 2, 3, 9), (-1.5, -0.5, 0.5, 6.5)
        ),
        Example(
            "robust_z_score(reference = each_period, spread = iqr, factor = none)",
            (0, 1, 2, 3, 4),
            (-1, -0.5, 0, 0.5, 1),
        ),
        Example(
            "robust_z_score(reference = each_period, spread = mad, factor = normal)",
            (5, 5, 5, 9),
            (None,) * 4,
            says="more than half are equal: no spread",
        ),
    ),
)
def robust_z_score(
    column: Column,
    *,
    reference: Reference,
    spread: Literal["mad", "iqr"],
    factor: Literal["normal", "none"],
    within: Group | None = None,
) -> pl.Expr:
    """Distances from the median in units of a spread that outliers do not move.

    s = (x − median) / spread. The spread is the median of |x − median| (`mad`) or the distance between the quartiles
    (`iqr`, by linear interpolation, type 7); under `factor = normal` times 1.4826 or 0.7413, so that it estimates the
    standard deviation of a normal distribution. Without any spread, but for rounding, there are no scores.

    Direction negative: −s.

    Source: Rousseeuw and Croux (1993), Alternatives to the Median Absolute Deviation; OECD/JRC (2008), Handbook on
    Constructing Composite Indicators, section 1.5, on robust standardisation.

    Args:
        column: the indicator; any number.
        reference: the cells that count: `each_period`, `all_periods`, or stated periods.
        spread: `mad` or `iqr`.
        factor: `normal` makes the spread comparable to a standard deviation, `none` leaves it.
        within: a group: median and spread are those of the entity's own group.
    """
    centre = column.sets.aggregate(pl.Expr.median, column.now, reference, within)
    if spread == "mad":
        width = column.sets.aggregate(pl.Expr.median, (column.now - centre).abs(), reference, within)
    else:
        width = column.sets.aggregate(_between_quartiles, column.now, reference, within)
    if factor == "normal":
        width = width * NORMAL[spread]
    distance = centre - column.now if column.negative else column.now - centre
    return pl.when(apart(centre + width, centre)).then(distance / width)


def _between_quartiles(values: pl.Expr) -> pl.Expr:
    return values.quantile(0.75, "linear") - values.quantile(0.25, "linear")
