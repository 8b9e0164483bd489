"""Read a data file into a table, whatever its format and encoding; every cell of a CSV or a workbook stays text."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import polars as pl

from idx.diagnostics import Collector, DataPlace, Rule, Wording, did_you_mean
from idx.panel.parquet import read_parquet
from idx.panel.workbooks import read_sheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from idx.model import DataSource
    from idx.source import SourceSpan

Table = TypeVar("Table")

MOST_REPORTED = 10  # of the faults of a column
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")

UNREADABLE = Rule(
    "IDX401",
    Wording("a data file that cannot be read", "无法读取的数据文件"),
    Wording(
        "Data are CSV, TSV, Excel (.xlsx) or Parquet files. Paths are relative to the `.idx` file.",
        "数据可以是 CSV、TSV、Excel（.xlsx）或 Parquet 文件。路径相对于 `.idx` 文件所在的文件夹。",
    ),
)
ENCODING = Rule(
    "IDX402",
    Wording("a text file in an unknown encoding", "文本文件的编码无法识别"),
    Wording(
        "A CSV file is UTF-8 (with or without a byte-order mark) or GB 18030. For another encoding the data statement "
        'says which: `encoding "latin-1"`.',
        "CSV 文件应为 UTF-8（有无字节顺序标记均可）或 GB 18030 编码。其他编码要在 `data` 语句中写明："
        '`encoding "latin-1"`。',
    ),
)
OUTSIDE = Rule(
    "IDX403",
    Wording("a path that leaves the folder", "路径超出所在文件夹"),
    Wording(
        "Data lie beside the `.idx` file or in a folder below it, so that a framework travels as one folder, "
        "and a file from somebody else cannot read elsewhere.",
        "数据放在 `.idx` 文件旁边或其下级文件夹中。这样，整个指标体系可以作为一个文件夹传递，"
        "他人提供的文件也无法读取别处的内容。",
    ),
)


class Readable(Protocol):
    """What has to be known of a file to read it: how messages call it, its sheet, its encoding, who names it."""

    @property
    def path(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def sheet(self) -> str | None: ...  # noqa: D102
    @property
    def encoding(self) -> str | None: ...  # noqa: D102
    @property
    def span(self) -> SourceSpan | None: ...  # noqa: D102


class NamedFile(NamedTuple):
    """A file that a command names, and no framework."""

    path: str
    sheet: str | None = None
    encoding: str | None = None
    span: SourceSpan | None = None


def locate(source: DataSource, folder: Path, found: Collector, *, allow_outside: bool) -> Path | None:
    """Return the path of a data statement's file, or None where it leaves the folder."""
    folder = source.home(folder)
    path = folder / source.path
    if not allow_outside and not path.resolve().is_relative_to(folder.resolve()):
        found.add(
            OUTSIDE,
            Wording(
                f"the path leaves the folder of the framework: {source.path}",
                f"路径超出了指标体系所在的文件夹：{source.path}",
            ),
            source.span,
            help=Wording(
                "put the file beside the framework, or name it on the command line: `--data PATH`",
                "请把文件放到指标体系旁边，或在命令行中指定：`--data PATH`",
            ),
        )
        return None
    return path


def read_table(path: Path, source: Readable, found: Collector) -> pl.DataFrame | None:
    """Return a file's table as it stands; report a file that cannot be read."""
    return read_with(path, source, found, lambda content: _parse(path, content, source, found))


