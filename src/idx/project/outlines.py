"""Make a framework from an outline, with its data beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Collector, Outcome
from idx.interchange.names import name_of
from idx.interchange.outline.data import shape
from idx.interchange.outline.read import read_outline
from idx.interchange.outline.write import Settings, framework_text
from idx.panel import read_panel
from idx.panel.files import NamedFile, read_table
from idx.project.formatting import formatted
from idx.project.versions import compile_text
from idx.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx import model
    from idx.diagnostics import Language
    from idx.interchange.outline.data import DataShape
    from idx.interchange.outline.model import Outline
    from idx.interchange.start import Family


class Request(NamedTuple):
    """What to import, and what the table does not say.

    Attributes:
        table: the outline, or COINr's iMeta: a CSV file or a workbook.
        sheet: the workbook's sheet; the first unless named.
        coinr: whether the table has to be COINr's; it is recognised by itself.
        data: a table of values that the framework will read.
        output: where the framework will stand; None where its text is only shown.
        name: the framework's name; that of the file unless stated.
        family: which methods hold by default: growth where the data follow one entity over time, else scores.
        methods: methods as the language writes them, by keyword; they stand in place of the defaults.
        language: in which the comments speak.
    """

    table: Path
    sheet: str | None = None
    coinr: bool = False
    data: Path | None = None
    output: Path | None = None
    name: str | None = None
    family: Family | None = None
    methods: Mapping[str, Sequence[str]] = {}
    language: Language = "en"


class Imported(NamedTuple):
    """A framework made from an outline: its text and model, and the data to be copied beside it, by their path."""

    text: str
    framework: model.Framework
    copied: dict[Path, bytes]


def import_outline(request: Request) -> Outcome[Imported]:
    """Return the framework that a table outlines, or every fault in the table, the methods and the data.

    Raises:
        OSError: if the data cannot be read.
    """
    found = Collector()
    outline = read_outline(request.table, request.sheet, found, coinr=request.coinr)
    known = _shape(request.data, outline, found) if request.data else None
    if outline is None or found.failed:
        return found.outcome(None)
    path, copied = _place_of_data(request.data, request.output)
    name = str(request.output or "<import>")
    made = formatted(name, framework_text(outline, _settings(request, path, known)))
    if made.value is None:
        return Outcome(None, made.diagnostics)
    text = made.value.after
    compiled = compile_text(Source(name, text))
    found.items.extend(compiled.diagnostics)
    if compiled.value is None:
        return found.outcome(None)
    if request.data:
        found.items.extend(read_panel(compiled.value.model, Path(), {"": request.data}).diagnostics)
    return found.outcome(Imported(text, compiled.value.model, copied))


def _settings(request: Request, path: str, known: DataShape | None) -> Settings:
    return Settings(
        name=name_of(request.name or (request.output or request.table).stem),
        origin=" ".join(request.table.name.split()),
        family=request.family or (known.family if known else "level"),
        methods=request.methods,
        path=path,
        data=known,
        language=request.language,
    )


def _shape(data: Path, outline: Outline | None, found: Collector) -> DataShape | None:
    table = read_table(data, NamedFile(str(data)), found)
    codes = {entry.code or entry.label for entry in outline.entries} if outline else set()
    return shape(table, codes) if table is not None else None


def _place_of_data(data: Path | None, output: Path | None) -> tuple[str, dict[Path, bytes]]:
    """Return the path of the data from the framework's folder, and what has to be copied so that they lie there."""
    if data is None:
        return "", {}
    folder = output.parent if output else Path()
    if data.resolve().is_relative_to(folder.resolve()):
        return data.resolve().relative_to(folder.resolve()).as_posix(), {}
    if output is None:
        return data.as_posix(), {}
    copy, content = folder / data.name, data.read_bytes()
    same = copy.is_file() and copy.read_bytes() == content
    return data.name, {} if same else {copy: content}
