"""Values against those of one entity."""

from typing import Literal

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.registry import method
from idx.methods.values import Domain, Entity


@method(
    "normalise",
    level_index=False,
    domain_when_negative=lambda arguments: Domain.POSITIVE if arguments["from"] == "zero" else Domain.ANY,
    examples=(
        Example(
            "distance_to_reference(entity = E01, from = zero, clip = none)", (10, 20, 30, None), (0.5, 1, 1.5, None)
        ),
        Example("distance_to_reference(entity = E01, from = minimum, clip = none)", (10, 20, 30), (0, 1, 2)),
        Example("distance_to_reference(entity = E01, from = minimum, clip = high)", (10, 20, 30), (0, 1, 1)),
    ),
)
def distance_to_reference(
    column: Column, *, entity: Entity, from_: Literal["minimum", "zero"], clip: Literal["none", "high"]
) -> pl.Expr:
    """Values against those of one entity in the same period, which scores 1.

    s = (x − min) / (x_ref − min) with `from = minimum`, where min is the least value of the period; s = x / x_ref with
    `from = zero`. Where the reference has no value, or is itself the point that is measured from, there are no scores.

    Direction negative: (max − x) / (max − x_ref), and x_ref / x, for values above zero: a zero, which would be the best
    of all, is an error.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5 (distance to a reference).

    Args:
        column: the indicator; any number.
        entity: the entity that the others are measured against.
        from_: what scores 0: the worst value of the period (`minimum`), or a value of zero.
        clip: whether scores above 1 are drawn back to it (`high`) or stay (`none`).
    """
    reference = column.sets.at_entity(column.now, entity)
    if from_ == "zero":
        above, below = (reference, column.now) if column.negative else (column.now, reference)
    else:
        worst = column.sets.aggregate(pl.Expr.max if column.negative else pl.Expr.min, column.now, "each_period")
        above, below = (column.now - worst, reference - worst)
    share = pl.when(below != 0).then(above / below)
    return share.clip(None, 1.0) if clip == "high" else share
