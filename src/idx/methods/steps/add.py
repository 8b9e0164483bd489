"""Scores moved by a number."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Scores
from idx.methods.registry import method
from idx.methods.values import Interval, Scale


@method(
    "then",
    moves_ends=lambda ends, arguments: Interval(*(end + arguments["number"] for end in ends)),
    positional=("number",),
    onto=lambda scale, arguments: scale if arguments["number"] >= 0 and scale is not Scale.GROWTH else Scale.ANY,
    examples=(Example("add(10)", (-1, 0, None), (9, 10, None)),),
)
def add(scores: Scores, *, number: float) -> pl.Expr:
    """Scores moved by a number: s + number.

    Source: published practice; z-scores are often moved to a mean of 100.

    Args:
        scores: the scores.
        number: what is added.
    """
    return scores.now + number
