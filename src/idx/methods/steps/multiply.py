"""Scores scaled by a number."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Scores
from idx.methods.registry import method
from idx.methods.values import Interval, Scale


@method(
    "then",
    moves_ends=lambda ends, arguments: Interval(*(end * arguments["number"] for end in ends)),
    positional=("number",),
    onto=lambda scale, arguments: scale if arguments["number"] > 0 and scale is not Scale.GROWTH else Scale.ANY,
    examples=(Example("multiply(100)", (0.5, 0, None), (50, 0, None)),),
)
def multiply(scores: Scores, *, number: float) -> pl.Expr:
    """Scores scaled by a number: s × number.

    Source: published practice; scores between 0 and 1 are often shown out of 100.

    Args:
        scores: the scores.
        number: the factor.
    """
    return scores.now * number
