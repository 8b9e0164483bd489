"""Values beyond two percentiles drawn in to them."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl

from idx.diagnostics import Wording
from idx.methods.contracts import Example
from idx.methods.given import Cells
from idx.methods.registry import method
from idx.methods.values import Group, MinimumAndMaximum, Reference


def _refuses(arguments: dict[str, Any]) -> Wording | None:
    if arguments["low"] >= arguments["high"]:
        return Wording("`low` lies below `high`", "`low` 必须小于 `high`")
    return None


@method(
    "treat",
    refuses=_refuses,
    examples=(
        Example("trim(low = 25%, high = 75%, reference = each_period)", (0, 1, 2, 3, 4, None), (1, 1, 2, 3, 3, None)),
        Example("trim(low = 0, high = 90%, reference = each_period)", (0, 10), (0, 9), says="between values: linear"),
    ),
)
def trim(
    cells: Cells,
    *,
    low: Annotated[float, MinimumAndMaximum(0, 1)],
    high: Annotated[float, MinimumAndMaximum(0, 1)],
    reference: Reference,
    within: Group | None = None,
) -> pl.Expr:
    """Values beyond two percentiles drawn in to them.

    Percentiles are interpolated linearly (type 7). No value is taken away: it is set to the percentile.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5; the 2005 Environmental
    Sustainability Index trims at 2.5 and 97.5 per cent.

    Args:
        cells: the indicator.
        low: the share of values below the lower bound, such as 2.5%.
        high: the share of values below the upper bound, such as 97.5%.
        reference: whose percentiles count: `each_period`, `all_periods`, or stated periods.
        within: a group: the percentiles are those of the entity's own group.
    """

    def bound(share: float) -> pl.Expr:
        return cells.sets.aggregate(lambda values: values.quantile(share, "linear"), cells.now, reference, within)

    least, most = bound(low), bound(high)
    return pl.when(least.is_not_null()).then(cells.now.clip(least, most))  # without a group there is no set
