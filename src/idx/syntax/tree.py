"""The syntax tree: what a file says, word by word, with positions (offsets into the file's text)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from idx.source import SourceSpan

if TYPE_CHECKING:
    from fractions import Fraction

    from idx.source import Source


class Positioned(Protocol):
    """Anything that stands somewhere in the text."""

    @property
    def start(self) -> int:
        """Offset of the first character."""

    @property
    def end(self) -> int:
        """Offset behind the last character."""


@dataclass(frozen=True, slots=True)
class Word:
    """A name, keyword, period or unquoted symbol as it is written."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text, without its quotes and escapes."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number: `0.3`, `30%` and `3/10` are the same."""

    value: Fraction
    start: int
    end: int
    written: str


@dataclass(frozen=True, slots=True)
class Range:
    """Two ends with `..` between them."""

    low: Number | Word
    high: Number | Word
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """A method with its arguments; a bare word is a call without arguments."""

    name: Word
    arguments: tuple[Argument, ...]
    start: int
    end: int


Value = Number | Range | Call | Text | Word


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call, named or positional."""

    name: Word | None
    value: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Label:
    """A label; without a language it is in the file's own."""

    language: Word | None
    text: Text


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a node or of `method`: its keyword, its value, and what stands with it.

    `place` is the word between `impute` and `by`; `over` the word behind an aggregate's `over`.
    """

    keyword: str
    value: Value
    start: int
    end: int
    place: Word | None = None
    over: Word | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A heading in an index tree, with the nodes in its braces, or `children` None where it has no braces.

    `depth` counts the braces from here downwards; `brace` is the offset of its own opening brace.
    """

    name: Word
    labels: tuple[Label, ...]
    properties: tuple[Property, ...]
    children: tuple[Node, ...] | None
    start: int
    end: int
    depth: int = 0
    brace: int = -1


@dataclass(frozen=True, slots=True)
class Header:
    """`framework`, `version`, `source` or `note` at the top of a file."""

    keyword: str
    start: int
    end: int
    name: Word | None = None
    labels: tuple[Label, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Data:
    """A data statement: a file's path and how to read it."""

    name: Word | None
    path: Text
    columns: tuple[tuple[Word, Word | Text], ...]
    sheet: Text | None
    na: tuple[Text, ...]
    encoding: Text | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Method:
    """The `method { }` block."""

    properties: tuple[Property, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """One published figure: node, column, entity and period, the value, and how near the result must come."""

    node: Word
    column: Word | None
    entity: Word | Text | None
    period: Word | None
    value: Number
    within: Number | None
    because: Text | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Expectations:
    """An `expect { }` block with the tolerance that holds for its lines."""

    within: Number | None
    lines: tuple[Expectation, ...]
    start: int
    end: int


Statement = Header | Data | Method | Node | Expectations


@dataclass(frozen=True, slots=True)
class File:
    """A parsed file; a `Node` among its statements is an index tree's root."""

    source: Source
    statements: tuple[Statement, ...] = field(repr=False)

    def span(self, item: Positioned) -> SourceSpan:
        """Return where something stands in the file."""
        return SourceSpan(self.source, item.start, item.end)
