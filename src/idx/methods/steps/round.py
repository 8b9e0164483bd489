"""Scores rounded to decimals."""

from typing import Annotated

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Scores
from idx.methods.registry import method
from idx.methods.values import MinimumAndMaximum, Scale

FALLS_SHORT = 1e-12  # of a scaled value: what sums of the same numbers differ by, and a half may fall short by
AT_MOST = 1e-6
WITHOUT_DECIMALS = 2.0**52  # from here on floating-point numbers have none


@method(
    "then",
    positional=("decimals",),
    onto=lambda scale, _: Scale.NON_NEGATIVE if scale is Scale.POSITIVE else scale,
    examples=(
        Example("round(1)", (0.25, -0.25, 0.449, None), (0.3, -0.3, 0.4, None), says="halves go away from zero"),
        Example("round(0)", (1.5, 2.5), (2, 3)),
        Example("round(2)", (1.005, 2.675), (1.01, 2.68), says="halves are those of decimal numbers"),
    ),
)
def round_(scores: Scores, *, decimals: Annotated[int, MinimumAndMaximum(0, 15)]) -> pl.Expr:
    """Scores rounded to decimals, halves away from zero as in spreadsheets.

    A half is one in decimal numbers, also where a binary one falls short of it by the rounding of sums.

    Rounding inside a framework changes every value above it; for display alone use `--digits`.

    Source: published practice, for example UNDP's Human Development Index, whose ranks rest on rounded values.

    Args:
        scores: the scores.
        decimals: how many decimals are kept.
    """
    whole = 10.0**decimals
    size = scores.now.abs() * whole
    short = pl.min_horizontal(pl.max_horizontal(size, 1.0) * FALLS_SHORT, AT_MOST)
    rounded = (size + 0.5 + short).floor() / whole * scores.now.sign()
    return pl.when(size < WITHOUT_DECIMALS).then(rounded).otherwise(scores.now)
