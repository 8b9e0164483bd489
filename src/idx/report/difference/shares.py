"""The shares of causes in a node's differences, ready to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Language, Wording, said
from idx.report.difference.described import Describer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx.analysis.attribution.attribute import Attribution
    from idx.analysis.attribution.game import NodeShares
    from idx.project.compare import Comparison


WITHHELD = Wording(
    "No shares are shown: they do not sum to the difference, which is a fault of idx. Please report it.",
    "未显示份额：各份额之和与差不符，这是 idx 自身的错误，请报告。",
)


class CauseShares(NamedTuple):
    """A cause with its shares by row; None where a version has no value, or the share is one with another's.

    `joined` has by row the number of the cause that has the share of all that are joined with it, -1 for none.
    """

    mark: str
    text: str
    shares: list[float | None]
    errors: list[float | None] | None
    joined: list[int]

    def error(self, row: int) -> float | None:
        """Return the standard error of a sampled share, or None where it is exact."""
        return self.errors[row] if self.errors is not None else None


class SharesOf(NamedTuple):
    """The shares of a node; under ranks, `passed` has by cause and row whom the entity passed, and who passed it."""

    comparison: Comparison
    attribution: Attribution
    node: NodeShares
    language: str | None = None
    passed: Mapping[tuple[int, int], tuple[str, ...]] | None = None

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
                found.append(CauseShares(mark, f"{mark} {text}", shares, errors, self.node.joined[number].tolist()))
        return found

    def notes(self, rows: Sequence[int]) -> list[Wording]:
        """Return what has to be known of the shares in some rows."""
        notes = []
        if self.node.drawn[list(rows)].any():
            notes.append(
                Wording(
                    f"Shares are sampled: {self.node.pairs} pairs of orders of {len(self.attribution.causes)} causes; "
                    "± is the standard error. --samples draws more, --exact all.",
                    f"份额由抽样得出：{len(self.attribution.causes)} 个原因，{self.node.pairs} 对排列；± 为标准误。"
                    "用 --samples 多抽，用 --exact 全算。",
                )
            )
        if self.node.missing[list(rows)].any() and not self.node.withheld:
            notes.append(Wording("n/a: one of the versions has no value.", "n/a：其中一个版本没有数值。"))
        return [*notes, *self._joined(rows), *self._passed(rows), *self._withheld()]

    def _passed(self, rows: Sequence[int]) -> list[Wording]:
        """Say past whom each cause moved each entity: up (↑) or down (↓)."""
        if not self.passed or self.comparison.keys is None:
            return []
        entities = self.comparison.keys["entity"]
        found = []
        for row in rows:
            parts = [
                f"[{number + 1}] {' '.join(names)}" for (number, at), names in sorted(self.passed.items()) if at == row
            ]
            if parts:
                found.append(Wording(f"{entities[row]}: {', '.join(parts)}", f"{entities[row]}：{'；'.join(parts)}"))
        if not found:
            return []
        return [
            Wording("Moved past (↑) and by (↓):", "位次超过（↑）与被超过（↓）："),
            *(Wording(f"  {line.en}", f"  {line.zh}") for line in found),
        ]

    def _joined(self, rows: Sequence[int]) -> list[Wording]:
        """Say which causes have one share, since there is a value with all of them or none."""
        found: dict[tuple[int, ...], None] = {}
        for row in rows:
            column = self.node.joined[:, row].tolist()
            for first in sorted({place for place in column if place >= 0}):
                found[tuple(number for number, place in enumerate(column) if place == first)] = None
        notes = []
        for members in found:
            named = " ".join(f"[{number + 1}]" for number in members)
            notes.append(
                Wording(
                    f"{named} have one share where it says so: with some of them and not the rest there is no value.",
                    f"{named} 在标出处合为一个份额：只作其中一部分时没有数值。",
                )
            )
        return notes

    def _withheld(self) -> list[Wording]:
        return [WITHHELD] if self.node.withheld else []


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
