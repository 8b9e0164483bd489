"""Logarithms of values."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl

from idx.diagnostics import Wording
from idx.methods.contracts import Example
from idx.methods.given import Cells
from idx.methods.registry import method
from idx.methods.values import Above, Domain, Group, Reference


def _domain(arguments: dict[str, Any]) -> Domain:
    return Domain.POSITIVE if arguments["shift"] is None else Domain.ANY


def _refuses(arguments: dict[str, Any]) -> Wording | None:
    if (arguments["shift"] is None) != (arguments["reference"] is None):
        return Wording(
            "`shift` is a share of the range of a `reference`: state both or none",
            "`shift` 是参照集合极差的份额：`shift` 与 `reference` 要么都写，要么都不写",
        )
    return None


@method(
    "treat",
    domain=_domain,
    refuses=_refuses,
    examples=(
        Example("log", (1, 2.718281828459045, None), (0, 1, None)),
        Example("log(shift = 100%, reference = each_period)", (0, 1), (0, 0.6931471805599453)),
    ),
)
def log(
    cells: Cells,
    *,
    shift: Annotated[float, Above(0)] | None = None,
    reference: Reference | None = None,
    within: Group | None = None,
) -> pl.Expr:
    """Logarithms of values, which draw in a long upper tail.

    x becomes ln x, for values above zero; with `shift` it becomes ln(x − min + shift · (max − min)), which takes any
    values. A set of equal values has no shifted logarithms.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.4; with a shift of 1% the
    logarithm of the JRC's COIN Tool.

    Args:
        cells: the indicator.
        shift: the share of the range that the least value is lifted to, such as 1%.
        reference: whose range counts: `each_period`, `all_periods`, or stated periods.
        within: a group: the range is that of the entity's own group.
    """
    if shift is None or reference is None:
        return cells.now.log()
    low = cells.sets.aggregate(pl.Expr.min, cells.now, reference, within)
    high = cells.sets.aggregate(pl.Expr.max, cells.now, reference, within)
    lifted = cells.now - low + shift * (high - low)
    return pl.when(lifted > 0).then(lifted.log())
