"""The sum of the sub-periods."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method


@method(
    "convert",
    examples=(
        Example("sum", (1, 2, 3, 4), (10,), says="four quarters of a year"),
        Example("sum", (1, 2, None, 4), (None,)),
    ),
)
def sum_(parts: pl.Expr) -> pl.Expr:
    """The sum of the sub-periods.

    x = Σ x_k over the quarters or months of a period. For flows: sales, output, patents granted. A sub-period without a
    value leaves the period without one.

    Source: United Nations et al. (2009), System of National Accounts 2008, chapter 3, on flows.

    Args:
        parts: the values of the sub-periods, a list for each period.
    """
    return parts.arr.sum()
