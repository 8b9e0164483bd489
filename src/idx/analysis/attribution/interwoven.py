"""Data that hang together, since entities are made of others: what weighs what, and which groups say who belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.edits.changes import OF_DATA
from idx.edits.facts import Existence, Key
from idx.edits.references import references
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idx.edits.changes import Change
    from idx.edits.facts import Stated

READING = {"code", "convert", "across"}  # what says how data are read


class Interwoven(NamedTuple):
    """`weights` has the series that weigh the members for each identity, `groups` those that say who is a member.

    `made` are the entities that are made of others; results call them by their names or codes. `staying` are the nodes
    that stand somewhere in all versions.
    """

    weights: Mapping[str, frozenset[str]] = {}
    groups: frozenset[str] = frozenset()
    made: frozenset[str] = frozenset()
    staying: frozenset[str] = frozenset()

    def counts(self, change: Change) -> bool:
        """Whether a change can change a value: as others do, or since rows are called by what it changes."""
        return change.counts or self.calls_rows(change)

    def calls_rows(self, change: Change) -> bool:
        """Whether a change is about what results call an entity."""
        called = change.verb == "rename" or any(key.kind == "property" and key.word == "code" for key in change.keys)
        return change.subject in self.made and called

    def makes_entities(self, change: Change) -> bool:
        """Whether a change is about which entities are made of which others."""
        if change.verb == "revise":
            return change.subject in self.groups
        if self.calls_rows(change):
            return True
        facts = (*change.old.values(), *change.new.values())
        return any(key.kind == "property" and key.word == "where" for key in change.keys) or any(
            isinstance(fact, Existence) and fact.kind == "entity" for fact in facts
        )


def interwoven(versions: Iterable[Stated]) -> Interwoven:
    """Return what hangs together in any of the versions."""
    weights: dict[str, frozenset[str]] = {}
    groups: set[str] = set()
    made: set[str] = set()
    places: list[set[Key]] = []
    for stated in versions:
        places.append({key for key in stated.facts if key.kind == "place"})
        for key, fact in stated.facts.items():
            if isinstance(fact, Existence) and fact.kind == "entity":
                made.add(key.subject)
            if key.kind != "property" or not isinstance(fact, tree.Property):
                continue
            if key.word == "across":
                named = frozenset(word.text for word in references(fact))
                weights[key.subject] = weights.get(key.subject, frozenset()) | named
            elif key.word == "where":
                groups.update(word.text for word in references(fact))
    weighing = {identity: names for identity, names in weights.items() if names}
    staying = {key.subject for key in set[Key].intersection(*places)} if places else ()
    return Interwoven(weighing, frozenset(groups), frozenset(made), frozenset(staying))


def reads_data(change: Change) -> bool:
    """Whether a change only says how data are read; it matters where that finds other data."""
    return all(key.kind == "property" and key.word in READING for key in change.keys)


def touches_data(change: Change) -> bool:
    """Whether a change makes data come, go or be others."""
    formula = any(key.kind == "property" and key.word == "formula" for key in change.keys)
    return change.verb in {*OF_DATA, "add", "remove", "replace"} or formula or reads_data(change)
