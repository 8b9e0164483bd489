"""The tree from a column for each level (`一级指标`, `二级指标`, …), where merged cells leave the rows below empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Wording
from idx.interchange.outline import values
from idx.interchange.outline.model import Entry
from idx.interchange.outline.parents import PARENT

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.interchange.outline.table import Table


def from_tiers(table: Table, found: Collector) -> list[Entry]:
    """Return the entries of a table with a column for each level, those of the first without a parent.

    An empty cell means the one above it; so does a cell that repeats it, unless it is the last of its row. A row's
    code, direction, unit, source and note belong to the last node in it; weights stand behind the column they are for.
    """
    entries: list[Entry] = []
    open_: list[int] = []
    for row in table.rows():
        cells = [table.grid.rows[row][column] for column in table.header.tiers]
        filled = [tier for tier, cell in enumerate(cells) if cell]
        if not filled:
            entries.append(table.entry(row, None, found))  # its name is missing, which is reported with its row
            continue
        for tier in filled:
            last = tier == filled[-1]
            if not last and tier < len(open_) and entries[open_[tier]].label == cells[tier]:
                continue
            tier_above = tier if tier <= len(open_) else _hole(table, row, tier, len(open_), found)
            del open_[tier_above:]
            entries.append(_entry(table, row, tier, open_[-1] if open_ else None, found, last=last))
            open_.append(len(entries) - 1)
    return entries


def _hole(table: Table, row: int, tier: int, deepest: int, found: Collector) -> int:
    columns = table.header.tiers
    heading = table.grid.rows[table.header.row][columns[deepest]]
    cell = table.grid.rows[row][columns[tier]]
    message = Wording(f"`{cell}` has nothing above it in the column {heading}", f"`{cell}` 在“{heading}”一列没有上级")
    found.add(PARENT, message, table.cell(row, columns[deepest]))
    return deepest


def _entry(table: Table, row: int, tier: int, parent: int | None, found: Collector, *, last: bool) -> Entry:
    """Return the entry of a cell: with all that its row says where it is the last in it, else with its weight alone."""
    label = table.grid.rows[row][table.header.tiers[tier]]
    stated = table.entry(row, parent, found) if last else Entry("", label, parent, row=row + 1)
    column = table.header.weights.get(tier)
    if column is None:
        return stated._replace(label=label)
    weight = values.weight(table.grid.rows[row][column], table.cell(row, column), found)
    return stated._replace(label=label, weight=weight)
