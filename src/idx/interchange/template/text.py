"""The table to fill as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from idx.interchange.template.table import Template


def csv_text(template: Template) -> str:
    """Return the table as CSV, an empty cell for every figure that is missing."""
    return pl.DataFrame([part.cells.alias(part.heading) for part in template.parts]).write_csv()


def csv_bytes(template: Template) -> bytes:
    """Return the table as a CSV file: in the encoding that the data statement states, else in UTF-8.

    A byte-order mark leads UTF-8, so that a spreadsheet shows Chinese.

    Raises:
        UnicodeEncodeError: if the stated encoding has no code for a character.
    """
    return csv_text(template).encode(template.encoding or "utf-8-sig")
