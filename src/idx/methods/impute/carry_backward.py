"""The first observation already before it."""

from typing import Annotated

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method
from idx.methods.values import Minimum


@method(
    "impute",
    places=("earliest",),
    positional=("max",),
    examples=(
        Example("carry_backward", (None, None, 4, 5), (4, 4, 4, 5)),
        Example("carry_backward(1)", (None, None, 4, 5), (None, 4, 4, 5), says="one period, no more"),
    ),
)
def carry_backward(first: pl.Expr, steps: pl.Expr, *, max_: Annotated[int, Minimum(1)] | None = None) -> pl.Expr:
    """The first observation already before it.

    x = the first observation, in every earlier period or in the last `max` of them. Under growth a carried value means
    no change until the series begins.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.3 (cold deck).

    Args:
        first: the first observation after each missing cell.
        steps: how many periods later it was made.
        max_: the largest number of periods to carry back over; without it, there is no limit.
    """
    return first if max_ is None else pl.when(steps <= max_).then(first)
