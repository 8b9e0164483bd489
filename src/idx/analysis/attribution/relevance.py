"""Which causes can matter to a node's value: those that touch it, what it is made of, or what these inherit from."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from idx.edits.facts import NO_NODES, Existence, Key
from idx.edits.references import readings, references
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idx.edits.facts import Stated

RESULTS = {"score", "index", "rank"}
HANDED_DOWN = {"impute", "treat", "normalise", "link", "weighting"}


class Relevance:
    """Masks of causes by node, drawn from all that either version states; too wide a mask costs time, never a digit.

    Which rows there are matters to every node, since sets of reference, computed weights, groups, ranks and fillings
    look across rows: so do the entities and periods that a file evaluates, and those that the data have.
    """

    def __init__(self, before: Stated, after: Stated, owner: Mapping[Key, int]) -> None:
        """Sort the changed facts by node, and find what stands under and above what in either version."""
        facts = (item for stated in (before, after) for item in stated.facts.items())
        self.made = {key.subject for key, fact in facts if isinstance(fact, Existence) and fact.kind == "entity"}
        self.named: dict[str, set[str]] = {}
        self.own: dict[str, int] = {}
        self.handing: dict[str, int] = {}
        self.below: dict[str, set[str]] = {}
        self.above: dict[str, set[str]] = {}
        self.reading_results: dict[str, set[Key]] = {}  # where an indicator's score, or what rests on it, is read
        self.of_method = 0
        for key, mask in owner.items():
            self._touch(key, mask)
        for stated in (before, after):
            for key, fact in stated.facts.items():
                if key.kind == "place" and key.word not in NO_NODES:
                    self.below.setdefault(key.word, set()).add(key.subject)
                    self.above.setdefault(key.subject, set()).add(key.word)
                elif key.kind == "property" and isinstance(fact, tree.Property):
                    names = {word.text for word in references(fact)}
                    self.below.setdefault(key.subject, set()).update(names)
                    self.named.setdefault(key.subject, set()).update(names)
                    for name in results_read(fact):
                        self.reading_results.setdefault(name, set()).add(key)
                        self.own[name] = self.own.get(name, 0) | owner.get(key, 0)
                elif key.kind == "method" and isinstance(fact, tree.Property):
                    self.below.setdefault("", set()).update(word.text for word in references(fact))

    def _touch(self, key: Key, mask: int) -> None:
        if key.kind in {"method", "rows"} or key.subject in self.made:
            self.of_method |= mask
            return
        nodes = {key.subject, key.word} if key.kind in {"place", "weight"} else {key.subject}
        for node in nodes:
            self.own[node] = self.own.get(node, 0) | mask
        if key.kind in {"place", "home", "node"} or key.word in HANDED_DOWN:
            self.handing[key.subject] = self.handing.get(key.subject, 0) | mask

    def targets(self, nodes: Iterable[str]) -> set[str]:
        """Return nodes with all that has to be planted for them: what is named by what their trees are made of.

        What says which rows there are names nodes too.
        """
        found = {*nodes, *self.below.get("", ())}
        while True:
            roots = {node for node in reached(found, self.above) if not self.above.get(node)}
            more = {name for node in reached(found | roots, self.below) for name in self.named.get(node, ())}
            if more <= found:
                return found
            found |= more

    def masks(self, identities: Iterable[str]) -> dict[str, int]:
        """Return the mask of each node: of what it is made of, and of what that inherits from above and this names."""
        named_by_method = self._members(self.below.get("", ()))
        of_member: dict[str, int] = {}
        found = {}
        for identity in identities:
            mask = self.of_method
            for member in self._members([identity]) | named_by_method:
                if member not in of_member:
                    handed = (self.handing.get(above, 0) for above in reached([member], self.above))
                    of_member[member] = reduce(or_, handed, self.own.get(member, 0))
                mask |= of_member[member]
            found[identity] = mask
        return found

    def _members(self, nodes: Iterable[str]) -> set[str]:
        """Return all that nodes are made of, what properties above it name included."""
        found: set[str] = set()
        waiting = list(nodes)
        while waiting:
            new = reached(waiting, self.below) - found
            found |= new
            above = reached(new, self.above)
            waiting = [name for node in above for name in self.named.get(node, ()) if name not in found]
        return found


def results_read(prop: tree.Property) -> set[str]:
    """Return the nodes whose score, index or rank a property reads."""
    return {item.name.text for item in readings(prop) if item.column is not None and item.column.text in RESULTS}


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
