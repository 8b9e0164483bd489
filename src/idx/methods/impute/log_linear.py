"""Constant growth between the two observations around a gap."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method
from idx.methods.values import Domain


@method(
    "impute",
    places=("gaps",),
    domain=Domain.POSITIVE,
    examples=(
        Example("log_linear", (100, None, 400), (100, 200, 400)),
        Example("log_linear", (8, None, None, 1), (8, 4, 2, 1)),
    ),
)
def log_linear(start: pl.Expr, end: pl.Expr, position: pl.Expr) -> pl.Expr:
    """Constant growth between the two observations around a gap.

    x = start · (end / start)^position: the logarithm runs on a straight line, so the growth rate is the same in every
    step. Both observations are above zero.

    Source: Eurostat (2021), Handbook on Quarterly National Accounts, on interpolation by constant growth.

    Args:
        start: the observation before each missing cell, above zero.
        end: the observation behind it, above zero.
        position: how far the cell lies between the two, from 0 to 1, by periods (never by rows).
    """
    return start * (end / start) ** position
