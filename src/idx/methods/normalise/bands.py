"""A few classes, each with a score."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import polars as pl

from idx.diagnostics import Wording
from idx.methods.contracts import Example
from idx.methods.equality import evened_column, limit_for
from idx.methods.given import Column
from idx.methods.registry import method
from idx.methods.values import Group, Numbers, Reference, Scale


def _refuses(arguments: dict[str, Any]) -> Wording | None:
    limits, percentiles = arguments["limits"], arguments["percentiles"]
    if (limits is None) == (percentiles is None):
        return Wording("state either `limits` or `percentiles`", "请写 `limits` 或 `percentiles` 中的一项")
    cuts = limits or percentiles
    if any(low >= high for low, high in pairwise(cuts.values)):
        return Wording("each limit lies above the one before", "各分界值必须依次递增")
    if percentiles and not all(0 < cut < 100 for cut in percentiles.values):
        return Wording("percentiles lie between 0 and 100", "百分位数必须在 0 与 100 之间")
    if (percentiles is None) != (arguments["reference"] is None):
        return Wording(
            "`percentiles` are those of a `reference`; `limits` have none",
            "`percentiles` 要写明 `reference`；`limits` 没有参照集合",
        )
    if len(arguments["scores"].values) != len(cuts.values) + 1:
        count = len(cuts.values)
        return Wording(
            f"{count} limits make {count + 1} bands, and each has a score",
            f"{count} 个分界值分出 {count + 1} 档，每档都要有得分",
        )
    return None


def _yields(arguments: dict[str, Any]) -> Scale:
    least = min(arguments["scores"].values)
    return Scale.POSITIVE if least > 0 else Scale.NON_NEGATIVE if least == 0 else Scale.ANY


@method(
    "normalise",
    level_index=False,
    refuses=_refuses,
    yields=_yields,
    examples=(
        Example("bands(limits = values(10, 20), scores = values(1, 2, 3))", (5, 10, 15, 20, None), (1, 2, 2, 3, None)),
        Example(
            "bands(percentiles = values(25, 75), scores = values(0, 50, 100), reference = each_period)",
            (1, 2, 3, 4, 5),
            (0, 50, 50, 100, 100),
            says="a value at a limit stands in the better band",
        ),
    ),
)
def bands(
    column: Column,
    *,
    scores: Numbers,
    limits: Numbers | None = None,
    percentiles: Numbers | None = None,
    reference: Reference | None = None,
    within: Group | None = None,
) -> pl.Expr:
    """A few classes, each with a score: a categorical scale.

    The limits are stated, or are percentiles of a reference set (by linear interpolation, type 7). A value that reaches
    a limit stands in the band above it.

    Direction negative: the scores are given from the other end, and a value that reaches a limit from above stands in
    the better band.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5 (categorical scales).

    Args:
        column: the indicator; any number.
        scores: the scores of the bands, from the worst to the best.
        limits: the values at which the next band begins, in rising order.
        percentiles: the same as percentiles, between 0 and 100.
        reference: whose percentiles count: `each_period`, `all_periods`, or stated periods.
        within: a group: the percentiles are those of the entity's own group.
    """
    now = evened_column(column)
    cuts = [pl.lit(cut) for cut in limits.values] if limits else []
    if percentiles and reference:
        cuts = [column.sets.aggregate(_percentile(share / 100), now, reference, within) for share in percentiles.values]
    given = scores.values
    cuts = [limit_for(column, cut) for cut in cuts]
    reached = [now <= cut for cut in reversed(cuts)] if column.negative else [now >= cut for cut in cuts]
    score: pl.Expr = pl.lit(given[0])
    for better, is_reached in zip(given[1:], reached, strict=True):
        score = pl.when(is_reached).then(better).otherwise(score)
    known = column.now.is_not_null() & pl.all_horizontal([cut.is_not_null() for cut in cuts])
    return pl.when(known).then(score)


def _percentile(share: float) -> Callable[[pl.Expr], pl.Expr]:
    return lambda values: values.quantile(share, "linear")