def read_with(path: Path, source: Readable, found: Collector, parse: Callable[[bytes], Table | None]) -> Table | None:
    """Return what a file's content is parsed to; report a file that cannot be read, or that is empty."""
    try:
        content = path.read_bytes()
    except OSError as error:
        known = {
            FileNotFoundError: Wording("there is no such file", "没有这个文件"),
            IsADirectoryError: Wording("this is a folder", "这是一个文件夹"),
        }
        reason = str(error.strerror or error)
        siblings = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
        advice = Wording(
            "name another file on the command line: `--data PATH`", "请在命令行中指定其他文件：`--data PATH`"
        )
        help_ = did_you_mean(path.name, siblings, otherwise=advice)
        message = _cannot_read(source, known.get(type(error), Wording(reason, reason)))
        found.add(UNREADABLE, message, source.span, help=help_)
        return None
    if not content.strip():
        found.add(UNREADABLE, Wording(f"{source.path} is empty", f"{source.path} 是空文件"), source.span)
        return None
    try:
        return parse(content)
    except Exception as error:  # noqa: BLE001 - each reader of a foreign format raises errors of its own
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        found.add(UNREADABLE, _cannot_read(source, Wording(reason, reason)), source.span)
        return None


def _cannot_read(source: Readable, reason: Wording) -> Wording:
    return Wording(f"cannot read {source.path}: {reason.en}", f"无法读取 {source.path}：{reason.zh}")


def _parse(path: Path, content: bytes, source: Readable, found: Collector) -> pl.DataFrame | None:
    match path.suffix.lower():
        case ".parquet":
            return read_parquet(content)
        case suffix if suffix in WORKBOOKS:
            return read_sheet(content, source.sheet)
        case suffix:
            text = decode(content, source, found)
            if text is None:
                return None
            separator = "\t" if suffix in {".tsv", ".tab"} else ","
            try:
                return pl.read_csv(io.BytesIO(text.encode()), infer_schema=False, separator=separator)
            except pl.exceptions.ComputeError:
                if not _report_long_rows(text, separator, source, found):
                    raise
                return None


def _report_long_rows(text: str, separator: str, source: Readable, found: Collector) -> bool:
    """Report the rows that have more cells than the header, and say whether there are any."""
    header, *rows = csv.reader(io.StringIO(text), delimiter=separator)
    long = [(number, row) for number, row in enumerate(rows) if len(row) > len(header)]
    for number, row in long[:MOST_REPORTED]:
        message = Wording(
            f"the row has {len(row)} cells, the header {len(header)}",
            f"该行有 {len(row)} 个单元格，表头有 {len(header)} 个",
        )
        help_ = Wording(
            "write a decimal point in the place of a decimal comma, and quotes around a text that has a comma",
            "小数请用点而不用逗号；文字中有逗号时，请加引号",
        )
        found.add(UNREADABLE, message, place(source.path, number), help=help_)
    return bool(long)


def decode(content: bytes, source: Readable, found: Collector) -> str | None:
    """Return a file's text: in the stated encoding, else UTF-8, else GB 18030 if that yields sensible characters."""
    if source.encoding:
        try:
            return content.decode(source.encoding)
        except LookupError:
            found.add(
                ENCODING,
                Wording(f"there is no encoding `{source.encoding}`", f"没有名为 `{source.encoding}` 的编码"),
                source.span,
                help=Wording("such as gb18030 or latin-1", "例如 gb18030 或 latin-1"),
            )
        except UnicodeDecodeError as error:
            message = Wording(
                f"{source.path} is not in {source.encoding}: byte {error.start}",
                f"{source.path} 的编码不是 {source.encoding}：第 {error.start} 字节处无法解读",
            )
            found.add(ENCODING, message, source.span)
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
        Wording(
            f"{source.path} is neither UTF-8 nor GB 18030", f"{source.path} 既不是 UTF-8 编码，也不是 GB 18030 编码"
        ),
        source.span,
        help=Wording(
            'save it as UTF-8, or state its encoding: `encoding "latin-1"`',
            '请另存为 UTF-8，或写明编码：`encoding "latin-1"`',
        ),
    )
    return None


def _sensible(character: str) -> bool:
    return character in "\t\r\n" or unicodedata.category(character) not in {"Cc", "Co", "Cn"}


def place(path: str, row: int | None = None, column: str | None = None) -> DataPlace:
    """Return a place in a table whose header is row 1; `row` counts data rows from 0."""
    return DataPlace(path, None if row is None else row + 2, column)
