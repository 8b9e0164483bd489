"""Statistics as an Excel workbook: a sheet for each frame, the same bytes for the same input."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl
import xlsxwriter

from idx.report.files import provenance
from idx.report.statistics.files import findings_rows, frames
from idx.report.statistics.sections import FINDINGS
from idx.report.workbook import NO_CLOCK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.analysis.statistics.whole import Statistics
    from idx.diagnostics import Language


def xlsx_bytes(statistics: Statistics, sections: Sequence[str], language: Language) -> bytes:
    """Return a workbook with the frames of sections, the findings, and the provenance."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": statistics.result.framework.name, "created": NO_CLOCK})
    shown = list(frames(statistics, sections))
    if FINDINGS in sections:
        columns = dict.fromkeys(("code", "message", "help", "allowed"), pl.String)
        shown.append((FINDINGS, pl.DataFrame(findings_rows(statistics, language), schema=columns, orient="row")))
    for name, frame in shown:
        frame.write_excel(
            book, worksheet=name, autofilter=True, autofit=True, freeze_panes=(1, 0),
            dtype_formats={pl.Float64: "General", pl.Int64: "General"},
        )  # fmt: skip
    sheet = book.add_worksheet("provenance")
    for row, (name, value) in enumerate(provenance(statistics.result).items()):
        sheet.write_row(row, 0, [name, value])
    sheet.set_column(0, 1, 24)
    book.close()
    return buffer.getvalue()
