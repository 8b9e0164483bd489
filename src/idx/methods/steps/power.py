"""Scores raised to a power."""

from typing import Annotated

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Scores
from idx.methods.registry import method
from idx.methods.values import Above, Scale


@method(
    "then",
    moves_ends=lambda _ends, _arguments: None,
    positional=("exponent",),
    onto=lambda scale, _: Scale.ANY if scale is Scale.GROWTH else scale,
    examples=(
        Example("power(2)", (3, -3, 0, None), (9, -9, 0, None), says="the sign stays, so that the order does"),
        Example("power(0.5)", (9, 0.25), (3, 0.5)),
    ),
)
def power(scores: Scores, *, exponent: Annotated[float, Above(0)]) -> pl.Expr:
    """Scores raised to a power, sign kept: sign(s) |s|^exponent.

    Above one it stretches high scores, below one low scores. Keeping the sign keeps the order of scores.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5, on transformations.

    Args:
        scores: the scores.
        exponent: the power, above zero.
    """
    return scores.now.sign() * scores.now.abs() ** exponent
