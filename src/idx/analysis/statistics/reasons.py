"""Why a statistic has no value: every number that cannot be computed says so."""

from __future__ import annotations

from enum import Enum

from idx.diagnostics import Wording

FEWEST = 3  # observations; through two points there is always a line


class Reason(Enum):
    """Why a statistic has no value; the names stand in frames, the wordings in reports."""

    FEW = Wording(f"fewer than {FEWEST} complete observations", f"完整观测不足 {FEWEST} 个")
    CONSTANT = Wording("values do not vary", "数值没有变化")
    ONE_CHILD = Wording("one child only", "只有一个下级")
    UNRELATED = Wording("no correlations at all", "互不相关")
    DEPENDENT = Wording("linearly dependent children", "下级之间线性相关")


def reason_of(name: str) -> Reason:
    """Return a reason by the name that stands in a frame."""
    return Reason[name.upper()]


def code(reason: Reason | None) -> str | None:
    """Return a reason as it stands in a frame."""
    return reason.name.lower() if reason else None
