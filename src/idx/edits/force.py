"""Which value is in force for a property: the one stated there, or the one that it has from above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.facts import NO_NODES, OUTSIDE, ROOT, Key
from idx.syntax import tree

if TYPE_CHECKING:
    from idx.edits.draft import Draft
    from idx.edits.facts import Fact

BY_DEFAULT = {"direction": "positive", "missing": "error"}
HANDED_DOWN = {"impute", "normalise"}


def in_force(draft: Draft, key: Key) -> Fact | None:
    """Return the fact that holds at a place: stated there, inherited, or what the language takes for granted."""
    stated = draft.facts.get(key)
    if stated is not None:
        return stated
    keyword = key.word if key.kind == "property" else key.subject
    inherited = _inherited(draft, key) if key.kind == "property" else None
    if inherited is None and key.kind in {"property", "method"} and keyword in BY_DEFAULT:
        word = tree.Word(BY_DEFAULT[keyword], 0, 0)
        return tree.Property(keyword, word if keyword == "direction" else tree.Call(word, (), 0, 0), 0, 0)
    return inherited


def _inherited(draft: Draft, key: Key) -> Fact | None:
    keyword = key.word
    method = draft.facts.get(Key("method", keyword, "", key.place))
    composite = draft.kind(key.subject) == "composite"
    if keyword in HANDED_DOWN:
        for above in _above(draft, key.subject):
            stated = draft.facts.get(Key("property", above, keyword, key.place))
            if stated is not None:
                return stated
        return method
    if keyword == "link":
        return method if ROOT in draft.places[key.subject] else None
    return method if composite and keyword in {"weighting", "aggregate", "missing"} else None


def _above(draft: Draft, identity: str) -> list[str]:
    """Return the composites from which a node inherits, the nearest first."""
    found: list[str] = []
    while True:
        parents = draft.places.get(identity, [])
        if not parents or ROOT in parents or OUTSIDE in parents:
            return found
        home = draft.facts.get(Key("home", identity))
        identity = home if isinstance(home, str) and home in parents else parents[0]
        if identity in NO_NODES or identity in found:
            return found
        found.append(identity)
