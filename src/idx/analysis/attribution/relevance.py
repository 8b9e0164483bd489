"""Which causes can matter to a node's value: those that touch it, what it is made of, or what these inherit from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.facts import NO_NODES, Key
from idx.edits.references import references
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idx.edits.facts import Stated

HANDED_DOWN = {"impute", "treat", "normalise", "link", "weighting"}
WHOLE_FILE = {"periods", "entities"}


class Relevance:
    """Masks of causes by node, drawn from all that either version states; too wide a mask costs time, never a digit."""

    def __init__(self, before: Stated, after: Stated, owner: Mapping[Key, int]) -> None:
        """Sort the changed facts by node, and find what stands under and above what in either version."""
        self.own: dict[str, int] = {}
        self.handing: dict[str, int] = {}
        self.below: dict[str, set[str]] = {}
        self.above: dict[str, set[str]] = {}
        self.of_method = 0
        for key, mask in owner.items():
            self._touch(key, mask)
        for stated in (before, after):
            for key, fact in stated.facts.items():
                if key.kind == "place" and key.word not in NO_NODES:
                    self.below.setdefault(key.word, set()).add(key.subject)
                    self.above.setdefault(key.subject, set()).add(key.word)
                elif key.kind == "property" and isinstance(fact, tree.Property):
                    self.below.setdefault(key.subject, set()).update(word.text for word in references(fact))
                elif key.kind == "method" and isinstance(fact, tree.Property):
                    self.below.setdefault("", set()).update(word.text for word in references(fact))

    def _touch(self, key: Key, mask: int) -> None:
        if key.kind == "method":
            self.of_method |= 0 if key.subject in WHOLE_FILE else mask
            return
        nodes = {key.subject, key.word} if key.kind in {"place", "weight"} else {key.subject}
        for node in nodes:
            self.own[node] = self.own.get(node, 0) | mask
        if key.kind in {"place", "home", "node"} or key.word in HANDED_DOWN:
            self.handing[key.subject] = self.handing.get(key.subject, 0) | mask

    def masks(self, identities: Iterable[str]) -> dict[str, int]:
        """Return the mask of each node."""
        named_by_method = reached(self.below.get("", ()), self.below)
        found = {}
        for identity in identities:
            mask = self.of_method
            for member in reached([identity], self.below) | named_by_method:
                mask |= self.own.get(member, 0)
                for above in reached([member], self.above):
                    mask |= self.handing.get(above, 0)
            found[identity] = mask
        return found


def reached(start: Iterable[str], edges: Mapping[str, set[str]]) -> set[str]:
    """Return all that can be reached from nodes, these included."""
    found = set(start)
    waiting = list(found)
    while waiting:
        for other in edges.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
