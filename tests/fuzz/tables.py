"""Tables to be read: the frameworks' data as text, workbook and Parquet, damaged in cells, columns, rows and bytes."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

FRAMEWORKS = Path(__file__).parents[2] / "frameworks"
OF_FRAMEWORK = {"2025": "2025.csv", "regions": "regions.csv"}
CELLS = (
    *("", " ", "x", "NaN", "inf", "-1", "0", "1e308", "1e999", "1,234", "12%", "…", "—", "2019", "2019Q1", "-0"),
    *("M", "A", "Z", "total", "全国", '"', "a\nb", "\x00", "９", "1" * 400, "\ufeff", "=1+1"),
)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "latin-1")
FORMATS = ("csv", "csv", "csv", "csv", "tsv", "xlsx", "parquet")


class Table(NamedTuple):
    """A file of data for a framework."""

    framework: str
    suffix: str
    content: bytes


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return a framework's table, its headings first."""
    frame = pl.read_csv(FRAMEWORKS / "data" / OF_FRAMEWORK[name], infer_schema=False)
    return (tuple(frame.columns), *(tuple(cell or "" for cell in row) for row in frame.iter_rows()))


Cells = list[list[str]]


def cell(table: Cells, random: Random) -> None:
    """Write something else into a cell, a heading perhaps."""
    row = random.choice(table)
    if row:
        row[random.randrange(len(row))] = random.choice(CELLS)


def column(table: Cells, random: Random) -> None:
    """Drop a column, or put one in again under another heading or the same."""
    at = random.randrange(max(len(table[0]), 1))
    if random.random() < 0.5:
        table[:] = [row[:at] + row[at + 1 :] for row in table]
    else:
        table[:] = [[*row, row[at]] if at < len(row) else row for row in table]


def row(table: Cells, random: Random) -> None:
    """Drop rows, repeat one, cut one short, or exchange two."""
    at = random.randrange(len(table))
    match random.randrange(4):
        case 0:
            del table[at : at + random.choice((1, 1, 50, 500))]
        case 1:
            table.insert(at, list(table[at]))
        case 2:
            table[at] = table[at][: random.randrange(len(table[at]) + 1)]
        case _:
            other = random.randrange(len(table))
            table[at], table[other] = table[other], table[at]
    if not table:
        table.append([])


DAMAGE: tuple[Callable[[Cells, Random], None], ...] = (cell, cell, cell, column, row, row)


def damaged_bytes(content: bytes, random: Random) -> bytes:
    """Flip bytes, or cut the content short."""
    if not content or random.random() < 0.3:
        return content[: random.randrange(len(content) + 1)]
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 5, 50))):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _written(table: Cells, suffix: str, encoding: str) -> bytes:
    if suffix in {"csv", "tsv"}:
        separator = "," if suffix == "csv" else "\t"
        return "\n".join(separator.join(row) for row in table).encode(encoding, errors="replace")
    width = max(map(len, table))
    headings = [f"{name}{number or ''}" for name, number in _numbered([*table[0], *[""] * (width - len(table[0]))])]
    padded = [[*row, *[None] * (width - len(row))] for row in table[1:]]
    frame = pl.DataFrame(padded, schema=dict.fromkeys(headings, pl.String), orient="row")
    buffer = io.BytesIO()
    if suffix == "parquet":
        frame.write_parquet(buffer)
    else:
        frame.write_excel(buffer)
    return buffer.getvalue()


def _numbered(names: list[str]) -> list[tuple[str, int]]:
    return [(name, names[:place].count(name)) for place, name in enumerate(names)]


def damaged(random: Random) -> Table:
    """Return a framework's data, damaged once or a few times, in one of the formats and encodings."""
    name = random.choice(sorted(OF_FRAMEWORK))
    table = [list(line) for line in rows(name)]
    for _ in range(random.choice((1, 1, 2, 5))):
        random.choice(DAMAGE)(table, random)
    suffix = random.choice(FORMATS)
    content = _written(table, suffix, random.choice(ENCODINGS) if random.random() < 0.3 else "utf-8")
    return Table(name, suffix, damaged_bytes(content, random) if random.random() < 0.3 else content)
