"""The parentheses among the pieces of a statement, and the elements of the lists in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.format.pieces import flat
from idx.source import display_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idx.format.pieces import Piece

    Group = tuple[int, int]  # the places of `(` and of its `)`


def nested(pieces: Sequence[Piece]) -> Iterator[tuple[int, Piece]]:
    """Yield each piece with the number of parentheses around it; a parenthesis itself counts as outside."""
    depth = 0
    for piece in pieces:
        if piece.text == ")" and depth:
            depth -= 1
        yield depth, piece
        if piece.text == "(":
            depth += 1


def _groups(pieces: Sequence[Piece]) -> Iterator[Group]:
    """Yield the outermost parentheses that open and close among pieces."""
    opened: list[int] = []
    for place, piece in enumerate(pieces):
        if piece.text == "(":
            opened.append(place)
        elif piece.text == ")" and opened:
            opening = opened.pop()
            if not opened:
                yield opening, place


def commented(pieces: Sequence[Piece]) -> Group | None:
    """Return the first outermost parenthesis that has a comment inside."""
    for opening, closing in _groups(pieces):
        if any(piece.is_comment for piece in pieces[opening:closing]):
            return opening, closing
    return None


def widest(pieces: list[Piece]) -> Group | None:
    """Return the widest outermost parenthesis that has more than one element, or one such inside."""
    lists = [(opening, closing) for opening, closing in _groups(pieces) if _is_list(pieces[opening + 1 : closing])]
    return max(lists, key=lambda group: display_width(flat(pieces[group[0] : group[1]])), default=None)


def _is_list(inside: Sequence[Piece]) -> bool:
    return any(piece.text == "," for piece in inside) or are_paragraphs(inside)


def are_paragraphs(inside: Sequence[Piece]) -> bool:
    """Whether all that stands in a parenthesis is quoted texts, and there are several."""
    return len(inside) > 1 and all(map(_is_text, inside))


def _is_text(piece: Piece) -> bool:
    return piece.text[0] == '"'


def elements(inside: Sequence[Piece]) -> list[list[Piece]]:
    """Return the elements of a list, each with its comma and the comments before it; paragraphs need no comma.

    Where elements have names, the `=` behind them stand below one another.
    """
    found: list[list[Piece]] = [[]]
    paragraphs = all(piece.is_comment or _is_text(piece) for piece in inside)
    for depth, piece in nested(inside):
        found[-1].append(piece)
        if depth == 0 and (piece.text == "," or (paragraphs and not piece.is_comment)):
            found.append([])
    found = [element for element in found if element]
    named = [(element, place) for element in found if (place := _place_of_equals(element))]
    width = max((display_width(element[place - 1].text) for element, place in named), default=0)
    for element, place in named:
        blanks = " " * (1 + width - display_width(element[place - 1].text))
        element[place] = element[place]._replace(gap=blanks)
    return found


def _place_of_equals(element: Sequence[Piece]) -> int | None:
    """Return the place of the `=` if it stands right behind the element's first word."""
    place = next((place for place, piece in enumerate(element) if not piece.is_comment), 0) + 1
    return place if element[place : place + 1] and element[place].text == "=" else None
