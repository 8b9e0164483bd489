"""The first sub-period."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method


@method(
    "convert",
    picks=True,
    examples=(
        Example("first", (1, 2, 3, 4), (1,), says="the first quarter"),
        Example("first", (1, None, None, None), (1,), says="the others are not asked for"),
        Example("first", (None, 2, 3, 4), (None,)),
    ),
)
def first(parts: pl.Expr) -> pl.Expr:
    """The first sub-period.

    x = the value of the first quarter or month of a period: that of its beginning. For stocks that are counted at the
    start of a year. Where it has no value, a later one does not stand in for it.

    Source: United Nations et al. (2009), System of National Accounts 2008, chapter 3, on stocks.

    Args:
        parts: the values of the sub-periods, a list for each period.
    """
    return parts.arr.first()
