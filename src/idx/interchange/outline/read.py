"""Read an outline: from a column of levels, a column of parents, or a column for each level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Wording
from idx.interchange.outline.cells import read_grid
from idx.interchange.outline.checks import check
from idx.interchange.outline.coinr import from_coinr, is_coinr
from idx.interchange.outline.headings import HEADINGS, find_header
from idx.interchange.outline.levels import from_levels
from idx.interchange.outline.model import Outline
from idx.interchange.outline.parents import from_parents
from idx.interchange.outline.roots import rooted
from idx.interchange.outline.table import Table
from idx.interchange.outline.tiers import from_tiers

if TYPE_CHECKING:
    from pathlib import Path

    from idx.diagnostics import Collector
    from idx.interchange.outline.cells import Grid


def read_outline(path: Path, sheet: str | None, found: Collector, *, coinr: bool = False) -> Outline | None:
    """Return the outline that a CSV file or a workbook's sheet holds, or None; report every fault in it.

    A table of COINr's (with the heading `iCode`) is read as COINr means it; under `coinr` it has to be one.
    """
    grid = read_grid(path, sheet, found)
    return outline_of_grid(grid, found, coinr=coinr) if grid else None


def outline_of_grid(grid: Grid, found: Collector, *, coinr: bool = False) -> Outline | None:
    """Return the outline that cells hold, or None where they have faults."""
    header = find_header(grid, found)
    if header is None:
        return None
    table = Table(grid, header)
    if coinr and not is_coinr(table):
        message = Wording("COINr's table has a column `iCode`", "COINr 的表应有 `iCode` 一列")
        found.add(HEADINGS, message, grid.place(header.row), help=Wording("leave out --coinr", "请去掉 --coinr"))
        return None
    if is_coinr(table):
        outline = from_coinr(table, found)
    else:
        if "parent" in header.columns:
            entries = from_parents(table, table.rows(), found)
        else:
            entries = from_tiers(table, found) if header.tiers else from_levels(table, found)
        made, added = rooted(entries, table.title)
        outline = Outline(table.title, made, added_root=added)
    check(table, outline, found)
    return None if found.failed else outline.settled()
