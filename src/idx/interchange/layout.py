"""Lay out text in columns as the language's own files are laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.source import display_width

if TYPE_CHECKING:
    from collections.abc import Sequence


def aligned(rows: Sequence[Sequence[str]], indent: int = 0) -> list[str]:
    """Return lines in which the cells of a column stand below one another; a column that is empty throughout vanishes.

    A Chinese character takes two places.
    """
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True) if width]
        lines.append((" " * indent + " ".join(cells)).rstrip())
    return lines
