"""Which value is in force for a property: the one stated there, or the one that it has from above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from idx.edits.facts import NO_NODES, OUTSIDE, ROOT, Key
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.edits.facts import Fact

BY_DEFAULT = {"direction": "positive", "missing": "error"}
HANDED_DOWN = {"impute", "treat", "normalise"}
OF_COMPOSITES = {"weighting", "aggregate", "missing"}


class View(Protocol):
    """What a framework states, however it is held."""

    def fact(self, key: Key) -> Fact | None:
        """Return what is stated under a key, or None."""

    def kind(self, identity: str) -> str | None:
        """Return what a node is."""

    def parents_of(self, identity: str) -> Sequence[str]:
        """Return where a node stands."""


def in_force(view: View, key: Key) -> Fact | None:
    """Return the fact that holds at a place: stated there, inherited, or what the language takes for granted."""
    fact = stated_or_inherited(view, key)
    keyword = key.word if key.kind == "property" else key.subject
    if fact is None and key.kind in {"property", "method"} and keyword in BY_DEFAULT:
        word = tree.Word(BY_DEFAULT[keyword], 0, 0)
        return tree.Property(keyword, word if keyword == "direction" else tree.Call(word, (), 0, 0), 0, 0)
    return fact


def stated_or_inherited(view: View, key: Key) -> Fact | None:
    """Return the fact that a file states for a place, there or above it."""
    stated = view.fact(key)
    if stated is not None or key.kind != "property":
        return stated
    keyword = key.word
    method = view.fact(Key("method", keyword, "", key.place))
    if keyword in HANDED_DOWN:
        for above in _above(view, key.subject):
            stated = view.fact(Key("property", above, keyword, key.place))
            if stated is not None:
                return stated
        return method
    if keyword == "link":
        return method if ROOT in view.parents_of(key.subject) else None
    return method if keyword in OF_COMPOSITES and view.kind(key.subject) == "composite" else None


def _above(view: View, identity: str) -> list[str]:
    """Return the composites from which a node inherits, the nearest first."""
    found: list[str] = []
    while True:
        parents = [parent for parent in view.parents_of(identity) if parent != OUTSIDE]
        if not parents or ROOT in parents:
            return found  # what is defined outside the trees takes part where it first stands
        home = view.fact(Key("home", identity))
        identity = home if isinstance(home, str) and home in parents else parents[0]
        if identity in NO_NODES or identity in found:
            return found
        found.append(identity)
