"""A source text and places in it: offsets, lines, columns, and the width of characters on a screen."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """A text and the name under which messages speak of it (a path as the user wrote it).

    `folder` is what paths in the text are relative to, where the text is a file.
    """

    name: str
    text: str = field(repr=False)
    folder: Path | None = field(default=None, repr=False, compare=False)
    _line_starts: list[int] = field(init=False, repr=False, compare=False, default_factory=list)

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset, both counted from 1 in characters."""
        if not self._line_starts:
            self._line_starts.append(0)
            self._line_starts.extend(index + 1 for index, character in enumerate(self.text) if character == "\n")
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """Return a line's text (counted from 1) without its line break."""
        self.line_column(0)
        start = self._line_starts[line - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")


class SourceSpan(NamedTuple):
    """A stretch of a source text, from `start` up to but not including `end`."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters that the span covers."""
        return self.source.text[self.start : self.end]


@cache
def character_width(character: str) -> int:
    """Return how many cells a character takes on a screen: 2 for Chinese, 0 for combining marks, else 1."""
    if character < "\u0300":
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def display_width(text: str) -> int:
    """Return the number of screen cells that a text takes."""
    return len(text) if text.isascii() else sum(map(character_width, text))
