"""Format texts and files: their canonical form, with the byte-order mark and the line ends that they had."""

from __future__ import annotations

from difflib import unified_diff
from typing import NamedTuple

from idx.diagnostics import Outcome
from idx.format import format_source
from idx.project.sources import BYTE_ORDER_MARK, decoded
from idx.source import Source


class Formatted(NamedTuple):
    """A text as it was and in its canonical form."""

    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after

    def difference(self, name: str) -> str:
        """Return the change as a unified diff."""
        lines = unified_diff(_lines(self.before), _lines(self.after), name, name)
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    return [line for line in text.replace("\n", "\n\0").split("\0") if line]


def format_text(text: str) -> str:
    """Return a framework's text in its canonical form; comments stay, and what it says is the same.

    Raises:
        IdxError: if the text has syntax errors; all of them are among its `diagnostics`.
    """
    return formatted("<text>", text).unwrap().after


def format_content(name: str, content: bytes) -> Outcome[Formatted]:
    """Return a file's text as it is and as it should be, or what is wrong with it."""
    text = decoded(name, content)
    return Outcome(None, text.diagnostics) if text.value is None else formatted(name, text.value)


def formatted(name: str, text: str) -> Outcome[Formatted]:
    """Return a text with its canonical form, which ends its lines as the first line does."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    ends = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    outcome = format_source(Source(name, text.removeprefix(mark).replace("\r\n", "\n")))
    if outcome.value is None:
        return Outcome(None, outcome.diagnostics)
    return Outcome(Formatted(text, mark + outcome.value.replace("\n", ends)), outcome.diagnostics)
