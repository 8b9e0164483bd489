"""Tables as plain data, written as plain text, as Markdown, or by rich on a terminal."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text as RichText

from idx.source import display_width

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, and whether its cells stand to the left or to the right."""

    heading: str
    align: Literal["left", "right"] = "right"
    folds: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; `style` is a rich style, `depth` how far it is indented, `number` what the text rounds."""

    text: str
    style: str = ""
    depth: int = 0
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows, with a title above and notes below."""

    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]
    title: str = ""
    notes: tuple[str, ...] = field(default=())


def _pad(text: str, width: int, align: str) -> str:
    space = " " * (width - display_width(text))
    return text + space if align == "left" else space + text


def plain(table: Table) -> str:
    """Return a table as text with columns aligned by display width and nothing cut."""
    rows = [tuple("  " * cell.depth + cell.text for cell in row) for row in table.rows]
    headings = tuple(column.heading for column in table.columns)
    widths = [max(map(display_width, texts)) for texts in zip(headings, *rows, strict=True)]
    lines = [table.title, ""] if table.title else []
    for row in (headings, *rows):
        cells = [
            _pad(text, width, column.align) for text, width, column in zip(row, widths, table.columns, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    lines.extend(("", *table.notes) if table.notes else ())
    return "\n".join(lines)


def markdown(table: Table) -> str:
    """Return a table in Markdown; indentation becomes em spaces."""
    lines = [f"**{table.title}**", ""] if table.title else []
    lines.append(_markdown_row([column.heading for column in table.columns]))
    lines.append("|" + "|".join(" :-- " if column.align == "left" else " --: " for column in table.columns) + "|")
    lines.extend(_markdown_row(["\u2003" * cell.depth + cell.text for cell in row]) for row in table.rows)
    for note in table.notes:
        lines.extend(("", note))
    return "\n".join(lines)


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def terminal(table: Table, width: int) -> str:
    """Return a table drawn by rich for a terminal of a width: coloured, long labels folded."""
    drawn = RichTable(box=None, pad_edge=False, header_style="bold", title_justify="left", padding=(0, 2, 0, 0))
    for column in table.columns:
        drawn.add_column(
            column.heading,
            justify=column.align,
            no_wrap=not column.folds,
            overflow="fold" if column.folds else "ellipsis",
        )
    for row in table.rows:
        drawn.add_row(*(RichText("  " * cell.depth + cell.text, style=cell.style) for cell in row))
    buffer = io.StringIO()
    console = Console(file=buffer, width=width, force_terminal=True, highlight=False)
    if table.title:
        console.print(RichText(table.title, style="bold"))
        console.print()
    console.print(drawn)
    for note in table.notes:
        console.print()
        console.print(RichText(note, style="dim"))
    return buffer.getvalue().rstrip("\n")
