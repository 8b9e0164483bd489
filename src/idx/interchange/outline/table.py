"""A sheet with its headings understood: cells by row and part, and the entry that a row states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from idx.interchange.outline import values
from idx.interchange.outline.model import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.diagnostics import Collector, DataPlace
    from idx.interchange.outline.cells import Grid
    from idx.interchange.outline.headings import Header

REMARK = re.compile(r"(?:注|说明|备注|资料来源|数据来源|notes?|sources?)\s*[0-9]*\s*[:：.．]", re.IGNORECASE)
LANGUAGES = ("en", "zh")


class Table(NamedTuple):
    """A sheet's cells below its headings."""

    grid: Grid
    header: Header

    @property
    def title(self) -> str:
        """What stands above the headings, or nothing."""
        above = self.grid.rows[: self.header.row]
        return next((cell for cells in above for cell in cells if cell), "")

    def rows(self) -> Iterator[int]:
        """Yield the rows that state something: neither blank ones nor a remark below the table."""
        for row in range(self.header.row + 1, len(self.grid.rows)):
            filled = [cell for cell in self.grid.rows[row] if cell]
            if filled and not (len(filled) == 1 and REMARK.match(filled[0])):
                yield row

    def text(self, row: int, part: str) -> str:
        """Return the cell of a part, empty where the table has no such column."""
        column = self.header.columns.get(part)
        return "" if column is None else self.grid.rows[row][column]

    def place(self, row: int, part: str = "") -> DataPlace:
        """Return where a row, or its cell of a part, stands; of several columns of weights, the last."""
        column = self.header.columns.get(part)
        if part == "weight" and column is None and self.header.weights:
            column = max(self.header.weights.values())
        return self.cell(row, column)

    def cell(self, row: int, column: int | None) -> DataPlace:
        """Return where a cell stands, its column named by its heading."""
        return self.grid.place(row, column, "" if column is None else self.grid.rows[self.header.row][column])

    def entry(self, row: int, parent: int | None, found: Collector) -> Entry:
        """Return what a row states, whatever the tree is read from; report the cells that cannot be read."""
        names = [(language, self.text(row, language)) for language in LANGUAGES]
        return Entry(
            code=self.text(row, "code"),
            label=self.text(row, "label") or self.text(row, "code"),
            parent=parent,
            weight=values.weight(self.text(row, "weight"), self.place(row, "weight"), found),
            negative=values.is_negative(self.text(row, "direction"), self.place(row, "direction"), found),
            unit=self.text(row, "unit"),
            source=self.text(row, "source"),
            note=self.text(row, "note"),
            names=tuple((language, name) for language, name in names if name),
            row=row + 1,
        )
