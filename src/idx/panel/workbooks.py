"""Read a sheet of a workbook as text: every cell as it stands, numbers in full precision."""

from __future__ import annotations

import io

import polars as pl


def read_sheet(content: bytes, sheet: str | None, *, headed: bool = True) -> pl.DataFrame:
    """Return a sheet (the first, unless named) with every cell as text and null where it is empty.

    The reader writes numbers with nine decimals where it is asked for text, so they are read a second time as numbers:
    where the two differ, the cell holds a number with more digits. A text such as `0601` is the same either way.

    Args:
        content: the workbook.
        sheet: the sheet's name.
        headed: whether the first row that is not empty holds the headings; else every row is returned, the first ones
            too where they are empty, and the columns are called `column_0`, `column_1`, …
    """
    more = {} if headed else {"skip_rows": 0}
    texts, numbers = (
        pl.read_excel(
            io.BytesIO(content),
            sheet_name=sheet,
            engine="calamine",
            has_header=headed,
            read_options={"dtypes": dtype, **more},
            drop_empty_rows=False,
            drop_empty_cols=False,
        )
        for dtype in ("string", "float")
    )
    return pl.DataFrame([_exact(texts[name], numbers[name]) for name in texts.columns])


def _exact(text: pl.Series, number: pl.Series) -> pl.Series:
    text, number = text.cast(pl.String), number.cast(pl.Float64, strict=False)
    shortened = (text.cast(pl.Float64, strict=False) != number).fill_null(value=False)
    return number.cast(pl.String).zip_with(shortened, text) if shortened.any() else text
