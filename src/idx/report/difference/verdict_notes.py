"""What the words of a verdict leave open, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.analysis.cell_counts import cell_counts
from idx.analysis.reference import differs_in_reference
from idx.analysis.verdict import REFERRED
from idx.analysis.words import Nature, Word, nature_of
from idx.diagnostics import Wording
from idx.report.difference.verdicts import word_of

if TYPE_CHECKING:
    from idx.project.compare import Comparison

UNREVISED = Wording(
    "No cell of the data was revised: what came or went moves published values, by way of what looks at all rows "
    "(reference sets, computed weights, filled gaps).",
    "数据没有一格被修订：公布值的变化来自增减的数据，途径是着眼于所有行的算法（参照集、计算的权重、插补）。",
)
NO_FACTOR = Wording(
    "The links differ in the reference of the index alone, but something rests on its level (`over index`, a formula): "
    "values do not each follow by a factor.",
    "链接只是指数的基准不同，但有内容取决于指数的水平（`over index`、公式等）：数值并非各差一个倍数。",
)


def verdict_notes(comparison: Comparison) -> list[Wording]:
    """Say where history moves though nothing was revised, and what became of a changed link."""
    verdict = comparison.verdict
    if verdict.movement is None:
        return []
    notes = []
    if verdict.heaviest is Word.REVISED and not cell_counts(comparison.cells.values()).revised:
        notes.append(UNREVISED)
    if verdict.heaviest is Word.BREAK and verdict.reference is not None and verdict.reference in REFERRED:
        word = word_of(verdict.reference, verdict)
        notes.append(
            Wording(
                f"By its link alone the index would be {word.en}: other changes make the break.",
                f"仅就链接而言是{word.zh}，不可比来自其他变化。",
            )
        )
    if verdict.reference is None and _proposed(comparison):
        notes.append(NO_FACTOR)
    return notes


def _proposed(comparison: Comparison) -> bool:
    """Whether definitions propose another reference, which the figures have not confirmed then."""
    before, after = comparison.before.result, comparison.after.result
    linking = any(nature_of(change) is Nature.REFERENCE for change in comparison.changes)
    if not linking or before is None or after is None:
        return False
    return differs_in_reference(before, after, list(comparison.pairs.values()))
