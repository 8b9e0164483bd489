"""Results as an Excel workbook, the same bytes for the same input."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import polars as pl
import xlsxwriter

from idx.report.files import provenance

if TYPE_CHECKING:
    from idx.evaluate.result import Result
    from idx.report.tables import Table

NO_CLOCK = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def xlsx_bytes(result: Result, shown: Table, table: pl.DataFrame) -> bytes:
    """Return a workbook: the table as it is shown, every result, and the provenance."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": shown.title, "created": NO_CLOCK})
    _write_shown(book, shown)
    table.write_excel(
        book, worksheet="results", autofilter=True, freeze_panes=(1, 0), dtype_formats={pl.Float64: "General"}
    )
    sheet = book.add_worksheet("provenance")
    for row, (name, value) in enumerate(provenance(result).items()):
        sheet.write_row(row, 0, [name, value])
    sheet.set_column(0, 1, 24)
    book.close()
    return buffer.getvalue()


def _write_shown(book: xlsxwriter.Workbook, shown: Table) -> None:
    sheet = book.add_worksheet("table")
    bold = book.add_format({"bold": True})
    sheet.write(0, 0, shown.title, bold)
    sheet.write_row(2, 0, [column.heading for column in shown.columns], bold)
    for row, cells in enumerate(shown.rows, start=3):
        for column, cell in enumerate(cells):
            text = cell.text.removesuffix(" e").strip()
            if shown.columns[column].align == "left":
                sheet.write(row, column, text, book.add_format({"indent": cell.depth}))
            elif cell.number is not None:
                decimals = len(text.partition(".")[2].partition(" ")[0])
                form = {"num_format": f"0.{'0' * decimals}" if decimals else "0", "italic": cell.text.endswith(" e")}
                sheet.write_number(row, column, cell.number, book.add_format(form))
    for row, note in enumerate(shown.notes, start=len(shown.rows) + 4):
        sheet.write(row, 0, note.replace("e: ", "italic: ", 1).replace("e：", "斜体：", 1))
    sheet.set_column(0, 0, 56)
    sheet.freeze_panes(3, 1)
