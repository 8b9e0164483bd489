"""Compare two syntax trees by what they say: positions are of no account, nor is the order within a heading."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from idx.format.headings import label_key, property_order
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Callable

PLACES = {"start", "end", "brace"}
# Where the order has no meaning, these fields are compared in the canonical one.
HEADINGS = {tree.Node, tree.Column, tree.Header}
ORDERS: dict[str, Callable[[Any], Any]] = {"labels": label_key, "properties": property_order}


def same_meaning(one: tree.File, other: tree.File) -> bool:
    """Whether two files say the same."""
    waiting: list[tuple[Any, Any]] = [(one.statements, other.statements)]
    while waiting:
        left, right = waiting.pop()
        if type(left) is not type(right):
            return False
        if not isinstance(left, tuple):
            if left != right:
                return False
        elif type(left) is tuple:
            if len(left) != len(right):
                return False
            waiting.extend(zip(left, right, strict=True))
        else:
            for place, order in _fields(type(left)):
                pair = left[place], right[place]
                waiting.append(
                    (tuple(sorted(pair[0], key=order)), tuple(sorted(pair[1], key=order))) if order else pair
                )
    return True


@cache
def _fields(kind: type[Any]) -> list[tuple[int, Callable[[Any], Any] | None]]:
    """Return the places of the fields that have a meaning, each with the order to bring it into."""
    return [
        (place, ORDERS.get(name) if kind in HEADINGS else None)
        for place, name in enumerate(kind._fields)
        if name not in PLACES
    ]
