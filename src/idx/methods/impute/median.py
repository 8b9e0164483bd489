"""What stands in the middle of the others."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Cells
from idx.methods.registry import method
from idx.methods.values import Group, Reference


@method(
    "impute",
    places=("rest",),
    examples=(
        Example("median(reference = all_periods)", (1, None, 2, 9), (1, 2, 2, 9)),
        Example("median(reference = all_periods)", (1, None, 2), (1, 1.5, 2)),
    ),
)
def median(cells: Cells, *, reference: Reference, within: Group | None = None) -> pl.Expr:
    """What stands in the middle of the others: the median of the observed values of a reference set.

    Values that were filled in time before (`gaps`, `latest`, `earliest`) count as observed; rows that `entities where`
    leaves out do not. A set without any value leaves its cells missing.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.3.

    Args:
        cells: the indicator.
        reference: whose median it is: that of the same period (`each_period`), of `all_periods`, or of stated periods.
        within: a group: the median is that of the entity's own group.
    """
    return cells.sets.aggregate(pl.Expr.median, cells.now, reference, within)
