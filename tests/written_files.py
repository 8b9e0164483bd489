"""Files that a document defines for its own commands: what stands below a comment `<!-- file: NAME -->`.

    <!-- file: wellbeing.idx -->         a fenced block: the file's text
    <!-- file: wellbeing.idx -->         a fenced block of language `diff`: lines that change in the file
    <!-- file: outline.xlsx -->          a table: a workbook (one sheet) or a CSV file, as the ending says
    <!-- file: data.xlsx, sheet: 2024 -->

On GitHub the comment is not seen, the block and the table are. An edit says what it finds: the lines that begin with a
blank or `-` stand in the file exactly once, one below the other, and those that begin with a blank or `+` take their
place; a line `@@` parts two places. So a document that no longer fits its own files fails.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

import xlsxwriter

if TYPE_CHECKING:
    from pathlib import Path

COMMENT = r"<!-- file: (?P<name>[^\s,]+)(?:, sheet: (?P<sheet>[^>]+?))? -->\n"
FENCED = r"```(?P<language>[\w-]*)\n(?P<text>.*?)^```$"
TABLE = r"(?P<table>(?:^\|[^\n]*\n)+)"
WRITTEN = re.compile(rf"^{COMMENT}(?:{FENCED}|{TABLE})", re.MULTILINE | re.DOTALL)
CELL_END = re.compile(r"(?<!\\)\|")


class Written(NamedTuple):
    """A file, or an edit of one, as a document defines it."""

    name: str
    sheet: str | None
    language: str | None
    text: str | None
    table: str | None

    def write(self, folder: Path) -> None:
        """Write the file into a folder, or change it there."""
        path = folder / self.name
        if self.table is not None:
            rows = cells(self.table)
            write_workbook(path, rows, self.sheet) if path.suffix == ".xlsx" else write_csv(path, rows)
        elif self.language == "diff":
            path.write_text(edited(path.read_text(encoding="utf-8"), self.text or ""), encoding="utf-8")
        else:
            path.write_text(self.text or "", encoding="utf-8")


def cells(table: str) -> list[list[str]]:
    """Return the cells of a Markdown table, its headings first."""
    lines = table.strip().splitlines()
    rows = [[cell.strip().replace(r"\|", "|") for cell in CELL_END.split(line)[1:-1]] for line in lines]
    return [rows[0], *rows[2:]]


def write_csv(path: Path, rows: list[list[str]]) -> None:
    """Write rows as CSV in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def write_workbook(path: Path, rows: list[list[str]], sheet: str | None) -> None:
    """Write rows as a workbook with one sheet: numbers as numbers, and nothing into empty cells."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                if re.fullmatch(r"-?\d+(\.\d+)?", text):
                    page.write_number(row, column, float(text))
                elif text:
                    page.write_string(row, column, text)


def edited(text: str, edit: str) -> str:
    """Return a text after an edit in the form of a diff.

    Raises:
        ValueError: if lines that the edit finds do not stand in the text, or stand there more than once.
    """
    for place in re.split(r"^@@.*\n", edit, flags=re.MULTILINE):
        lines = place.splitlines()
        old = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "+")
        new = "".join(f"{line[1:]}\n" for line in lines if line[:1] != "-")
        found = [match.start() for match in re.finditer(f"^(?={re.escape(old)})", text, re.MULTILINE)]
        if len(found) != 1:
            raise ValueError(f"stands {len(found)} times in the file:\n{old}\nThe file:\n{text}")
        text = f"{text[: found[0]]}{new}{text[found[0] + len(old) :]}"
    return text
