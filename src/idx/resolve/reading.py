"""What a heading says of itself: its formula with the names that this reads, and its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.syntax import tree

if TYPE_CHECKING:
    from idx.resolve.statements import Key

EXPRESSIONS = (tree.Number, tree.Text, tree.Reference, tree.Operation, tree.Application)


def formula_of(heading: tree.Node) -> tree.Expression | None:
    """Return a heading's formula as it is written, or None."""
    stated = next((prop.value for prop in heading.properties if prop.keyword == "formula"), None)
    return stated if isinstance(stated, EXPRESSIONS) else None


def references(heading: tree.Node) -> list[tree.Reference]:
    """Return the names that a heading's formula reads."""
    stated = formula_of(heading)
    found: list[tree.Reference] = []
    waiting: list[tree.Expression] = [stated] if stated is not None else []
    while waiting:
        expression = waiting.pop()
        match expression:
            case tree.Reference():
                found.append(expression)
            case tree.Operation(operands=inner) | tree.Application(arguments=inner):
                waiting.extend(reversed(inner))
            case _:
                pass
    return found


def text_of(own: dict[Key, tree.Property], keyword: str) -> str | None:
    """Return the text or word of a property, or None where it is not stated."""
    prop = own.get((keyword, ""))
    return prop.value.text if prop is not None and isinstance(prop.value, tree.Text | tree.Word) else None
