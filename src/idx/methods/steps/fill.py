"""Missing scores filled."""

from typing import Any, Literal

import polars as pl

from idx.diagnostics import Wording
from idx.methods.contracts import Example
from idx.methods.given import Scores
from idx.methods.registry import method
from idx.methods.values import Group, Scale


def _onto(scale: Scale, arguments: dict[str, Any]) -> Scale:
    value = arguments["by"]
    if isinstance(value, str) or scale in {Scale.GROWTH, Scale.ANY}:
        return scale
    if value < 0:
        return Scale.ANY
    return Scale.NON_NEGATIVE if value == 0 else scale


def _refuses(arguments: dict[str, Any]) -> Wording | None:
    if arguments["within"] is not None and not isinstance(arguments["by"], str):
        return Wording(
            "a number is the same in every group: leave out `within`, or fill by `mean` or `median`",
            "各组填入的数值都相同：请去掉 `within`，或改用 `mean` 或 `median` 填补",
        )
    return None


@method(
    "then",
    positional=("by",),
    onto=_onto,
    refuses=_refuses,
    examples=(
        Example("fill(0)", (1, None, 3), (1, 0, 3)),
        Example("fill(mean)", (1, None, 3), (1, 2, 3), says="the mean of the same period"),
        Example("fill(median)", (1, None, 2, 9), (1, 2, 2, 9)),
    ),
)
def fill(scores: Scores, *, by: float | Literal["mean", "median"], within: Group | None = None) -> pl.Expr:
    """Missing scores filled: by a number, or by what others score in the same period.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.3, on single imputation.

    Args:
        scores: the scores.
        by: a number, or the `mean` or `median` of the scores in the same period.
        within: a group: the mean or median is that of the entity's own group.
    """
    if isinstance(by, str):
        statistic = pl.Expr.mean if by == "mean" else pl.Expr.median
        return scores.now.fill_null(scores.sets.aggregate(statistic, scores.now, "each_period", within))
    return scores.now.fill_null(by)
