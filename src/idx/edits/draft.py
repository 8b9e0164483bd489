"""A framework while it is edited: its facts, and the few ways in which they change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idx.edits.data_names import bound_data
from idx.edits.entities import inverted, names_of
from idx.edits.facts import NO_NODES, Key, places_in, settle_homes
from idx.edits.references import entity_text, entity_words, references, renamed, with_entities
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.edits.entities import Names
    from idx.edits.facts import Existence, Fact, Stated


@dataclass(slots=True)
class Draft:
    """What is stated so far; `names` has the identity of each name, `places` the parents of each node.

    `reasons` are the `because` of edits by the facts that they changed, `text` what positions are offsets into. `bound`
    keeps what each name meant from which edit on, `written` at which edit a fact was stated: a name in a formula means
    what it meant there, or where it meant nothing yet, what it means in the end. `lost` has the identities of removed
    nodes by their last names: what comes by such a name takes its place. `entities` is what entities are called and
    from which edit on; `renames_entities` says that the edits of the file give some another name.
    """

    facts: dict[Key, Fact]
    order: dict[str, list[str]]
    places: dict[str, list[str]]
    names: dict[str, str]
    reasons: dict[Key, tree.Text]
    text: str
    bound: dict[str, list[tuple[int, str | None]]] = field(default_factory=dict)
    written: dict[Key, int] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    because: tree.Text | None = None
    edits: int = 0
    renames_entities: bool = False
    entities: list[tuple[int, Names]] = field(default_factory=list)

    @classmethod
    def of(cls, stated: Stated, texts: tuple[tree.Layer, ...]) -> Draft:
        """Return a draft that says what is stated."""
        order = {parent: list(children) for parent, children in stated.order.items()}
        text = "\n".join(layer.source.text for layer in texts)
        draft = cls(dict(stated.facts), order, places_in(stated.facts), stated.names(), dict(stated.reasons), text)
        draft.entities.append((-1, names_of(stated.facts)))
        return draft

    def fact(self, key: Key) -> Fact | None:
        """Return what is stated under a key, or None."""
        return self.facts.get(key)

    def parents_of(self, identity: str) -> list[str]:
        """Return where a node stands."""
        return self.places.get(identity, [])

    def name(self, identity: str) -> str:
        """Return the name of a node as it is now."""
        fact = self.facts.get(Key("name", identity))
        return fact.text if isinstance(fact, tree.Word) else identity

    def kind(self, identity: str) -> str:
        """Return what a node is."""
        fact = self.facts[Key("node", identity)]
        return fact.kind  # type: ignore[union-attr] # that a node is there says what it is

    def parents(self, identity: str) -> list[str]:
        """Return the composites under which a node stands."""
        return [parent for parent in self.places.get(identity, ()) if parent not in NO_NODES]

    def put(self, key: Key, fact: Fact | None) -> None:
        """State a fact, or with None state it no more."""
        if fact is None:
            self.facts.pop(key, None)
        else:
            self.facts[key] = fact
        if self.because is not None:
            self.reasons[key] = self.because
        else:
            self.reasons.pop(key, None)
        self.written[key] = self.edits

    def place(self, identity: str, parent: str, word: tree.Word, before: str | None = None) -> None:
        """Put a node under a parent, at the end or before another node."""
        self.put(Key("place", identity, parent), word)
        self.places.setdefault(identity, []).append(parent)
        siblings = self.order.setdefault(parent, [])
        siblings.insert(siblings.index(before) if before in siblings else len(siblings), identity)

    def displace(self, identity: str, parent: str) -> None:
        """Take a node away from a parent."""
        self.put(Key("place", identity, parent), None)
        if Key("weight", identity, parent) in self.facts:
            self.put(Key("weight", identity, parent), None)
        if self.facts.get(Key("home", identity)) == parent:
            self.put(Key("home", identity), None)
        self.places[identity].remove(parent)
        self.order[parent].remove(identity)

    def define(self, name: tree.Word, existence: Existence) -> str:
        """Add a node, a series or a group; return its identity."""
        identity, number = self.lost.pop(name.text, name.text), 1
        while Key("node", identity) in self.facts or Key("entity", identity) in self.facts:
            number += 1
            identity = f"{name.text}#{number}"
        self.put(Key("node", identity), existence)
        self.put(Key("name", identity), name)
        self._bind(name.text, identity)
        return identity

    def rename(self, identity: str, name: tree.Word) -> None:
        """Give a node another name."""
        self._bind(self.name(identity), None)
        self.put(Key("name", identity), name)
        self._bind(name.text, identity)
        self._entities_changed()

    def rename_entity(self, identity: str, name: tree.Word) -> None:
        """Give an entity of the data another name, or the one back that it has in the base."""
        self.put(Key("entity", identity), name if name.text != identity else None)
        self._entities_changed()

    def _entities_changed(self) -> None:
        names = names_of(self.facts)
        if names != self.entities[-1][1]:
            self.entities.append((self.edits, names))

    def entity_name(self, identity: str) -> str:
        """Return what an entity is called now."""
        return self.entities[-1][1].get(identity, identity)

    def entity(self, name: str, edit: int | None = None) -> str:
        """Return what an entity of this name is known by, as it is now or was at an edit."""
        at = self.edits if edit is None else edit
        names = next(names for since, names in reversed(self.entities) if since <= at)
        return inverted(names).get(name, name)

    def entities_named(self) -> Iterator[tuple[Key, tree.Word | tree.Text | tree.Number]]:
        """Yield each word that names an entity in what is stated, by the name of now."""
        for key, fact in self.facts.items():
            settled = self.settled(fact)
            if isinstance(settled, tree.Property):
                yield from ((key, word) for word in entity_words(with_entities(settled, self.entity_name)))

    def delete(self, identity: str) -> list[str]:
        """Take a node away with all that stands under it alone; return what went."""
        gone = [identity]
        for parent in list(self.places.get(identity, ())):
            self.displace(identity, parent)
        for child in list(self.order.get(identity, ())):
            self.displace(child, identity)
            if not self.places[child]:
                gone += self.delete(child)
        self.lost[self.name(identity)] = identity
        self._bind(self.name(identity), None)
        for key in [key for key in self.facts if key.subject == identity and key.kind in OF_A_NODE]:
            self.put(key, None)
        return gone

    def _bind(self, name: str, identity: str | None) -> None:
        """Let a name mean a node from now on, or nothing."""
        history = self.bound.setdefault(name, [(-1, self.names.get(name))])
        history.append((self.edits, identity))
        if identity is None:
            del self.names[name]
        else:
            self.names[name] = identity

    def _meant(self, name: str, edit: int) -> str:
        """Return the identity that a name had at an edit, else the one that it has in the end, else itself."""
        history = self.bound.get(name, [])
        then = [identity for since, identity in history if since <= edit]
        return (then[-1] if then else None) or self.names.get(name, name)

    def identified(self, prop: tree.Property, edit: int | None = None) -> tree.Property:
        """Return a property with identities in the place of names, as they are now or were at an edit."""
        at = self.edits if edit is None else edit
        known = self._entities_identified(prop, at)
        if not self.bound and all(name == identity for name, identity in self.names.items()):
            return known
        return renamed(known, {word.text: self._meant(word.text, at) for word in references(prop)})

    def _entities_identified(self, prop: tree.Property, edit: int) -> tree.Property:
        if len(self.entities) == 1 and not self.entities[0][1]:
            return prop
        return with_entities(prop, lambda name: self.entity(name, edit))

    def identified_name(self, side: tree.Setting, kind: str | None) -> tree.Setting:
        """Return a side of an edit of an argument; where it names what is of a kind, by its identity."""
        value = side.value
        if not isinstance(value, tree.Call) or value.arguments:
            return side
        identity = self._meant(value.name.text, self.edits)
        if Key("node", identity) not in self.facts or self.kind(identity) != kind:
            return side
        return side._replace(value=value._replace(name=value.name._replace(text=identity)))

    def guarded(self, prop: tree.Property) -> tree.Property:
        """Return the old side of an edit with identities; it may still name what was removed above."""
        lost = {name: identity for name, identity in self.lost.items() if name not in self.names}
        names = {word.text: lost.get(word.text) or self._meant(word.text, self.edits) for word in references(prop)}
        return renamed(self._entities_identified(prop, self.edits), names)

    def guarded_data(self, data: tree.Data) -> tree.Data:
        """Return the old side of an edit of data with what entities are known by."""
        own = tuple((here._replace(text=self.entity(here.text)), there) for here, there in data.entities)
        return data._replace(entities=own)

    def identified_entity(self, side: tree.Setting) -> tree.Setting:
        """Return a side of an edit of an argument that names an entity, by what it is known by."""
        value = side.value
        if isinstance(value, tree.Call) and not value.arguments:
            return side._replace(value=value._replace(name=value.name._replace(text=self.entity(value.name.text))))
        if isinstance(value, tree.Text | tree.Number):
            known = self.entity(entity_text(value))
            return side._replace(value=tree.Text(known, value.start, value.end))
        return side

    def settled(self, fact: Fact | None) -> Fact | None:
        """Return a fact that is stated with identities in the place of names, also where an edit above stated it."""
        if not isinstance(fact, tree.Property):
            return fact
        edit = next((edit for key, edit in self.written.items() if self.facts.get(key) is fact), None)
        return fact if edit is None else self.identified(fact, edit)

    def finished(self) -> None:
        """Bind the names in all that was stated, and settle where nodes with several parents are defined."""
        for key, edit in self.written.items():
            fact = self.facts.get(key)
            if isinstance(fact, tree.Property):
                self.facts[key] = self.identified(fact, edit)
            elif isinstance(fact, tree.Data):
                self.facts[key] = bound_data(fact, self.facts)
        settle_homes(self.facts)


OF_A_NODE = {"node", "name", "label", "property", "home"}
