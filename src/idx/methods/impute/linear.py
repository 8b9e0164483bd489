"""A straight line between the two observations around a gap."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method


@method(
    "impute",
    places=("gaps",),
    examples=(
        Example("linear", (10, None, None, 40), (10, 20, 30, 40)),
        Example("linear", (None, 10, None), (None, 10, None), says="nothing before the first, nothing after the last"),
    ),
)
def linear(start: pl.Expr, end: pl.Expr, position: pl.Expr) -> pl.Expr:
    """A straight line between the two observations around a gap.

    x = start + (end − start) · position, where position is the share of the distance in periods.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.3.

    Args:
        start: the observation before each missing cell.
        end: the observation behind it.
        position: how far the cell lies between the two, from 0 to 1, by periods (never by rows).
    """
    return start + (end - start) * position
