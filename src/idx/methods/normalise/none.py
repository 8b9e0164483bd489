"""Values taken as scores."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.registry import method


@method(
    "normalise",
    level_index=False,
    examples=(Example("none", (1, -2, None), (1, -2, None)),),
)
def none(column: Column) -> pl.Expr:
    """Values taken as scores, unchanged: s = x.

    For values that are comparable already, such as results of a formula over composites or scores from another source.

    Direction negative: −x.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5.

    Args:
        column: the indicator; any number.
    """
    return -column.now if column.negative else column.now
