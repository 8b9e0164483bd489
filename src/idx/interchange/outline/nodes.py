"""Write the tree of an outline: composites with braces, a node a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.interchange.names import is_name, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from idx.interchange.outline.model import Outline


def index_block(outline: Outline, names: Sequence[str]) -> list[str]:
    """Return the lines of the index tree; `names` belong to the entries in their order."""
    writer = _Tree(outline, names)
    root = outline.root
    return ["index " + writer.heading(root), *writer.block(root), "}"]


class _Tree:
    def __init__(self, outline: Outline, names: Sequence[str]) -> None:
        self.entries, self.names, self.below = outline.entries, names, outline.children()
        self.of_total = outline.of_total

    def heading(self, position: int) -> str:
        """Return the heading of a composite, its brace included."""
        parts = self._parts(position)
        siblings = [self.entries[child].weight for child in self.below[position]]
        if self.of_total:
            parts += ["weighting of_total"] if self.entries[position].parent is None else []
        elif any(weight is not None for weight in siblings):
            parts.append("weighting relative")
        return " ".join([*parts, "{"])

    def block(self, position: int) -> Iterator[str]:
        """Yield the lines between a composite's braces."""
        for child in self.below[position]:
            if child in self.below:
                yield self.heading(child)
                yield from self.block(child)
                yield "}"
            else:
                yield " ".join(self._parts(child))

    def _parts(self, position: int) -> list[str]:
        entry, name = self.entries[position], self.names[position]
        composite = position in self.below
        code = entry.code or ("" if composite else entry.label)
        bare = code in {"", name}
        direction = entry.negative and (not composite or entry.parent is None)
        parts = [
            name,
            "" if not entry.label or (bare and entry.label == name) else quoted(entry.label),
            *(f"{language} {quoted(text)}" for language, text in entry.names),
            f"unit {unit(entry.unit)}" if entry.unit and not composite else "",
            "" if bare else f"code {quoted(code)}",
            f"weight {number(entry.weight)}" if entry.weight is not None else "",
            "direction negative" if direction else "",
            f"source {quoted(entry.source)}" if entry.source else "",
            f"note {quoted(entry.note)}" if entry.note else "",
        ]
        return [part for part in parts if part]


def unit(text: str) -> str:
    """Return a unit as the language writes it: a word or `%` as they stand, else in quotes."""
    return text if is_name(text) or text == "%" else quoted(text)


def number(value: Fraction) -> str:
    """Return an exact number as the language writes it: with decimals where they end, else as a fraction."""
    rest, places = value.denominator, 0
    while rest % 10 == 0 or rest % 5 == 0 or rest % 2 == 0:
        rest //= 10 if rest % 10 == 0 else 5 if rest % 5 == 0 else 2
        places += 1
    if rest != 1 or places > 30:
        return str(value)
    whole, digits = divmod(value.numerator * 10**places // value.denominator, 10**places)
    return f"{whole}.{digits:0{places}d}" if places else str(whole)
