"""The mean of the sub-periods."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method


@method(
    "convert",
    examples=(
        Example("mean", (1, 2, 3, 6), (3,), says="four quarters of a year"),
        Example("mean", (None, 2, 3, 6), (None,)),
    ),
)
def mean(parts: pl.Expr) -> pl.Expr:
    """The mean of the sub-periods.

    x = Σ x_k / n over the n quarters or months of a period, each counting the same. For rates, prices and indices. A
    sub-period without a value leaves the period without one.

    Source: ILO et al. (2020), Consumer Price Index Manual, on annual averages.

    Args:
        parts: the values of the sub-periods, a list for each period.
    """
    return parts.arr.mean()
