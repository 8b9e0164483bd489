"""Compare two syntax trees by what they say: positions are of no account, nor is the order within a heading."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from idx.format.headings import label_key, property_order
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Callable

PLACES = {"start", "end", "brace"}
# What stands in these fields of a heading is compared in its canonical order; equal ones keep theirs.
HEADINGS = {tree.Node, tree.Column, tree.Header, tree.Scenario}
ORDERS: dict[str, Callable[[Any], Any]] = {"labels": label_key, "properties": property_order}


def same_meaning(one: tree.File, other: tree.File) -> bool:
    """Whether two files say the same."""
    waiting: list[tuple[Any, Any]] = [(one.statements, other.statements)]
    while waiting:
        left, right = waiting.pop()
        if type(left) is not type(right):
            return False
        if type(left) is not tuple:
            meaning = MEANINGS[type(left)]
            left, right = meaning(left), meaning(right)
        if len(left) != len(right):
            return False
        for pair in zip(left, right, strict=True):
            if isinstance(pair[0], tuple):
                waiting.append(pair)
            elif pair[0] != pair[1]:
                return False
    return True


def _meaning(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what takes from a part of a tree all but its positions."""
    ordered = [name for name in kind._fields if name in ORDERS and kind in HEADINGS]
    places = [place for place, name in enumerate(kind._fields) if name not in PLACES and name not in ordered]
    others = itemgetter(*places, *places[: len(places) == 1])  # of one place alone it would give no tuple
    if not ordered:
        return others
    return lambda heading: (*others(heading), *(_in_order(getattr(heading, name), ORDERS[name]) for name in ordered))


def _in_order(parts: tuple[Any, ...], order: Callable[[Any], Any]) -> tuple[Any, ...]:
    return tuple(sorted(parts, key=order)) if len(parts) > 1 else parts


KINDS = [kind for kind in vars(tree).values() if isinstance(kind, type) and hasattr(kind, "_fields")]
MEANINGS = {kind: _meaning(kind) for kind in KINDS}
