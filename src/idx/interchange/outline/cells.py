"""Read a spreadsheet as it stands: rows of texts, before anybody knows what its columns mean."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import DataPlace
from idx.panel.files import WORKBOOKS, NamedFile, decode, read_with
from idx.panel.workbooks import read_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from idx.diagnostics import Collector


class Grid(NamedTuple):
    """The cells of a sheet as texts, empty where a cell is; all rows of one length."""

    path: str
    rows: tuple[tuple[str, ...], ...]

    def place(self, row: int, column: int | None = None, heading: str = "") -> DataPlace:
        """Return the place of a cell by its row, counted from 0, and its column, which is named by its heading."""
        return DataPlace(self.path, row + 1, heading or (None if column is None else letters(column)))


def letters(column: int) -> str:
    """Return what a spreadsheet calls a column that is counted from 0: A, B, …, Z, AA, …."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_grid(path: Path, sheet: str | None, found: Collector) -> Grid | None:
    """Return the cells of a CSV file or of a workbook's sheet; report a file that cannot be read."""
    source = NamedFile(str(path), sheet)

    def parse(content: bytes) -> Grid | None:
        if path.suffix.lower() in WORKBOOKS:
            rows = [[cell or "" for cell in row] for row in read_sheet(content, sheet, headed=False).iter_rows()]
        else:
            text = decode(content, source, found)
            if text is None:
                return None
            delimiter = "\t" if path.suffix.lower() in {".tsv", ".tab"} else ","
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        width = max(map(len, rows), default=0)
        return Grid(str(path), tuple(tuple(map(_clean, [*row, *[""] * (width - len(row))])) for row in rows))

    return read_with(path, source, found, parse)


def _clean(cell: str) -> str:
    """Return a cell without blanks around it; a line break inside becomes a space, between Chinese characters none."""
    parts = [part.strip() for part in re.split(r"[\r\n]+", cell.strip())]
    joined = parts[0]
    for part in parts[1:]:
        chinese = all(unicodedata.east_asian_width(end) in "WF" for end in (joined[-1:], part[:1]) if end)
        joined += part if chinese else f" {part}"
    return joined
