"""Cut a call, a statement or a formula into its words, and say where a space stands between two of them."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# The tokens of the grammar, as far as they can stand inside a statement; blanks and line breaks fall between them.
PIECE = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|[0-9]{4}(?:Q[1-4]|M(?:0[1-9]|1[0-2]))(?!\w)'
    r"|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?|[^\W\d]\w*|\.\.|<=|>=|\S"
)
TIGHT_BEFORE = {"(", ")", ",", "..", "%", "/"}
TIGHT_AFTER = {"(", "..", "+", "-", "/"}


class Piece(NamedTuple):
    """A word, sign or comment; `gap` stands before it on its line, `alone` marks a comment on a line of its own."""

    text: str
    gap: str
    alone: bool = False

    @property
    def is_comment(self) -> bool:
        """Whether this is a comment."""
        return self.text[0] == "#"


def call_pieces(written: str) -> list[Piece]:
    """Return the pieces of a call, a number or a statement about data, where no sign is an operator."""
    pieces: list[Piece] = []
    previous = "("
    for text, alone in _words(written):
        if text[0] == "#":
            pieces.append(Piece(text, "  ", alone))
            continue
        gap = "" if text in TIGHT_BEFORE or previous in TIGHT_AFTER else " "
        _add(pieces, Piece(text, gap))
        previous = text
    return pieces


class _Expected(Enum):
    """What a formula goes on with."""

    OPERAND = auto()
    OPERATOR = auto()
    REST = auto()  # the name behind `.`, or what stands in square brackets


def formula_pieces(written: str) -> list[Piece]:
    """Return the pieces of a formula: signs between operands stand apart, but for `^`; a sign of its own is tight."""
    pieces: list[Piece] = []
    expected, gap, previous = _Expected.OPERAND, "", ""
    for text, alone in _words(written):
        if text[0] == "#":
            pieces.append(Piece(text, "  ", alone))
            continue
        before, gap, expected = _step(text, previous, gap, expected)
        _add(pieces, Piece(text, before))
        previous = text
    return pieces


def _step(text: str, previous: str, gap: str, expected: _Expected) -> tuple[str, str, _Expected]:  # noqa: PLR0911 - a case each
    """Return what stands before a word, what will stand before the next one, and what that may be."""
    if expected is _Expected.REST:
        return "", "", _Expected.OPERATOR
    if expected is _Expected.OPERAND:
        if text in {"+", "-", "("}:
            return gap, "", _Expected.OPERAND
        if text == "not" and previous == "is":
            return " ", " ", _Expected.OPERAND
        return ("" if text == ")" else gap), "", _Expected.OPERATOR
    match text:
        case "(":
            return "", "", _Expected.OPERAND
        case ")" | "]" | "%":
            return "", "", _Expected.OPERATOR
        case "." | "[":
            return "", "", _Expected.REST
        case ",":
            return "", " ", _Expected.OPERAND
        case "^":
            return "", "", _Expected.OPERAND
        case _:
            return " ", " ", _Expected.OPERAND


def _words(written: str) -> Iterator[tuple[str, bool]]:
    """Yield each word, and for a comment whether it has its line to itself."""
    for match in PIECE.finditer(written):
        text = match.group()
        if text[0] != "#":
            yield text, False
            continue
        line = written.rfind("\n", 0, match.start())
        yield text.rstrip(), line >= 0 and not written[line : match.start()].strip()


def _add(pieces: list[Piece], piece: Piece) -> None:
    """Add a piece; a comma goes before the comments that it follows, and the last one of a list is left out."""
    place = len(pieces)
    while place and pieces[place - 1].is_comment:
        place -= 1
    if piece.text == ")" and place and pieces[place - 1].text == ",":
        del pieces[place - 1]
    pieces.insert(place if piece.text == "," else len(pieces), piece)


def flat(pieces: list[Piece]) -> str:
    """Return pieces on one line."""
    return "".join([pieces[0].text, *(piece.gap + piece.text for piece in pieces[1:])])
