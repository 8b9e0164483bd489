"""Values against a target."""

from typing import Literal

import polars as pl

from idx.methods.contracts import Example
from idx.methods.equality import apart
from idx.methods.given import Column
from idx.methods.registry import method
from idx.methods.values import Group, Reference


@method(
    "normalise",
    level_index=False,
    examples=(
        Example(
            "distance_to_target(target = 20, reference = each_period, clip = none)",
            (10, 15, 30, None),
            (0, 0.5, 2, None),
        ),
        Example("distance_to_target(target = 20, reference = each_period, clip = high)", (10, 15, 30), (0, 0.5, 1)),
    ),
)
def distance_to_target(
    column: Column,
    *,
    target: float,
    reference: Reference,
    clip: Literal["none", "high"],
    within: Group | None = None,
) -> pl.Expr:
    """Values on the way from the worst of a reference set to a target, which scores 1.

    s = (x − min) / (target − min). A set whose worst value has reached the target leaves no way, and no scores; a
    target that lies on the wrong side of it is an error.

    Direction negative: (max − x) / (max − target), for targets at the low end.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5 (distance to a reference, here
    a target to be reached in a given time frame).

    Args:
        column: the indicator; any number.
        target: the value that scores 1.
        reference: the cells whose worst value scores 0: `each_period`, `all_periods`, or stated periods.
        clip: whether scores above 1 are drawn back to it (`high`) or stay (`none`).
        within: a group: the worst value is that of the entity's own group.
    """
    worst = column.sets.aggregate(pl.Expr.max if column.negative else pl.Expr.min, column.now, reference, within)
    way = target - worst
    goal = pl.lit(target)
    way_left = apart(worst, goal) if column.negative else apart(goal, worst)
    share = pl.when(way_left).then((column.now - worst) / way)
    return share.clip(None, 1.0) if clip == "high" else share
