"""The table to fill as a workbook: missing figures marked until they are filled in, and a sheet that explains."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from idx.interchange.template.explanations import COLUMNS, SHEET, STATUSES, TITLE
from idx.source import display_width

if TYPE_CHECKING:
    from idx.interchange.template.table import Part, Template

NO_CLOCK = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
NARROWEST, WIDEST = 8, 44
MARK = {"bg_color": "#FFF2CC", "border": 1, "border_color": "#E0C060"}


class ExactSheet(Worksheet):  # type: ignore[misc] # xlsxwriter ships no types
    """A sheet that keeps every digit of a number; xlsxwriter's own keeps sixteen, and some numbers need seventeen."""

    def _xml_number_element(self, number: float, attributes: list[tuple[str, str]] | None = None) -> None:
        written = "".join(f' {key}="{value}"' for key, value in attributes or ())
        self.fh.write(f"<c{written}><v>{number!r}</v></c>")


def xlsx_bytes(template: Template) -> bytes:
    """Return the workbook, the same bytes for the same table.

    Raises:
        ValueError: if no sheet can have the name that the data statement states.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": template.title, "created": NO_CLOCK})
    try:
        sheet = book.add_worksheet(template.sheet or "data", worksheet_class=ExactSheet)
    except XlsxWriterException as error:
        raise ValueError(str(error)) from error
    _write_table(book, sheet, template)
    _write_explanations(book, template)
    book.close()
    return buffer.getvalue()


def _write_table(book: xlsxwriter.Workbook, sheet: Worksheet, template: Template) -> None:
    head, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    grey = book.add_format({"font_color": "#7F7F7F"})
    for column, part in enumerate(template.parts):
        form = {"entity": text, "indicator": text, "label": grey, "unit": grey}.get(part.role)
        sheet.set_column(column, column, _width(part), form)
        sheet.write_string(0, column, part.heading, head)
        for row, cell in enumerate(part.cells, start=1):
            if cell is None:
                continue
            if part.role == "value" or (part.role == "period" and cell.isdecimal()):
                sheet.write_number(row, column, float(cell) if part.role == "value" else int(cell))
            else:
                sheet.write_string(row, column, cell)
    last = len(template.parts[0].cells)
    sheet.freeze_panes(1, min(2, len(template.parts)))
    sheet.autofilter(0, 0, last, len(template.parts) - 1)
    if last:
        _mark_missing(book, sheet, template, last)


def _mark_missing(book: xlsxwriter.Workbook, sheet: Worksheet, template: Template, last: int) -> None:
    """Colour each empty value, until it is filled in or its status says that it is missing."""
    place = {part.role: column for column, part in enumerate(template.parts)}
    value, status = (xlsxwriter.utility.xl_col_to_name(place[role], col_abs=True) for role in ("value", "status"))
    criteria = f'=AND(ISBLANK({value}2),{status}2<>"M")'
    options = {"type": "formula", "criteria": criteria, "format": book.add_format(MARK)}
    sheet.conditional_format(1, place["value"], last, place["value"], options)
    codes = {"validate": "list", "source": list(STATUSES), "ignore_blank": True, "error_type": "warning"}
    sheet.data_validation(1, place["status"], last, place["status"], codes)


def _width(part: Part) -> int:
    widest = max((display_width(cell) for cell in part.cells.unique().drop_nulls()), default=0)
    return min(max(widest, display_width(part.heading) + 2, NARROWEST), WIDEST) + 1


def _write_explanations(book: xlsxwriter.Workbook, template: Template) -> None:
    sheet = book.add_worksheet(SHEET)
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 16, wrap)
    sheet.set_column(1, 2, 60, wrap)
    rows = [("", TITLE.en, TITLE.zh), ("", "", "")]
    rows += [(part.heading, *COLUMNS.get(part.role, COLUMNS["group"])) for part in template.parts]
    rows += [("", "", ""), *((code, *wording) for code, wording in STATUSES.items())]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, bold if row == 0 else wrap)
