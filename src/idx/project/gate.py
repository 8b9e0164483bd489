"""A gate for continuous integration: changes that must not pass unless somebody has said why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from idx.analysis.verdict import ROUNDING, Effect
from idx.edits.changes import Kind

if TYPE_CHECKING:
    from idx.project.compare import Comparison

BREAK = "break"
GOING = frozenset({"remove", "replace"})  # a node that goes moves no value that both versions have


def unwaived(comparison: Comparison, gate: str) -> bool:
    """Whether changes reach a gate, `break` or a kind, without a `because` that waives them.

    A break is waived where every cause that moves a value, or takes a node away, has a reason; where causes are not
    known, or values cannot be compared, every change has to have one.
    """
    if gate != BREAK:
        least = Kind[gate.upper()]
        return any(change.kind >= least and change.because is None for change in comparison.changes)
    effect = comparison.verdict.effect
    if effect not in {Effect.BEYOND, Effect.UNKNOWN}:
        return False
    attribution = comparison.attribution
    if attribution is None:
        return any(change.counts and change.because is None for change in comparison.changes)
    moving = np.zeros(len(attribution.causes), dtype=bool)
    for shares in attribution.nodes.values():
        moving |= ~np.all(np.abs(np.nan_to_num(shares.shares, nan=np.inf)) <= ROUNDING, axis=1)
    return any(
        (moves or any(change.verb in GOING for change in cause.changes))
        and any(change.because is None for change in cause.changes)
        for moves, cause in zip(moving, attribution.causes, strict=True)
    )
