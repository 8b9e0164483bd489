"""What others have on average."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Cells
from idx.methods.registry import method
from idx.methods.values import Group, Reference


@method(
    "impute",
    places=("rest",),
    examples=(
        Example("mean(reference = all_periods)", (1, None, 3), (1, 2, 3)),
        Example("mean(reference = 2020)", (None, 4, 6), (4, 4, 6)),
    ),
)
def mean(cells: Cells, *, reference: Reference, within: Group | None = None) -> pl.Expr:
    """What others have on average: the mean of the observed values of a reference set.

    Values that were filled in time before (`gaps`, `latest`, `earliest`) count as observed; rows that `entities where`
    leaves out do not. A set without any value leaves its cells missing.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.3 (unconditional mean imputation).

    Args:
        cells: the indicator.
        reference: whose mean it is: that of the same period (`each_period`), of `all_periods`, or of stated periods.
        within: a group: the mean is that of the entity's own group.
    """
    return cells.sets.aggregate(pl.Expr.mean, cells.now, reference, within)
