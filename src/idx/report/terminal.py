"""Tables drawn by rich for a terminal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text as RichText

from idx.report.tables import GAP
from idx.source import display_width

if TYPE_CHECKING:
    from idx.report.tables import Table

FOLDED = 22  # a label folded to less is no longer read


def terminal(table: Table, width: int) -> str:
    """Return a table drawn by rich for a terminal of a width: coloured, long labels folded.

    Where the columns do not fit side by side, those behind the leading left-aligned ones follow in further blocks;
    no number is ever cut.
    """
    buffer = io.StringIO()
    console = Console(file=buffer, width=max(width, 40), force_terminal=True, highlight=False)
    if table.title:
        console.print(RichText(table.title, style="bold"))
        console.print()
    for block in _blocks(table, width) if table.columns else ():
        needed = sum(_least(table, position) + GAP for position in block)
        console.print(_drawn(table, block), width=max(width, needed), no_wrap=True, overflow="ignore", crop=False)
        console.print()
    for note in table.notes:
        console.print(RichText(note, style="dim"))
    return buffer.getvalue().rstrip("\n")


def _least(table: Table, position: int) -> int:
    """Return the narrowest width of a column: all of it, or what a folding one needs to stay readable."""
    texts = [table.columns[position].heading, *("  " * row[position].depth + row[position].text for row in table.rows)]
    natural = max(map(display_width, texts))
    return min(natural, FOLDED) if table.columns[position].folds else natural


def _blocks(table: Table, width: int) -> list[list[int]]:
    """Return which columns are drawn together: the leading ones in every block, the others as many as fit."""
    stub = [position for position, column in enumerate(table.columns) if column.align == "left"]
    others = [position for position, column in enumerate(table.columns) if column.align == "right"]
    if stub != list(range(len(stub))) or not others:
        return [list(range(len(table.columns)))]
    room = width - sum(_least(table, position) + GAP for position in stub)
    blocks: list[list[int]] = [[]]
    used = 0
    for position in others:
        needed = _least(table, position) + GAP
        if used + needed > room and blocks[-1]:
            blocks.append([])
            used = 0
        blocks[-1].append(position)
        used += needed
    return [stub + block for block in blocks]


def _drawn(table: Table, block: list[int]) -> RichTable:
    drawn = RichTable(box=None, pad_edge=False, header_style="bold", padding=(0, GAP, 0, 0))
    for position in block:
        column = table.columns[position]
        drawn.add_column(
            column.heading,
            justify=column.align,
            no_wrap=not column.folds,
            overflow="fold",
            min_width=_least(table, position),
        )
    for row in table.rows:
        cells = (row[position] for position in block)
        drawn.add_row(*(Padding(RichText(cell.text, style=cell.style), (0, 0, 0, 2 * cell.depth)) for cell in cells))
    return drawn
