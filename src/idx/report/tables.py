"""Tables as plain data, written as plain text or as Markdown; `terminal.py` draws them in colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from idx.source import display_width

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = 2


class Column(NamedTuple):
    """A column's heading, and whether its cells stand to the left or to the right."""

    heading: str
    align: Literal["left", "right"] = "right"
    folds: bool = False


class Cell(NamedTuple):
    """A cell's text; `style` is a rich style, `depth` how far it is indented, `number` what the text rounds."""

    text: str
    style: str = ""
    depth: int = 0
    number: float | None = None


class Table(NamedTuple):
    """Columns and rows, with a title above and notes below."""

    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]
    title: str = ""
    notes: tuple[str, ...] = ()


def _pad(text: str, width: int, align: str) -> str:
    space = " " * (width - display_width(text))
    return text + space if align == "left" else space + text


def plain(table: Table) -> str:
    """Return a table as text with columns aligned by display width and nothing cut."""
    rows = [tuple("  " * cell.depth + cell.text for cell in row) for row in table.rows]
    headings = tuple(column.heading for column in table.columns)
    widths = [max(map(display_width, texts)) for texts in zip(headings, *rows, strict=True)]
    lines = [table.title, ""] if table.title else []
    for row in (headings, *rows) if headings else ():
        cells = [
            _pad(text, width, column.align) for text, width, column in zip(row, widths, table.columns, strict=True)
        ]
        lines.append((" " * GAP).join(cells).rstrip())
    lines.extend(("", *table.notes) if table.notes and headings else table.notes)
    return "\n".join(lines)


def markdown(table: Table) -> str:
    """Return a table in Markdown; indentation becomes em spaces."""
    lines = [f"**{table.title}**", ""] if table.title else []
    if table.columns:
        lines.append(_markdown_row([column.heading for column in table.columns]))
        lines.append("|" + "|".join(" :-- " if column.align == "left" else " --: " for column in table.columns) + "|")
    lines.extend(_markdown_row(["\u2003" * cell.depth + cell.text for cell in row]) for row in table.rows)
    for note in table.notes:
        lines.extend(("", note))
    return "\n".join(lines)


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"
