"""The sides of a merge: each with its syntax, and with what it states once its bases are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Outcome
from idx.edits.reading import stated_of
from idx.project.sources import BYTE_ORDER_MARK, decoded
from idx.project.versions import compile_text, extended
from idx.source import Source
from idx.syntax.parse import parse

if TYPE_CHECKING:
    from pathlib import Path

    from idx.edits.facts import Stated
    from idx.syntax import tree


class Read(NamedTuple):
    """A file as it is written, and what it states with its bases."""

    file: tree.File
    stated: Stated

    @property
    def is_version(self) -> bool:
        """Whether the file extends another."""
        return extended(self.file) is not None


class Sides(NamedTuple):
    """A base and its two sides."""

    base: Read
    ours: Read
    theirs: Read


def read_side(content: bytes, name: str, folder: Path) -> Outcome[Read]:
    """Read a side; its bases are looked for from a folder."""
    text = decoded(name, content)
    if text.value is None:
        return Outcome(None, text.diagnostics)
    return read_text(Source(name, plain(text.value), folder))


def read_text(source: Source) -> Outcome[Read]:
    """Read a text: its syntax, and what it states with its bases."""
    compiled = compile_text(source)
    if compiled.value is None or compiled.errors:
        return Outcome(None, compiled.diagnostics)
    stated = compiled.value.stated or stated_of(compiled.value.file)
    return Outcome(Read(parse(source).unwrap(), stated))


def plain(text: str) -> str:
    """Return a text without byte-order mark, its lines ended by line feeds."""
    return text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n")


def like(text: str, content: bytes) -> bytes:
    """Return a text with the byte-order mark and the line ends of a file."""
    mark = BYTE_ORDER_MARK.encode() if content.startswith(BYTE_ORDER_MARK.encode()) else b""
    ends = "\r\n" if content.partition(b"\n")[0].endswith(b"\r") else "\n"
    return mark + text.replace("\n", ends).encode()
