"""What holds of every case: no exception, bounded work, a diagnostic for what is rejected, and spans in the text."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from fuzz.tables import FRAMEWORKS, Table
from idx import load
from idx.diagnostics import IdxError, Severity
from idx.format import format_source
from idx.project.checking import check_framework, check_with_data
from idx.project.fix import mend
from idx.project.framework import Framework
from idx.project.versions import compile_text
from idx.report.diagnostics import render_github, render_json, render_text
from idx.report.sarif import render_sarif
from idx.source import Source, SourceSpan
from idx.syntax.lexer import KeywordsWhereExpected
from idx.syntax.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from random import Random

    from idx.diagnostics import Diagnostic

MOST_TOKENS_A_BYTE = 8.0
FEW_BYTES = 200  # of a short text a few steps are many for each byte


class Broken(Exception):  # noqa: N818 - what a case shows, not an error of the run
    """Raised where a case breaks a rule that holds of all."""


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count the tokens that are read while this lasts, those read again among them."""
    count = [0]
    lex = KeywordsWhereExpected.lex

    def counting(self: KeywordsWhereExpected, *arguments: Any) -> Iterator[Any]:  # noqa: ANN401 - Lark's
        for token in lex(self, *arguments):
            count[0] += 1
            yield token

    setattr(KeywordsWhereExpected, "lex", counting)  # noqa: B010 - the type checker takes it for no variable
    try:
        yield count
    finally:
        setattr(KeywordsWhereExpected, "lex", lex)  # noqa: B010 - the same


def check_text(text: str, random: Random) -> str:
    """Read a text as a framework; return `rejected` or `accepted`, and how many tokens a byte it took."""
    source = Source("case.idx", text, FRAMEWORKS)  # versions among them find their base
    with counted() as tokens:
        compiled = compile_text(source)
    size = len(text.encode())
    if tokens[0] > MOST_TOKENS_A_BYTE * max(size, FEW_BYTES):
        raise Broken(f"{tokens[0]} tokens for {size} bytes")
    _check_diagnostics(compiled.diagnostics, source, random)
    if compiled.value is None and not compiled.errors:
        raise Broken("rejected without a reason")
    if random.random() < 0.2:
        _check_mending(source, random)
    if random.random() < 0.3 and parse(source).value is not None:
        _check_formatting(source)
    if compiled.value is None:
        return "rejected"
    framework = Framework(compiled.value, FRAMEWORKS, compiled.diagnostics)
    _check_diagnostics(check_framework(framework).diagnostics, source, random)
    if random.random() < 0.2:
        _check_evaluation(framework, random)
    return "accepted"


def _check_diagnostics(diagnostics: Iterable[Diagnostic], source: Source | None, random: Random) -> None:
    found = tuple(diagnostics)
    for item in found:
        spans = [item.place, *(related.place for related in item.related), *(edit.span for edit in item.edits)]
        for span in spans:
            if isinstance(span, SourceSpan):
                if not 0 <= span.start <= span.end <= len(span.source.text):
                    raise Broken(f"{item.code} at {span.start}..{span.end} of {len(span.source.text)}")
                span.source.line_column(span.start)
        if source is not None and item.severity is Severity.ERROR and not isinstance(item.place, SourceSpan):
            raise Broken(f"{item.code} has no place in the text")
    if found:
        render_text(found, language=random.choice(("en", "zh")))
        if random.random() < 0.1:
            render_json(found)
            render_github(found)
            render_sarif(found)


def _check_mending(source: Source, random: Random) -> None:
    mended = mend(source)
    again = mend(mended.source)
    if again.applied:
        raise Broken(f"mended text offers more: {again.applied[0].code}")
    _check_diagnostics(compile_text(mended.source).diagnostics, mended.source, random)


def _check_formatting(source: Source) -> None:
    formatted = format_source(source)
    if formatted.value is None:
        raise Broken(f"not formatted: {formatted.diagnostics[0].message.en}")
    again = format_source(Source(source.name, formatted.value))
    if again.value != formatted.value:
        raise Broken("formatting once more changes it again")


def _check_evaluation(framework: Framework, random: Random) -> None:
    height = random.choice((0, 1, 4))
    columns: dict[str, pl.Series] = {
        item.code or item.name: pl.Series(
            [random.choice((1.0, 2.5, 0.0, -3.0, None)) for _ in range(height)], dtype=pl.Float64
        )
        for item in framework.model.measured
    }
    columns |= {group.code or group.name: pl.Series(["东", "西"] * height)[:height] for group in framework.model.groups}
    columns["entity"] = pl.Series([f"E{at // 2}" for at in range(height)], dtype=pl.String)
    columns["period"] = pl.Series([str(2019 + at % 2) for at in range(height)], dtype=pl.String)
    names = [source.name for source in framework.model.data]
    frame = pl.DataFrame(columns)
    checked = check_with_data(framework, dict.fromkeys(names[:1], frame) or frame)
    _check_diagnostics(checked.diagnostics, None, random)


def check_table(table: Table, random: Random) -> str:
    """Read a table for its framework; return `rejected` or `accepted`."""
    framework = load(FRAMEWORKS / f"{table.framework}.idx")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"case.{table.suffix}"
        path.write_bytes(table.content)
        try:
            framework.evaluate(path)
        except IdxError as error:
            _check_diagnostics(error.diagnostics, None, random)
            return "rejected"
        _check_diagnostics(check_with_data(framework, path).diagnostics, None, random)
    return "accepted"
