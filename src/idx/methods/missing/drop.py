"""A composite is computed from the children present, if they are enough."""

from fractions import Fraction
from typing import Annotated

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method
from idx.methods.values import MinimumAndMaximum

ROUNDING = 1e-12  # sums of weights are floating-point numbers: 1/3 + 1/3 must reach 2/3


@method(
    "missing",
    rescales=True,
    examples=(
        Example("drop(min_coverage = 1/2)", (1, 3, None), (2.5,), weights=(0.2, 0.6, 0.2)),
        Example("drop(min_coverage = 2/3)", (1, None), (None,), weights=(0.5, 0.5)),
        Example("drop(min_coverage = 2/3, count = true)", (1, 3, None), (1.5,), weights=(0.3, 0.1, 0.6)),
    ),
)
def drop(
    weight_share: pl.Expr,
    count_share: pl.Expr,
    *,
    min_coverage: Annotated[Fraction, MinimumAndMaximum(0, 1)],
    count: bool = False,
) -> pl.Expr:
    """A composite is computed from the children present, if they are enough; their weights are rescaled to one.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.3 (case deletion).

    Args:
        weight_share: the share of the weight whose children are present, from 0 to 1.
        count_share: the share of the number of children that are present.
        min_coverage: the least share that must be present; with none present the composite is missing.
        count: whether the share counts children rather than weights.
    """
    share = count_share if count else weight_share
    return (share >= float(min_coverage) - ROUNDING) & (share > 0)
