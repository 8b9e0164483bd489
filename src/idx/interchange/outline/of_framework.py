"""The outline of a framework: what it measures, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.interchange.outline.model import Entry
from idx.interchange.outline.nodes import number
from idx.model import OWN_LANGUAGE, Composite

if TYPE_CHECKING:
    from fractions import Fraction

    from idx.model import Framework, Node, Placement


def entries_of(framework: Framework) -> tuple[Entry, ...]:
    """Return an entry for each place of each node, in tree order.

    A node under several composites has several entries; nodes under a shared composite have one.
    """
    position: dict[str, int] = {}
    entries = []
    for placement in framework.placements:
        node = framework.nodes[placement.node]
        parent = None if placement.parent is None else position[placement.parent]
        entries.append(_entry(node, parent, _weight(framework, placement)))
        position.setdefault(placement.node, len(entries) - 1)
    return tuple(entries)


def outline_table(framework: Framework) -> pl.DataFrame:
    """Return a framework's outline as a table that `idx import` reads: level, code, label and the rest as text."""
    levels: list[int] = []
    rows = []
    for entry in entries_of(framework):
        levels.append(1 if entry.parent is None else levels[entry.parent] + 1)
        names = dict(entry.names)
        rows.append(
            {
                "level": str(levels[-1]),
                "code": entry.code,
                "label": entry.label,
                "english": names.get("en", ""),
                "chinese": names.get("zh", ""),
                "weight": "" if entry.weight is None else number(entry.weight),
                "direction": "negative" if entry.negative else "",
                "unit": entry.unit,
                "source": entry.source,
                "note": entry.note,
            }
        )
    return pl.DataFrame(rows)


def _entry(node: Node, parent: int | None, weight: Fraction | None) -> Entry:
    code = node.code or node.name
    return Entry(
        code=code,
        label=node.labels.get(OWN_LANGUAGE) or code,
        parent=parent,
        weight=weight,
        negative=node.negative,
        unit="" if isinstance(node, Composite) else node.unit or "",
        source=node.source or "",
        note=node.note or "",
        names=tuple((language, node.labels[language]) for language in ("en", "zh") if language in node.labels),
    )


def _weight(framework: Framework, placement: Placement) -> Fraction | None:
    parent = framework.nodes.get(placement.parent or "")
    if not isinstance(parent, Composite):
        return None
    child = next(child for child in parent.children if child.name == placement.node)
    stated = [sibling.stated is not None for sibling in parent.children]
    return child.stated if all(stated) else child.weight if any(stated) else None
