"""The change of an indicator in its own unit."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.registry import method
from idx.methods.values import Scale


@method(
    "normalise",
    yields=Scale.GROWTH,
    form="symmetric",
    level_index=False,
    examples=(Example("difference", (2.5, 3.0, -1.0), (None, 0.5, -4.0)),),
)
def difference(column: Column) -> pl.Expr:
    """The change of an indicator in its own unit.

    V = x − x₋₁, for series that are per cents, rates or spreads already. It enters a chain as symmetric growth does;
    the indicator by itself has no index.

    Source: The Conference Board (2001), Business Cycle Indicators Handbook.

    Direction negative: −V.

    Args:
        column: the indicator; any number.
    """
    change = column.now - column.before
    return -change if column.negative else change
