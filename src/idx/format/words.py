"""Write parts of a text as they should look: each property on one line, or broken inside its parentheses."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from idx.format.breaking import broken, fits
from idx.format.parentheses import are_paragraphs
from idx.format.pieces import Piece, call_pieces, flat, formula_pieces
from idx.source import display_width
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Cut = Callable[[str], list[Piece]]
    Part = tuple[str, Cut]  # a stretch of a statement, with what cuts it into pieces


AS_WRITTEN = {"unit", "direction", "code", "source"}


class Widths(NamedTuple):
    """How wide the keywords of a block stand, and the places between `impute` and `by`."""

    keyword: int = 0
    place: int = 0


PLAIN = Widths()


@lru_cache(maxsize=4096)
def _on_one_line(written: str, cut: Cut) -> str | None:
    """Return a call or formula on one line, or None where it must not be; a file says many of them again."""
    pieces = cut(written)
    return None if any(piece.is_comment for piece in pieces) else flat(pieces)


def _word(written: str) -> list[Piece]:
    return [Piece(written, "")]


class Words(NamedTuple):
    """A text whose parts are written."""

    text: str

    def written(self, item: tree.Positioned) -> str:
        """Return what stands in the text."""
        return self.text[item.start : item.end]

    def label(self, label: tree.Label) -> str:
        """Return a label with its language."""
        text = self.written(label.text)
        return f"{self.written(label.language)} {text}" if label.language else text

    def statement(self, start: int, end: int, indent: int) -> str:
        """Return a statement about data."""
        return self.joined([(self.text[start:end], call_pieces)], indent)

    def note(self, keyword: str, start: int, end: int, indent: int, *, alone: bool) -> str:
        """Return a note behind its keyword; where it begins its line, paragraphs stand below one another."""
        behind = self.text[start + len("note") : end].strip()
        pieces = call_pieces(behind) if alone and behind[0] == "(" else []
        if are_paragraphs(pieces[1:-1]):
            below = "\n" + " " * (indent + len(f"{keyword} ("))
            return f"{keyword} ({below.join(piece.text for piece in pieces[1:-1])})"
        return self.joined([(keyword, _word), (behind, call_pieces)], indent)

    def note_below(self, prop: tree.Property, indent: int) -> str:
        """Return a note whose paragraphs, if they stand in parentheses, have a line each below it."""
        behind = self.text[prop.start + len("note") : prop.end].strip()
        if behind[0] != "(":
            return f"note {behind}"
        margin = "\n" + " " * indent
        return "".join(["note (", *(f"{margin}  {piece.text}" for piece in call_pieces(behind)[1:-1]), f"{margin})"])

    def property(self, prop: tree.Property, indent: int, widths: Widths = PLAIN) -> str:
        """Return a property behind its keyword."""
        value = prop.value
        keyword = prop.keyword.ljust(widths.keyword)
        if prop.keyword in AS_WRITTEN:
            return f"{keyword} {self.written(value)}"
        if isinstance(value, tree.Number) and prop.keyword == "weight":
            return f"{keyword} {value.written}"
        if prop.keyword == "note":
            return self.note(keyword, prop.start, prop.end, indent, alone=widths.keyword > 0)
        return self.joined(self._parts(prop, widths), indent)

    def _parts(self, prop: tree.Property, widths: Widths) -> Iterable[Part]:
        """Yield a property's parts."""
        sign = "=" if self.text[prop.start] == "=" else prop.keyword.ljust(widths.keyword)
        yield sign, _word
        if prop.place:
            place = self.written(prop.place)
            yield place + " " * (widths.place - display_width(place)), _word
            yield "by", _word
        if prop.keyword == "entities":
            yield "where", _word
        cut = call_pieces if isinstance(prop.value, tree.Call | tree.Range) else formula_pieces
        yield self.written(prop.value), cut
        yield from self._pipeline(prop)

    def plain(self, text: str) -> Part:
        """Return words that are never broken as a part."""
        return text, _word

    def setting(self, side: tree.Setting) -> Iterable[Part]:
        """Yield the parts of a side of a `set`."""
        if side.value is None:
            yield "unset", _word
        elif isinstance(side.value, tree.Text | tree.Data):  # paragraphs stand in parentheses that are not their text's
            yield self.text[side.start : side.end], call_pieces
        else:
            formula = isinstance(side.value, tree.Reference | tree.Operation | tree.Application)
            yield self.written(side.value), formula_pieces if formula else call_pieces
            yield from self._pipeline(side)

    def _pipeline(self, stated: tree.Property | tree.Setting) -> Iterable[Part]:
        """Yield the parts of what stands with a method."""
        if stated.over:
            yield "over", _word
            yield self.written(stated.over), _word
        yield from self._condition(stated.where)
        for step in stated.steps:
            yield "then", _word
            yield self.written(step.call), call_pieces
            yield from self._condition(step.where)

    def _condition(self, where: tree.Expression | None) -> Iterable[Part]:
        if where:
            yield "where", _word
            yield self.written(where), formula_pieces

    def joined(self, parts: Iterable[Part], indent: int) -> str:
        """Return parts on one line, or broken inside their parentheses."""
        parts = list(parts)
        lines = [written if cut is _word else _on_one_line(written, cut) for written, cut in parts]
        line = " ".join(line or "" for line in lines)
        if None not in lines and fits(line, indent):
            return line
        pieces: list[Piece] = []
        for written, cut in parts:
            first, *others = cut(written)
            pieces += [first._replace(gap=" " * bool(pieces)), *others]
        return broken(pieces, indent) or " ".join(written for written, _ in parts)
