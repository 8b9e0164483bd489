"""The last sub-period."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method


@method(
    "convert",
    picks=True,
    examples=(
        Example("last", (1, 2, 3, 4), (4,), says="the fourth quarter"),
        Example("last", (None, None, 3, 4), (4,), says="the others are not asked for"),
        Example("last", (1, 2, 3, None), (None,)),
    ),
)
def last(parts: pl.Expr) -> pl.Expr:
    """The last sub-period.

    x = the value of the last quarter or month of a period: that of its end. For stocks: population, debt, patents in
    force. Where it has no value, an earlier one does not stand in for it.

    Source: United Nations et al. (2009), System of National Accounts 2008, chapter 3, on stocks.

    Args:
        parts: the values of the sub-periods, a list for each period.
    """
    return parts.arr.last()
