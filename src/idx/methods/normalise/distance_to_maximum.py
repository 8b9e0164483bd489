"""Closeness to the best value, in units of the range."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.normalise.min_max import min_max
from idx.methods.registry import method
from idx.methods.values import UNIT, Group, Reference, Scale


@method(
    "normalise",
    yields=lambda arguments: Scale.NON_NEGATIVE if isinstance(arguments["reference"], str) else Scale.ANY,
    level_index=False,
    ends=lambda _: UNIT,
    examples=(
        Example("distance_to_maximum(reference = each_period)", (10, 15, 20, None), (0, 0.5, 1, None)),
        Example("distance_to_maximum(reference = each_period)", (7, 7), (None, None), says="a constant has no scores"),
    ),
)
def distance_to_maximum(column: Column, *, reference: Reference, within: Group | None = None) -> pl.Expr:
    """Closeness to the best value of a reference set, in units of its range.

    s = 1 − (max − x) / (max − min): the same as `min_max` to 0..1, under the name by which it is published.

    Direction negative: 1 − (x − min) / (max − min), the distance to the least value.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5.

    Args:
        column: the indicator; any number.
        reference: the cells whose least and greatest value count: `each_period`, `all_periods`, or stated periods.
        within: a group: the leader is that of the entity's own group.
    """
    return min_max.function(column, reference=reference, to=UNIT, within=within)
