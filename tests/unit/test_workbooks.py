"""Workbooks as data: a cell keeps every digit and every sign, whatever stands beside it in its column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter

import idx
from idx.panel.workbooks import read_sheet

if TYPE_CHECKING:
    from pathlib import Path

FRAMEWORK = """framework f
version "1"
data "d.xlsx" na "—"
method {
  missing null
  normalise goalposts(worst = 0, best = 1, clip = none)
  weighting equal
  aggregate arithmetic
}
index total {
  a
}
"""
SMALL = 0.000123456789012
THIRD = 1 / 3

Cell = str | float | None


def write(path: Path, *rows: tuple[Cell, ...]) -> Path:
    """Write a workbook, texts as texts."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif cell is not None:
                    sheet.write_number(row, column, cell)
    return path


def test_every_cell_is_text_as_it_stands(tmp_path: Path) -> None:
    """Numbers keep their digits and texts their zeros, in one column as in several."""
    path = write(tmp_path / "d.xlsx", ("code", "mixed"), ("0601", "—"), ("7", SMALL), ("x", None), (None, 2019))
    assert read_sheet(path.read_bytes(), None).rows() == [("0601", "—"), ("7", str(SMALL)), ("x", None), (None, "2019")]


def test_a_column_that_begins_empty(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A number far down is read as a number, and the reader does not talk about empty columns."""
    path = write(tmp_path / "d.xlsx", ("a", "b"), *[("x", None)] * 1500, ("y", THIRD))
    assert float(read_sheet(path.read_bytes(), None)["b"][-1]) == pytest.approx(
        THIRD, rel=1e-15
    )  # the file itself holds 16 digits
    assert not capfd.readouterr().err


def test_a_sign_for_missing_costs_no_digits(tmp_path: Path) -> None:
    """Numbers in a column with a sign for missing are evaluated in full precision."""
    (tmp_path / "f.idx").write_text(FRAMEWORK, encoding="utf-8")
    write(tmp_path / "d.xlsx", ("period", "a"), (2020, SMALL), (2021, "—"), (2022, 3))
    scores = idx.load(tmp_path / "f.idx").evaluate().scores["total"].to_list()
    assert scores == [SMALL, None, 3]
