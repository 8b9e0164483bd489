"""The ordinary growth rate."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.registry import method
from idx.methods.values import Domain, Scale


@method(
    "normalise",
    yields=Scale.GROWTH,
    form="simple",
    domain=Domain.POSITIVE,
    examples=(
        Example("simple_growth", (100, 150, 100), (None, 50, -100 / 3), says="up and down do not cancel"),
        Example("simple_growth", (4, 4), (None, 0)),
    ),
)
def simple_growth(column: Column) -> pl.Expr:
    """The ordinary growth rate, in per cent.

    V = 100 (x / x₋₁ − 1). Known as relative change; not symmetric, so an index of it drifts upwards with volatility.

    Direction negative: −V. (This is not the growth rate of 1/x, as it is for symmetric and logarithmic growth.)

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5.

    Args:
        column: the indicator; all its values are above zero.
    """
    growth = 100 * (column.now / column.before - 1)
    return -growth if column.negative else growth
