"""Scores drawn back to a range."""

from typing import Any

import polars as pl

from idx.diagnostics import Wording
from idx.methods.contracts import Example
from idx.methods.given import Scores
from idx.methods.registry import method
from idx.methods.values import Scale


def _onto(scale: Scale, arguments: dict[str, Any]) -> Scale:
    low, high = arguments["low"], arguments["high"]
    if scale is Scale.GROWTH:
        return scale
    if low > 0 or (scale is Scale.POSITIVE and high > 0):
        return Scale.POSITIVE
    if low == 0 or (scale is not Scale.ANY and high >= 0):
        return Scale.NON_NEGATIVE
    return Scale.ANY


def _refuses(arguments: dict[str, Any]) -> Wording | None:
    return Wording("`low` lies above `high`", "`low` 大于 `high`") if arguments["low"] > arguments["high"] else None


@method(
    "then",
    positional=("low", "high"),
    onto=_onto,
    refuses=_refuses,
    examples=(Example("clip(-3, 3)", (-5, -3, 0, 4, None), (-3, -3, 0, 3, None)),),
)
def clip(scores: Scores, *, low: float, high: float) -> pl.Expr:
    """Scores drawn back to a range: below `low` to `low`, above `high` to `high`.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.4, on extreme values.

    Args:
        scores: the scores.
        low: the least score that stays.
        high: the greatest score that stays.
    """
    return scores.now.clip(low, high)
