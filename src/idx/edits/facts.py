"""The stated form of a framework: a fact for each thing that a file says, found by what it is about.

Nodes are known by an identity that no edit changes: the name in the base, or where that is taken the name with a
number behind it. So an edit is a set of facts that change, any subset of edits can be applied, and an edit is undone by
putting the old facts back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from idx.source import Source

ROOT = ""  # the parent of the roots
OUTSIDE = "(outside)"  # the parent of indicators that stand in no tree
COLUMNS = "(columns)"  # the parent of series, groups and entities made of others
FRAMEWORK = ""  # whose labels are the framework's own
NO_NODES = (ROOT, OUTSIDE, COLUMNS)

# What `rows` of the data are about: periods, and what became of them, or an entity that came or went.
PERIODS, CAME, WENT = "periods", "came", "went"
ADDED, REMOVED, COMPLETED, EMPTIED = "added", "removed", "completed", "emptied"
UNIT = "unit"  # what `cells` are about that were multiplied as their unit changed

OfFacts: TypeAlias = Literal[
    "header",
    "data",
    "method",
    "node",
    "name",
    "label",
    "property",
    "place",
    "home",
    "weight",
    "entity",
]
Kind: TypeAlias = Literal[OfFacts, "cells", "rows", "expect"]

NodeKind: TypeAlias = Literal["composite", "indicator", "series", "group", "entity"]


class Key(NamedTuple):
    """What a fact is about.

    `subject` is a node's identity, a header's keyword or a data statement's name; `word` a property's keyword, a
    label's language or a parent's identity; `place` is the place of an `impute`. `entity` is another name of an entity
    of the data, whose name in the base is its `subject`. `cells` are the data of a series, an
    indicator or a group, `rows` periods or entities that the data come to have or have no more (`word` says which, and
    `place` what became of the periods, or the entity's name), and `expect` a figure that is expected (`word` its
    column, `place` its entity and period): they are no facts, but what changes in them is a change like others.
    """

    kind: Kind
    subject: str = ""
    word: str = ""
    place: str = ""


class Existence(NamedTuple):
    """That there is a node, a series, a group or an entity.

    `heading` is where it is defined, without what stands in its block.
    """

    kind: NodeKind
    heading: tree.Node | tree.Column


# Words serve headers and names, texts labels and headers, strings the identity of a parent.
Fact: TypeAlias = Existence | tree.Property | tree.Data | tree.Word | tree.Text | str


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file states, edits of its bases included.

    `order` lists what stands under each parent, in the order of the file; it is no fact, since it has no meaning.
    Expectations and scenarios belong to one file alone. `reasons` are the `because` of edits by what these changed,
    `texts` where the facts are read, `bases` what was stated before the edits of each file or scenario.
    """

    facts: dict[Key, Fact]
    order: dict[str, tuple[str, ...]]
    texts: tuple[tree.Layer, ...]
    published: tuple[tree.Expectations | tree.ExpectedTable, ...] = ()
    scenarios: tuple[tree.Scenario, ...] = ()
    reasons: dict[Key, tree.Text] = field(default_factory=dict)
    bases: tuple[Stated, ...] = ()

    @property
    def source(self) -> Source:
        """The text of the file itself."""
        return self.texts[-1].source

    @property
    def end(self) -> int:
        """The position behind all texts."""
        last = self.texts[-1]
        return last.start + len(last.source.text) + 1

    def text(self) -> str:
        """Return all texts behind one another: positions of facts are offsets into it."""
        return "\n".join(layer.source.text for layer in self.texts)

    def kind(self, identity: str) -> str | None:
        """Return what an identity is, or None where there is none."""
        fact = self.facts.get(Key("node", identity))
        return fact.kind if isinstance(fact, Existence) else None

    def name(self, identity: str) -> str:
        """Return the name of a node as it is now."""
        fact = self.facts.get(Key("name", identity))
        return fact.text if isinstance(fact, tree.Word) else identity

    def identities(self) -> Iterator[str]:
        """Yield the identities of nodes, series and groups."""
        return (key.subject for key in self.facts if key.kind == "node")

    def names(self) -> dict[str, str]:
        """Return the identity of each name."""
        return {self.name(identity): identity for identity in self.identities()}


def places_in(facts: Mapping[Key, Fact]) -> dict[str, list[str]]:
    """Return under which parents each node stands."""
    found: dict[str, list[str]] = {}
    for key in facts:
        if key.kind == "place":
            found.setdefault(key.subject, []).append(key.word)
    return found


def home_of(facts: Mapping[Key, Fact], identity: str, parents: Sequence[str]) -> str:
    """Return the parent under which a node is defined, from where it inherits."""
    for parent in (ROOT, OUTSIDE):
        if parent in parents:
            return parent
    fact = facts.get(Key("home", identity))
    return fact if isinstance(fact, str) and fact in parents else parents[0]


def settle_homes(facts: dict[Key, Fact]) -> None:
    """Keep a home for the nodes that say more than a name and have several parents, none of which decides by itself."""
    said = {key.subject for key in facts if key.kind in {"label", "property"}}
    for identity, parents in places_in(facts).items():
        key = Key("home", identity)
        existence = facts.get(Key("node", identity))
        bare = identity not in said and isinstance(existence, Existence) and existence.kind != "composite"
        if len(parents) == 1 or ROOT in parents or OUTSIDE in parents or bare:
            facts.pop(key, None)
        elif facts.get(key) not in parents:
            facts[key] = parents[0]


def column_kind(column: tree.Column) -> NodeKind:
    """Return what a statement beside the trees defines."""
    kinds: dict[str, NodeKind] = {"series": "series", "group": "group", "entity": "entity"}
    return kinds[column.keyword]
