"""Write headings and statements of nodes as a file would say them, with the names of now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.data_names import named_data
from idx.edits.entities import as_called, names_of
from idx.edits.facts import OUTSIDE, ROOT, Existence, Key, Stated, home_of, places_in
from idx.edits.written import quoted, written
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Container, Iterator


class NodesText:
    """Writes what a framework states about its nodes."""

    def __init__(self, stated: Stated) -> None:
        """Sort the labels and properties by node."""
        self.stated, self.text = stated, stated.text()
        self.places = places_in(stated.facts)
        self.entity = as_called(names_of(stated.facts))
        self.labels: dict[str, list[tuple[str, tree.Text]]] = {}
        self.properties: dict[str, list[tree.Property]] = {}
        for key, fact in stated.facts.items():
            if key.kind == "label" and isinstance(fact, tree.Text):
                self.labels.setdefault(key.subject, []).append((key.word, fact))
            elif key.kind == "property" and isinstance(fact, tree.Property):
                self.properties.setdefault(key.subject, []).append(fact)

    def name(self, identity: str) -> str:
        """Return a node's name."""
        return self.stated.name(identity)

    def fact(self, fact: object) -> str:
        """Return a fact as it stands behind its keyword."""
        if isinstance(fact, tree.Data):
            fact = named_data(fact, self.stated.facts)
        return written(fact, self.text, self.name, self.entity)

    def labelled(self, identity: str) -> str:
        """Return the labels of a heading, each after a blank."""
        own = sorted(self.labels.get(identity, ()))
        return "".join(
            f" {language} {quoted(text.text)}" if language else f" {quoted(text.text)}" for language, text in own
        )

    def property(self, prop: tree.Property) -> str:
        """Return a property behind its keyword."""
        if prop.keyword == "impute" and prop.place is not None:
            return f"impute {prop.place.text} by {self.fact(prop)}"
        if prop.keyword == "entities":
            return f"entities where {self.fact(prop)}"
        return f"{prop.keyword} {self.fact(prop)}"

    def weight(self, identity: str, parent: str) -> str:
        """Return the weight that is stated for a place, after a blank; nothing where there is none."""
        fact = self.stated.facts.get(Key("weight", identity, parent))
        return f" weight {self.fact(fact)}" if fact is not None else ""

    def column(self, identity: str) -> str:
        """Return the statement of a series or a group."""
        own = "".join(f" {self.property(prop)}" for prop in self.properties.get(identity, ()))
        return f"{self.stated.kind(identity)} {self.name(identity)}{self.labelled(identity)}{own}"

    def node(
        self,
        identity: str,
        parent: str,
        before: str = "",
        only: set[str] | None = None,
        along: Container[tuple[str, str]] = (),
    ) -> Iterator[str]:
        """Yield the lines of a node as it stands under a parent.

        `only` says which of those below it are shown, `along` which of the others under which parent, by name.
        """
        keyword = {ROOT: "index ", OUTSIDE: "indicator "}.get(parent, "")
        heading = f"{keyword}{self.name(identity)}"
        if home_of(self.stated.facts, identity, self.places[identity]) != parent or (
            only is not None and identity not in only
        ):
            yield f"{heading}{self.weight(identity, parent)}{before}"
            return
        own = self.properties.get(identity, [])
        formula = next((prop for prop in own if prop.keyword == "formula" and parent == ROOT), None)
        said = "".join(f" {self.property(prop)}" for prop in own if prop is not formula)
        heading += f"{self.labelled(identity)}{said}{self.weight(identity, parent)}{before}"
        if formula is not None:
            yield f"{heading} = {self.fact(formula)}"
            return
        existence = self.stated.facts[Key("node", identity)]
        if not isinstance(existence, Existence) or existence.kind != "composite":
            yield heading
            return
        yield f"{heading} {{"
        for child in self.stated.order.get(identity, ()):
            if only is None or child in only or (child, identity) in along:
                yield from self.node(child, identity, only=only, along=along)
        yield "}"
