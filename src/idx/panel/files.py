"""Read a data file into a table, whatever its format and encoding; every cell of a CSV or a workbook stays text."""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING, TypeVar

import polars as pl

from idx.diagnostics import Collector, DataPlace, Rule, did_you_mean
from idx.panel.workbooks import read_sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from idx.model import DataSource

Table = TypeVar("Table")

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")

UNREADABLE = Rule(
    "IDX401",
    "a data file that cannot be read",
    "Data are CSV, TSV, Excel (.xlsx) or Parquet files. Paths are relative to the `.idx` file.",
    bad="framework f\n",
)
ENCODING = Rule(
    "IDX402",
    "a text file in an unknown encoding",
    "A CSV file is UTF-8 (with or without a byte-order mark) or GB 18030. For another encoding the data statement says "
    'which: `encoding "latin-1"`.',
)
OUTSIDE = Rule(
    "IDX403",
    "a path that leaves the folder",
    "Data lie beside the `.idx` file or in a folder below it, so that a framework travels as one folder, "
    "and a file from somebody else cannot read elsewhere.",
)


def locate(source: DataSource, folder: Path, found: Collector, *, allow_outside: bool) -> Path | None:
    """Return the path of a data statement's file, or None where it leaves the folder."""
    path = folder / source.path
    if not allow_outside and not path.resolve().is_relative_to(folder.resolve()):
        found.add(
            OUTSIDE,
            f"the path leaves the folder of the framework: {source.path}",
            source.span,
            help="put the file beside the framework, or name it on the command line: `--data PATH`",
        )
        return None
    return path


def read_table(path: Path, source: DataSource, found: Collector) -> pl.DataFrame | None:
    """Return a file's table as it stands; report a file that cannot be read."""
    return read_with(path, source, found, lambda content: _parse(path, content, source, found))


def read_with(path: Path, source: DataSource, found: Collector, parse: Callable[[bytes], Table | None]) -> Table | None:
    """Return what a file's content is parsed to; report a file that cannot be read, or that is empty."""
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = {FileNotFoundError: "there is no such file", IsADirectoryError: "this is a folder"}.get(type(error))
        siblings = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
        help_ = did_you_mean(path.name, siblings, otherwise="name another file on the command line: `--data PATH`")
        message = f"cannot read {source.path}: {reason or error.strerror or error}"
        found.add(UNREADABLE, message, source.span, help=help_)
        return None
    if not content.strip():
        found.add(UNREADABLE, f"{source.path} is empty", source.span)
        return None
    try:
        return parse(content)
    except Exception as error:  # noqa: BLE001 - each reader of a foreign format raises errors of its own
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        found.add(UNREADABLE, f"cannot read {source.path}: {reason}", source.span)
        return None


def _parse(path: Path, content: bytes, source: DataSource, found: Collector) -> pl.DataFrame | None:
    match path.suffix.lower():
        case ".parquet":
            return pl.read_parquet(io.BytesIO(content))
        case suffix if suffix in WORKBOOKS:
            return read_sheet(content, source.sheet)
        case suffix:
            text = decode(content, source, found)
            if text is None:
                return None
            separator = "\t" if suffix in {".tsv", ".tab"} else ","
            return pl.read_csv(io.BytesIO(text.encode()), infer_schema=False, separator=separator)


def decode(content: bytes, source: DataSource, found: Collector) -> str | None:
    """Return a file's text: in the stated encoding, else UTF-8, else GB 18030 if that yields sensible characters."""
    if source.encoding:
        try:
            return content.decode(source.encoding)
        except LookupError:
            found.add(
                ENCODING, f"there is no encoding `{source.encoding}`", source.span, help="such as gb18030 or latin-1"
            )
        except UnicodeDecodeError as error:
            found.add(ENCODING, f"{source.path} is not in {source.encoding}: byte {error.start}", source.span)
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig" or all(_sensible(character) for character in set(text)):
            return text
    found.add(
        ENCODING,
        f"{source.path} is neither UTF-8 nor GB 18030",
        source.span,
        help='save it as UTF-8, or state its encoding: `encoding "latin-1"`',
    )
    return None


def _sensible(character: str) -> bool:
    return character in "\t\r\n" or unicodedata.category(character) not in {"Cc", "Co", "Cn"}


def place(path: str, row: int | None = None, column: str | None = None) -> DataPlace:
    """Return a place in a table whose header is row 1; `row` counts data rows from 0."""
    return DataPlace(path, None if row is None else row + 2, column)
