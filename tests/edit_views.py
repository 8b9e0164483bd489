"""What a version states, held so that tests can ask: values in force, and facts by the names of now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from idx.edits.data_names import named_data
from idx.edits.entities import as_called, names_of
from idx.edits.facts import NO_NODES, OUTSIDE, ROOT, Existence, Key, Stated, home_of, places_in
from idx.edits.force import in_force
from idx.edits.meaning import meaning
from idx.edits.references import renamed, with_entities
from idx.edits.written import quoted, written
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from idx.edits.facts import Fact


OF_THE_FILE = {"header", "data", "method", "label", "entity"}


@dataclass
class View:
    """What is stated, as edits see it."""

    stated: Stated

    def fact(self, key: Key) -> Fact | None:
        """Return what is stated under a key, or None."""
        return self.stated.facts.get(key)

    def kind(self, identity: str) -> str | None:
        """Return what a node is."""
        return self.stated.kind(identity)

    @cached_property
    def places(self) -> dict[str, list[str]]:
        """The parents of each node."""
        return places_in(self.stated.facts)

    def parents_of(self, identity: str) -> Sequence[str]:
        """Return where a node stands."""
        return self.places.get(identity, ())

    def of_kind(self, *kinds: str) -> list[str]:
        """Return the identities of these kinds."""
        return [identity for identity in self.stated.identities() if self.kind(identity) in kinds]

    def side(self, key: Key) -> str:
        """Return the value in force under a key, as a side of a `set` says it."""
        fact = in_force(self, key)
        if fact is None:
            return "unset"
        if isinstance(fact, tree.Text):
            return quoted(fact.text)
        if isinstance(fact, tree.Data):
            fact = named_data(fact, self.stated.facts, whole=False)
        text = written(fact, self.stated.text(), self.stated.name, as_called(names_of(self.stated.facts)))
        keyword = fact.keyword if isinstance(fact, tree.Property) else ""
        return f"({text})" if keyword in {"formula", "entities", "where"} else text

    def path(self, identity: str, *rest: str) -> str:
        """Return a path to something of a node."""
        name = self.stated.name(identity)
        begun = f"node.{name}" if name in {"method", "framework", "node"} else name
        return ".".join((begun, *filter(None, rest)))


def by_name(stated: Stated) -> dict[tuple[str, ...], Hashable]:
    """Return all that a version states by the names of now: a second way to compare, which knows no identities."""
    names = {identity: stated.name(identity) for identity in stated.identities()}
    names |= {parent: parent for parent in NO_NODES}
    places = places_in(stated.facts)
    found: dict[tuple[str, ...], Hashable] = {}
    for key, fact in stated.facts.items():
        subject = names[key.subject] if key.kind not in OF_THE_FILE else key.subject
        match key.kind, fact:
            case (("name" | "home" | "entity"), _):
                continue
            case "label", tree.Text(text=text):
                found["label", names.get(key.subject, ""), key.word] = text
            case "place", _:
                found["place", subject, names[key.word]] = True
            case "weight", _:
                found["weight", subject, names[key.word]] = meaning(fact)
            case _, tree.Property():
                found[key.kind, subject, key.word, key.place] = meaning(renamed(_called(fact, stated), names))
            case _, Existence(kind=kind):
                found["node", subject] = kind
            case _:
                found[key.kind, subject] = meaning(
                    named_data(fact, stated.facts) if isinstance(fact, tree.Data) else fact
                )
    for identity, parents in places.items():
        if len(parents) > 1 and not {ROOT, OUTSIDE} & set(parents) and _says(stated, identity):
            found["home", names[identity]] = names[home_of(stated.facts, identity, parents)]
    return found


def _called(prop: tree.Property, stated: Stated) -> tree.Property:
    """Return a property that speaks of entities by the names of now."""
    return with_entities(prop, as_called(names_of(stated.facts)))


def _says(stated: Stated, identity: str) -> bool:
    """Whether a node says more than its name, so that it makes a difference from where it inherits."""
    said = any(key.subject == identity and key.kind in {"label", "property"} for key in stated.facts)
    return said or stated.kind(identity) == "composite"


def own_words(stated: Stated) -> list[str]:
    """Return the expectations and scenarios of a version as they are written."""
    text = stated.text()
    return [text[item.start : item.end] for item in (*stated.published, *stated.scenarios)]
