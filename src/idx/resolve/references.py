"""Reference sets that a file states beyond the periods that it evaluates: nothing can be measured against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Wording
from idx.model import calls
from idx.period import Periods
from idx.resolve.example import HEADER, INDEX, METHOD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.diagnostics import Collector
    from idx.model import Node

REFERENCE = Rule(
    "IDX240",
    Wording("a reference that is not evaluated", "参照期不在计算范围内"),
    Wording(
        "A reference set holds evaluated periods only: observations outside `periods` serve filling and `prev()`. A "
        "reference wholly outside `periods` is empty, and what is measured against it has no scores.",
        "参照集合只包含要计算的时期：`periods` 之外的观测值只用于插补和 `prev()`。"
        "完全落在 `periods` 之外的参照期是空的，以它为参照的指标没有得分。",
    ),
    bad=HEADER
    + METHOD.replace("{\n", "{\n  periods 2019..2024\n", 1).replace(
        "goalposts(worst = 0, best = 100, clip = both)", "min_max(reference = 2015)"
    )
    + INDEX,
)


def check_references(found: Collector, periods: Periods | None, nodes: Iterable[Node]) -> None:
    """Report calls whose reference lies wholly outside the stated periods, each call once."""
    if periods is None:
        return
    stated = {id(call): call for node in nodes for call in calls(node)}
    for call in stated.values():
        reference = call.arguments.get("reference")
        if isinstance(reference, Periods) and not _meet(reference, periods):
            found.add(
                REFERENCE,
                Wording(
                    f"the reference {reference} is not among the periods {periods}",
                    f"参照期 {reference} 不在计算期 {periods} 之内",
                ),
                call.span,
                help=Wording(
                    "choose a reference within `periods`, or widen `periods`",
                    "请在 `periods` 范围内选择参照期，或扩大 `periods` 的范围",
                ),
            )


def _meet(one: Periods, other: Periods) -> bool:
    same = one.first.frequency == other.first.frequency
    return same and one.first <= other.last and other.first <= one.last
