"""The shares of causes in a node's differences, ready to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Language, Wording, said
from idx.report.difference.described import Describer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.analysis.attribution.attribute import Attribution, NodeShares
    from idx.project.compare import Comparison


class CauseShares(NamedTuple):
    """A cause with its shares by row; None where a row's difference cannot be attributed."""

    mark: str
    text: str
    shares: list[float | None]
    errors: list[float | None] | None

    def error(self, row: int) -> float | None:
        """Return the standard error of a sampled share, or None where it is exact."""
        return self.errors[row] if self.errors is not None else None


class SharesOf(NamedTuple):
    """The shares of a node."""

    comparison: Comparison
    attribution: Attribution
    node: NodeShares
    language: str | None = None

    def rows(self, language: Language) -> list[CauseShares]:
        """Return the causes that can matter to the node, in their order."""
        describer = Describer(self.comparison, language=self.language)
        found = []
        for number, cause in enumerate(self.attribution.causes):
            shares = [None if share != share else float(share) for share in self.node.shares[number]]  # noqa: PLR0124 - NaN
            errors = self.node.errors[number].tolist() if self.node.errors is not None else None
            if any(share != 0 for share in shares) or len(self.attribution.causes) == 1:
                mark = f"[{number + 1}]"
                text = said(describer.short(cause), language)
                found.append(CauseShares(mark, f"{mark} {text}", shares, errors))
        return found

    def notes(self, rows: Sequence[int]) -> list[Wording]:
        """Return what has to be known of the shares in some rows."""
        notes = []
        if self.attribution.pairs:
            notes.append(
                Wording(
                    f"Shares are sampled: {self.attribution.pairs} pairs of orders of {len(self.attribution.causes)} "
                    "causes; ± is the standard error.",
                    f"份额由抽样得出：{len(self.attribution.causes)} 个原因，{self.attribution.pairs} 对排列；"
                    "± 为标准误。",
                )
            )
        holes = {int(self.node.hole[row]) for row in rows} - {-1}
        for members in sorted(holes):
            named = [f"[{number + 1}]" for number in range(len(self.attribution.causes)) if members >> number & 1]
            made = " ".join(named)
            when = Wording(f"once only {made} is made", f"只作 {made} 时")
            notes.append(
                Wording(
                    f"n/a: not attributable, since there is no value {when.en if made else 'before any change'}.",
                    f"n/a：无法分解，因为{when.zh if made else '不作任何改动时'}没有数值。",
                )
            )
        return notes


def shares_of(comparison: Comparison, identity: str, language: str | None = None) -> SharesOf | None:
    """Return the shares of a node, or None where there are none; `language` is that of labels."""
    attribution = comparison.attribution
    if attribution is None or identity not in attribution.nodes or not attribution.causes:
        return None
    return SharesOf(comparison, attribution, attribution.nodes[identity], language)


def merge_notes(comparison: Comparison) -> list[Wording]:
    """Say which causes are one since some of their changes cannot be made without the others."""
    notes = []
    causes = comparison.attribution.causes if comparison.attribution else ()
    for merge in comparison.attribution.merges if comparison.attribution else ():
        member = merge.causes[0].changes[0]
        number = next(place for place, cause in enumerate(causes, 1) if member in cause.changes)
        reason = merge.diagnostics[0].message if merge.diagnostics else None
        notes.append(
            Wording(
                f"[{number}] is one cause, since its changes cannot be made one without the other"
                f"{f': {reason.en}' if reason else ''}.",
                f"[{number}] 是一个原因，因为其中的改动缺一不可{f'：{reason.zh}' if reason else ''}。",
            )
        )
    return notes
