"""A fixed linear transformation."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.registry import method
from idx.methods.values import UNIT, Interval


@method(
    "normalise",
    level_index=False,
    ends=lambda arguments: arguments["to"],
    examples=(
        Example("scaled(range = 0..7, to = 0..100)", (0, 3.5, 7, 14, None), (0, 50, 100, 200, None)),
        Example("scaled(range = 1..5)", (1, 3, 5), (0, 0.5, 1)),
    ),
)
def scaled(column: Column, *, range_: Interval, to: Interval = UNIT) -> pl.Expr:
    """A fixed linear transformation from one range to another.

    s = a + (b − a) (x − l) / (u − l), with `range = l..u` and `to = a..b`, for answers and scores on a known scale,
    such as 1 to 7. Nothing is cut: a value beyond the range has a score beyond `to`.

    Direction negative: a + (b − a) (u − x) / (u − l).

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5; the Global Innovation Index
    rescales its survey questions so.

    Args:
        column: the indicator; any number.
        range_: the scale of the values.
        to: the scores of its two ends.
    """
    distance = range_.high - column.now if column.negative else column.now - range_.low
    return to.low + (to.high - to.low) * (distance / (range_.high - range_.low))
