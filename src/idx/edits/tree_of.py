"""From facts back to a syntax tree, in which names are those of now or identities."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idx.edits.data_names import named_data
from idx.edits.entities import as_called, names_of, renamings
from idx.edits.facts import COLUMNS, FRAMEWORK, OUTSIDE, ROOT, Existence, Key, Stated, home_of, places_in
from idx.edits.references import renamed, with_entities
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idx.edits.facts import Fact

HEADERS = ("framework", "version", "source", "note")


def tree_of(stated: Stated, *, by_identity: bool = False) -> tree.File:
    """Return the tree that states the same in one file.

    `by_identity` calls nodes by their identities, so that results of several versions can be held side by side; what
    one file alone says (expectations, scenarios) is then left out.
    """
    return _Planting(stated, by_identity=by_identity).file()


@dataclass(slots=True)
class _Planting:
    """Puts the facts about each node together."""

    stated: Stated
    by_identity: bool
    parents: dict[str, list[str]] = field(init=False)
    labels: dict[str, list[tree.Label]] = field(default_factory=dict)
    properties: dict[str, list[tree.Property]] = field(default_factory=dict)
    method: list[tree.Property] = field(default_factory=list)
    data: list[tree.Data] = field(default_factory=list)
    now: dict[str, str] = field(default_factory=dict)
    entities: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the facts by node."""
        self.parents = places_in(self.stated.facts)
        if not self.by_identity:
            pairs = ((identity, self.stated.name(identity)) for identity in self.stated.identities())
            self.now = {identity: name for identity, name in pairs if name != identity}
            self.entities = names_of(self.stated.facts)
        for key, fact in self.stated.facts.items():
            match key.kind, fact:
                case "label", tree.Text():
                    language = tree.Word(key.word, fact.start, fact.start) if key.word else None
                    self.labels.setdefault(key.subject, []).append(tree.Label(language, fact))
                case "property", tree.Property():
                    self.properties.setdefault(key.subject, []).append(self._called(fact))
                case "method", tree.Property():
                    self.method.append(self._called(fact))
                case "data", tree.Data():
                    self.data.append(fact if self.by_identity else named_data(fact, self.stated.facts))
                case _:
                    pass

    def _called(self, prop: tree.Property) -> tree.Property:
        """Return a property with the names of now."""
        known = with_entities(prop, as_called(self.entities)) if self.entities else prop
        return renamed(known, self.now)

    def file(self) -> tree.File:
        own = () if self.by_identity else (*self.stated.published, *self.stated.scenarios)
        return tree.File(
            self.stated.source,
            (
                *self._headers(),
                *self.data,
                *(self._renamed() if not self.by_identity else ()),
                *([tree.Method(tuple(self.method), self.method[0].start, self.method[-1].end)] if self.method else []),
                *self._columns(),
                *(self.node(identity, OUTSIDE) for identity in self._order(OUTSIDE)),
                *(self.node(identity, ROOT) for identity in self._order(ROOT)),
                *own,
            ),
            self.stated.texts,
        )

    def _order(self, parent: str) -> Sequence[str]:
        return self.stated.order.get(parent, ())

    def _headers(self) -> Iterator[tree.Header]:
        for keyword in HEADERS:
            fact = self.stated.facts.get(Key("header", keyword))
            if isinstance(fact, tree.Word):
                yield tree.Header(keyword, fact.start, fact.end, fact, tuple(self.labels.get(FRAMEWORK, ())))
            elif isinstance(fact, tree.Text):
                yield tree.Header(keyword, fact.start, fact.end, text=fact)

    def _renamed(self) -> Iterator[tree.Called]:
        for item in renamings(self.stated.facts):
            old = tree.Word(item.identity, item.word.start, item.word.end)
            yield tree.Called(old, item.word, item.word.start, item.word.end)

    def _columns(self) -> Iterator[tree.Column]:
        for identity in self._order(COLUMNS):
            heading = self._heading(identity)
            yield tree.Column(
                heading.keyword,
                self._name(identity, self.stated.facts[Key("name", identity)]),
                tuple(self.labels.get(identity, ())),
                tuple(self.properties.get(identity, ())),
                heading.start,
                heading.end,
            )

    def _heading(self, identity: str) -> tree.Node | tree.Column:
        fact = self.stated.facts[Key("node", identity)]
        if not isinstance(fact, Existence):
            raise TypeError(fact)
        return fact.heading

    def _name(self, identity: str, word: Fact) -> tree.Word:
        if not isinstance(word, tree.Word):
            raise TypeError(word)
        name = identity if self.by_identity else self.now.get(identity, identity)
        return word if word.text == name else word._replace(text=name)

    def node(self, identity: str, parent: str) -> tree.Node:
        """Return a node as it stands under a parent: whole where it is defined, elsewhere its bare name."""
        facts = self.stated.facts
        weight = facts.get(Key("weight", identity, parent))
        weights = (weight,) if isinstance(weight, tree.Property) else ()
        keyword = {ROOT: "index", OUTSIDE: "indicator"}.get(parent, "")
        if home_of(facts, identity, self.parents[identity]) != parent:
            word = facts[Key("place", identity, parent)]
            name = self._name(identity, word)
            return tree.Node(name, (), weights, None, name.start, name.end, keyword=keyword)
        heading = self._heading(identity)
        composite = self.stated.kind(identity) == "composite"
        children = tuple(self.node(child, identity) for child in self._order(identity)) if composite else None
        return tree.Node(
            name=self._name(identity, facts[Key("name", identity)]),
            labels=tuple(self.labels.get(identity, ())),
            properties=(*self.properties.get(identity, ()), *weights),
            children=children,
            start=heading.start,
            end=heading.end,
            depth=0 if children is None else 1 + max((child.depth for child in children), default=0),
            keyword=keyword,
        )
