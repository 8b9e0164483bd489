"""A gate for continuous integration: changes that must not pass unless somebody has said why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from idx.analysis.printed import ROUNDING
from idx.analysis.words import Nature, Word, nature_of
from idx.edits.changes import Kind

if TYPE_CHECKING:
    from idx.edits.changes import Change
    from idx.project.compare import Comparison

# What moves no value that both versions have: nodes and rows that go, and rows that come.
GOING = frozenset({"remove", "replace", "arrive", "depart", "extend", "shorten"})
KINDS = tuple(kind.name.lower() for kind in Kind if kind)
WORDS = tuple(word.name.lower() for word in Word if Word.SAME < word < Word.NOT_COMPARED)
GATES = (*KINDS, *WORDS)


def unwaived(comparison: Comparison, gate: str) -> bool:
    """Whether changes reach a gate, a kind or a word of verdicts, without a `because` that waives them.

    A verdict is waived where every cause that moves a value, or by which rows come or rows or nodes go, has a reason,
    and could bring about the word: a revision need not be excused where breaks alone are asked for. Where causes are
    not known, or values cannot be compared, every change that can move a value has to have one. Where one version alone
    has values, no reason can waive that.
    """
    if gate in KINDS:
        least = Kind[gate.upper()]
        return any(change.kind >= least and change.because is None for change in comparison.changes)
    if comparison.verdict.heaviest < Word[gate.upper()]:
        return False
    if (comparison.before.result is None) != (comparison.after.result is None):
        return True
    silent = (change for change in comparison.changes if change.because is None)
    unexcused = {id(change) for change in silent if _reaches(change, comparison, gate)}
    attribution = comparison.attribution
    if attribution is None:
        return bool(unexcused)
    moving = np.zeros(len(attribution.causes), dtype=bool)
    for shares in attribution.nodes.values():
        told = shares.shares[:, ~shares.missing]
        moving |= ~np.all(np.abs(np.nan_to_num(told, nan=np.inf)) <= ROUNDING, axis=1)
    return any(
        (moves or any(change.verb in GOING for change in cause.changes))
        and any(id(change) in unexcused for change in cause.changes)
        for moves, cause in zip(moving, attribution.causes, strict=True)
    )


def _reaches(change: Change, comparison: Comparison, gate: str) -> bool:
    """Whether a change can bring about a word; where nothing is known of values, whether it can move any."""
    nature, verdict = nature_of(change), comparison.verdict
    if verdict.heaviest is Word.NOT_COMPARED:
        return nature is not None or change.kind is Kind.DATA
    if nature is None:
        return False
    if nature is Nature.REFERENCE and verdict.reference is None:
        nature = Nature.MEANING
    return nature >= Word[gate.upper()]
