"""What the words of a verdict leave open, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.analysis.cell_counts import cell_counts
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
    "The links differ by more than the reference of an index, or something rests on its level (`over index`, a "
    "formula): values do not follow by a factor of their own.",
    "链接的差别不只是指数的基准，或者有内容取决于指数的水平（`over index`、公式等）：数值并非各差一个倍数。",
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
    if verdict.reference is None and any(nature_of(change) is Nature.REFERENCE for change in comparison.changes):
        notes.append(NO_FACTOR)
    return notes
