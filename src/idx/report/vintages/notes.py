"""What has to be known of vintages, in sentences below their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Wording, said
from idx.model import label
from idx.report.difference.editions import headings, obstacles
from idx.report.numbers import rounded

if TYPE_CHECKING:
    from idx.project.vintages import Vintages
    from idx.report.difference.wish import Wish


def title(vintages: Vintages, wish: Wish, *more: str) -> str:
    """Return the node's name and label, and what a table shows of it."""
    for edition, name in zip(reversed(vintages.editions), reversed(vintages.names), strict=True):
        if edition.side is not None and name is not None:
            shown = label(edition.side.framework.model.nodes[name], wish.language)
            return " · ".join(filter(None, (name, shown if shown != name else "", *more)))
    return vintages.node


def notes_on(vintages: Vintages, wish: Wish) -> list[str]:
    """Return the sentences about editions: other names, other scales, and those that are passed over."""
    found = [*_renamed(vintages, wish), *_entities(vintages, wish), *_rescaled(vintages, wish), *_passed(vintages)]
    return [said(note, wish.speech) for note in found]


def _renamed(vintages: Vintages, wish: Wish) -> list[Wording]:
    heads = headings(vintages.editions, wish.speech)
    others: dict[str, list[str]] = {}
    for head, name in zip(heads, vintages.names, strict=True):
        if name is not None and name != vintages.node:
            others.setdefault(name, []).append(head)
    without = [head for head, name in zip(heads, vintages.names, strict=True) if name is None]
    found = [
        Wording(f"It is called {name} in {', '.join(where)}.", f"在 {'、'.join(where)} 中名为 {name}。")
        for name, where in others.items()
    ]
    if without:
        listed = Wording(", ".join(without), "、".join(without))
        found.append(Wording(f"Editions without it: {listed.en}.", f"没有该节点的版次：{listed.zh}。"))
    return found


def _entities(vintages: Vintages, wish: Wish) -> list[Wording]:
    """Say which of the entities that are shown had other names, and where."""
    heads = headings(vintages.editions, wish.speech)
    where: dict[tuple[str, str], list[str]] = {}
    for head, names in zip(heads, vintages.entities, strict=True):
        for old, new in names.items():
            if old is not None and (not wish.entities or new in wish.entities):
                where.setdefault((old, new), []).append(head)
    return [
        Wording(f"{new} is called {old} in {', '.join(there)}.", f"{new} 在 {'、'.join(there)} 中名为 {old}。")
        for (old, new), there in where.items()
    ]


def _rescaled(vintages: Vintages, wish: Wish) -> list[Wording]:
    heads = headings(vintages.editions, wish.speech)
    found = []
    for edition, factor in vintages.rescalings:
        before, after = heads[edition - 1], heads[edition]
        own = Wording("a factor of each entity's own", "各评价对象各自的倍数")
        by = own if factor is None else Wording(f"×{rounded(factor, 6)}", f"×{rounded(factor, 6)}")
        found.append(
            Wording(
                f"Warning: from {before} to {after} all values change by {by.en}, as by another scale, "
                "base or reference: revisions of levels across it are no news of the periods.",
                f"注意：从 {before} 到 {after}，所有数值按 {by.zh} 变化，如同换了尺度、基期或参照范围；"
                "跨越此处的水平值修订并不反映各期的新信息。",
            )
        )
    return found


def _passed(vintages: Vintages) -> list[Wording]:
    return [Wording(f"Passed over: {item.en}.", f"已略过：{item.zh}。") for item in obstacles(vintages.passed)]
