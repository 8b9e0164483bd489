"""A framework while it is edited: its facts, and the few ways in which they change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idx.edits.facts import NO_NODES, Key, places_in, settle_homes
from idx.edits.references import references, renamed
from idx.syntax import tree

if TYPE_CHECKING:
    from idx.edits.facts import Existence, Fact, Stated


@dataclass(slots=True)
class Draft:
    """What is stated so far; `names` has the identity of each name, `places` the parents of each node.

    `reasons` are the `because` of edits by the facts that they changed, `text` what positions are offsets into. `bound`
    keeps what each name meant from which edit on, `written` at which edit a fact was stated: a name in a formula means
    what it meant there, or where it meant nothing yet, what it means in the end. `lost` has the identities of removed
    nodes by their last names: what comes by such a name takes its place.
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

    @classmethod
    def of(cls, stated: Stated, texts: tuple[tree.Layer, ...]) -> Draft:
        """Return a draft that says what is stated."""
        order = {parent: list(children) for parent, children in stated.order.items()}
        text = "\n".join(layer.source.text for layer in texts)
        return cls(dict(stated.facts), order, places_in(stated.facts), stated.names(), dict(stated.reasons), text)

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
        while Key("node", identity) in self.facts:
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
        if not self.bound and all(name == identity for name, identity in self.names.items()):
            return prop
        at = self.edits if edit is None else edit
        return renamed(prop, {word.text: self._meant(word.text, at) for word in references(prop)})

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
        return renamed(prop, names)

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
        settle_homes(self.facts)


OF_A_NODE = {"node", "name", "label", "property", "home"}
