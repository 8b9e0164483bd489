"""A place where the parser stopped inside a statement, with what was read of it before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Diagnostic, TextEdit, Wording
from idx.source import SourceSpan
from idx.syntax.errors import UNEXPECTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lark import Token

    from idx.source import Source

WORD = re.compile(r"\w+|\"[^\"\n]*\"|\S|")
REST = re.compile(r'(?:"(?:[^"\\\n]|\\.)*"|[^"#\r\n])*')


class Fault(NamedTuple):
    """A place where the parser stopped, in a text whose full-width punctuation is ASCII already.

    `tokens` are those of the statement before it, `kind` is what stands there (empty for a character that is no token),
    `expected` what the grammar takes, `block` the first word of the line that opens the block around it.
    """

    source: Source
    text: str
    tokens: Sequence[Token]
    position: int
    kind: str
    expected: set[str]
    block: str = ""

    @property
    def word(self) -> str:
        """The word, sign or quoted text at the place."""
        match = WORD.match(self.text, self.position)
        return match.group() if match else ""

    @property
    def at(self) -> SourceSpan:
        """Where the word stands; nothing where the line ends."""
        return self.span(self.position, self.position + (0 if self.kind in {"LINE", "$END"} else len(self.word)))

    @property
    def ends(self) -> bool:
        """Whether the statement ends here, or says its reason."""
        return self.kind in {"LINE", "$END"} or self.word == "because"

    @property
    def before(self) -> str:
        """The statement up to the place."""
        return self.text[start_of(self.tokens) : self.position].rstrip()

    @property
    def rest(self) -> str:
        """The rest of the line, without its comment."""
        return self.rest_from(self.position)

    def rest_from(self, start: int) -> str:
        """Return the rest of a line from a position on, without its comment."""
        match = REST.match(self.text, start)
        return match.group().rstrip() if match else ""

    def span(self, start: int, end: int) -> SourceSpan:
        """Return a stretch of the text as the author wrote it."""
        length = len(self.source.text)
        return SourceSpan(self.source, min(start, length), min(end, length))


def start_of(tokens: Sequence[Token]) -> int:
    """Return where tokens begin."""
    return tokens[0].start_pos or 0


def end_of(tokens: Sequence[Token]) -> int:
    """Return where tokens end."""
    return tokens[-1].end_pos or 0


def unexpected(message: Wording, place: SourceSpan, write: str | Wording, *edits: TextEdit) -> Diagnostic:
    """Return the diagnostic for something that does not fit; `write` is the form to write, or a help line."""
    help_ = Wording(f"write `{write}`", f"写成 `{write}`") if isinstance(write, str) else write
    return Diagnostic(UNEXPECTED, message, place, help=help_, edits=edits)


def unquoted(fault: Fault, message: Wording, start: int, written: str) -> Diagnostic | None:
    """Return what is wrong with a text that lacks its quotes; None where it is not plain how far it goes."""
    if not written or '"' in written or "\\" in written:
        return None
    span = fault.span(start, start + len(written))
    quoted = f'"{span.text}"'
    return unexpected(message, span, quoted, TextEdit(span, quoted))


def missing_arrow(fault: Fault) -> Diagnostic:
    """Return that the arrow is missing before a place."""
    message = Wording(f"`->` is missing before `{fault.word}`", f"`{fault.word}` 前面缺少 `->`")
    edit = TextEdit(fault.span(fault.position, fault.position), "-> ")
    return unexpected(message, fault.at, f"{fault.before} -> {fault.rest}", edit)
