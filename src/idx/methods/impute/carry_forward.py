"""The last observation again."""

from typing import Annotated

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method
from idx.methods.values import Minimum


@method(
    "impute",
    places=("latest",),
    positional=("max",),
    examples=(
        Example("carry_forward", (3, 4, None, None), (3, 4, 4, 4)),
        Example("carry_forward(1)", (3, 4, None, None), (3, 4, 4, None), says="one period, no more"),
    ),
)
def carry_forward(last: pl.Expr, steps: pl.Expr, *, max_: Annotated[int, Minimum(1)] | None = None) -> pl.Expr:
    """The last observation again.

    x = the last observation, in every later period or in the first `max` of them. Under growth a carried value means no
    change, which draws the parent's growth towards zero; `idx verify` and `estimated_share` say how much rests on it.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.3 (cold deck).

    Args:
        last: the last observation before each missing cell.
        steps: how many periods ago it was made.
        max_: the largest number of periods to carry over; without it, there is no limit.
    """
    return last if max_ is None else pl.when(steps <= max_).then(last)
