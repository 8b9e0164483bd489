"""Scores rounded to decimals."""

from typing import Annotated

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Scores
from idx.methods.registry import method
from idx.methods.values import MinimumAndMaximum, Scale


@method(
    "then",
    positional=("decimals",),
    onto=lambda scale, _: Scale.NON_NEGATIVE if scale is Scale.POSITIVE else scale,
    examples=(
        Example("round(1)", (0.25, -0.25, 0.449, None), (0.3, -0.3, 0.4, None), says="halves go away from zero"),
        Example("round(0)", (1.5, 2.5), (2, 3)),
    ),
)
def round_(scores: Scores, *, decimals: Annotated[int, MinimumAndMaximum(0, 15)]) -> pl.Expr:
    """Scores rounded to decimals, halves away from zero as in spreadsheets.

    Rounding inside a framework changes every value above it; for display alone use `--digits`.

    Source: published practice, for example UNDP's Human Development Index, whose ranks rest on rounded values.

    Args:
        scores: the scores.
        decimals: how many decimals are kept.
    """
    return scores.now.round(decimals, mode="half_away_from_zero")
