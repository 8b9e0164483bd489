"""Scores between 70 and 130 around a reference value of 100."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.normalise.min_max import ends_of
from idx.methods.registry import method
from idx.methods.values import Group, Interval, Reference


@method(
    "normalise",
    level_index=False,
    ends=lambda _: Interval(70, 130),
    examples=(
        Example(
            "adjusted_mazziotta_pareto(reference = all_periods, centre = all_periods)", (0, 10, 20), (70, 100, 130)
        ),
        Example(
            "adjusted_mazziotta_pareto(reference = all_periods, centre = all_periods)",
            (0, 0, 30),
            (80, 80, 140),
            says="the mean is 100, the range 60",
        ),
    ),
)
def adjusted_mazziotta_pareto(
    column: Column, *, reference: Reference, centre: Reference, within: Group | None = None
) -> pl.Expr:
    """Scores around a reference value of 100 whose range over a reference set is 60.

    s = 100 + 60 (x − c) / (max − min), where c is the mean over the cells of `centre`: c ∓ (max − min) / 2 are goal
    posts at 70 and 130. Comparable over time, unlike z-scores of each period. With `aggregate mazziotta_pareto` it
    makes the adjusted Mazziotta–Pareto index. A constant column has no scores.

    Direction negative: 100 − 60 (x − c) / (max − min).

    Source: Mazziotta and Pareto (2016), On a Generalized Non-compensatory Composite Index for Measuring Socio-economic
    Phenomena, Social Indicators Research 127.

    Args:
        column: the indicator; any number.
        reference: the cells whose range counts: `each_period`, `all_periods`, or stated periods.
        centre: the cells whose mean scores 100, such as those of a base period.
        within: a group: range and mean are those of the entity's own group.
    """
    _, _, spread = ends_of(column, reference, within)
    middle = column.sets.aggregate(pl.Expr.mean, column.now, centre, within)
    distance = middle - column.now if column.negative else column.now - middle
    return 100 + 60 * (distance / spread)
