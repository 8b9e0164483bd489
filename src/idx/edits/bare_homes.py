"""Where indicators inherit from that say nothing but their name, and stand in several places: where they stand first.

No edit is about that, so it is no fact; but it differs between versions whose trees stand in another order, or in
which such a node came to stand elsewhere, and what it inherits with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from idx.edits.changes import Change
from idx.edits.facts import OUTSIDE, ROOT, Key, places_in

if TYPE_CHECKING:
    from idx.edits.facts import Stated


def with_bare_homes(stated: Stated) -> Stated:
    """Return what is stated with a home for every node of several places, none of which decides by itself."""
    first = _first_places(stated)
    homes = {
        Key("home", identity): first[identity]
        for identity, parents in places_in(stated.facts).items()
        if len(parents) > 1 and not {ROOT, OUTSIDE} & {*parents} and Key("home", identity) not in stated.facts
    }
    return replace(stated, facts={**stated.facts, **homes}) if homes else stated


def _first_places(stated: Stated) -> dict[str, str]:
    """Return under which parent each node stands first, as the trees are read."""
    found: dict[str, str] = {}
    waiting = list(reversed(stated.order.get(ROOT, ())))
    seen = set(waiting)
    while waiting:
        node = waiting.pop()
        for child in stated.order.get(node, ()):
            found.setdefault(child, node)
        below = [child for child in stated.order.get(node, ()) if child not in seen]
        seen.update(below)
        waiting.extend(reversed(below))
    return found


def home_changes(before: Stated, after: Stated) -> tuple[Change, ...]:
    """Return a change for each node whose home differs, and that neither version states; both have all homes."""
    found = []
    for key, home in before.facts.items():
        other = after.facts.get(key)
        if key.kind == "home" and other is not None and other != home:
            found.append(Change("home", key.subject, {key: home}, {key: other}))
    return tuple(found)
