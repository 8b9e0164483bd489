"""Break what is too long for a line, or holds comments, inside its parentheses, where a line break is a space."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from idx.format.parentheses import commented, elements, nested, widest
from idx.format.pieces import flat
from idx.source import display_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.format.pieces import Piece

WIDEST = 120
DEEPEST = 64
MOST = 200
STEP = 2


class Line(NamedTuple):
    """A line of what is broken, with the comment at its end."""

    indent: int
    text: str
    comment: str = ""


def fits(text: str, indent: int) -> bool:
    """Whether a text does not pass the widest line."""
    return indent + 2 * len(text) <= WIDEST or indent + display_width(text) <= WIDEST


def broken(pieces: Sequence[Piece], indent: int) -> str | None:
    """Return pieces as text, over several lines where it has to be; None where it holds parentheses beyond sense.

    A parenthesis with a comment inside is always broken; of the others the widest lists, as long as a line is too wide.
    Their elements stand on a line each. The first line has no indentation, the others have all of theirs.
    """
    depths = [depth for depth, piece in nested(pieces) if piece.text == "("]
    if len(depths) > MOST or max(depths, default=0) >= DEEPEST:
        return None
    lines = _lines(pieces, indent)
    shown = [text for _, block in groupby(lines, lambda line: line.indent) for text in _with_comments(list(block))]
    return "\n".join(shown).lstrip(" ")


def _with_comments(lines: list[Line]) -> list[str]:
    column = max((display_width(line.text) for line in lines if line.comment), default=0)
    return [_shown(line, column) for line in lines]


def _shown(line: Line, column: int) -> str:
    if not line.comment:
        return " " * line.indent + line.text
    return f"{' ' * line.indent}{line.text}{' ' * (column - display_width(line.text))}  {line.comment}"


def _lines(pieces: Sequence[Piece], indent: int) -> list[Line]:
    """Return lines; a comment outside the parentheses of these pieces ends its line, and what follows hangs below."""
    lines: list[Line] = []
    waiting: list[Piece] = []
    for depth, piece in nested(pieces):
        if depth or not piece.is_comment:
            waiting.append(piece)
            continue
        lines += _unparted(waiting, indent + STEP * bool(lines))
        waiting = []
        _add_comment(lines, piece, indent + STEP)
    return lines + _unparted(waiting, indent + STEP * bool(lines))


def _unparted(pieces: list[Piece], indent: int) -> list[Line]:
    """Return the lines of pieces whose comments all stand inside parentheses."""
    if not pieces:
        return []
    group = commented(pieces)
    if group is None:
        line = flat(pieces)
        group = None if fits(line, indent) else widest(pieces)
        if group is None:
            return [Line(indent, line)]
    opening, closing = group
    lines = _unparted(pieces[: opening + 1], indent)
    _add_elements(lines, elements(pieces[opening + 1 : closing]), indent + STEP)
    return lines + _unparted(pieces[closing:], indent)


def _add_elements(lines: list[Line], listed: list[list[Piece]], indent: int) -> None:
    """Add the lines of a list's elements, and the comments before and behind each at the element's own level."""
    for element in listed:
        first = next((place for place, piece in enumerate(element) if not piece.is_comment), len(element))
        last = next((place for place in range(len(element), first, -1) if not element[place - 1].is_comment), first)
        for comment in element[:first]:
            _add_comment(lines, comment, indent)
        lines += _lines(element[first:last], indent)
        for comment in element[last:]:
            _add_comment(lines, comment, indent)


def _add_comment(lines: list[Line], comment: Piece, indent: int) -> None:
    """Add a comment to the line before, unless it had a line of its own or that line has one already."""
    if comment.alone or lines[-1].comment or lines[-1].text[0] == "#":
        lines.append(Line(indent, comment.text))
    else:
        lines[-1] = lines[-1]._replace(comment=comment.text)
