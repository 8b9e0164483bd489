"""Mend what can be mended unasked: apply the edits that diagnostics carry until a text offers no more."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING, NamedTuple

from idx.project.versions import compile_text
from idx.report.writing import write_whole
from idx.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from idx.diagnostics import Diagnostic

MOST_ROUNDS = 20  # one mended fault can uncover another; no text needs as many rounds as this


class Mended(NamedTuple):
    """A text after its edits, and the diagnostics whose edits were applied, each at its place at that time."""

    source: Source
    applied: tuple[Diagnostic, ...]


def mend(source: Source) -> Mended:
    """Apply the edits of a text's diagnostics, and those of what comes to light thereby."""
    applied: list[Diagnostic] = []
    for _ in range(MOST_ROUNDS):
        chosen = _apart(compile_text(source).diagnostics)
        if not chosen:
            break
        applied += chosen
        source = Source(source.name, _edited(source.text, chosen))
    return Mended(source, tuple(applied))


def mend_file(path: Path) -> Mended | None:
    """Mend a framework file where it lies, its byte-order mark and line ends kept; one that is no text stays as it is.

    Raises:
        OSError: if the file cannot be read or written.
    """
    content = path.read_bytes()
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    try:
        text = content.removeprefix(mark).decode()
    except UnicodeDecodeError:
        return None
    mended = mend(Source(str(path), text))
    if mended.source.text != text:
        write_whole(path.resolve(), mark + mended.source.text.encode())
    return mended


def _apart(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics with edits that do not touch one another, the earlier first."""
    chosen: list[Diagnostic] = []
    end = 0
    for item in sorted((item for item in diagnostics if item.edits), key=lambda item: item.edits[0].span.start):
        if min(edit.span.start for edit in item.edits) >= end:
            chosen.append(item)
            end = max(edit.span.end for edit in item.edits)
    return chosen


def _edited(text: str, diagnostics: Iterable[Diagnostic]) -> str:
    pieces: list[str] = []
    last = 0
    for edit in sorted((edit for item in diagnostics for edit in item.edits), key=lambda edit: edit.span.start):
        pieces += [text[last : edit.span.start], edit.replacement]
        last = edit.span.end
    return "".join([*pieces, text[last:]])
