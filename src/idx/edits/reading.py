"""From a syntax tree to facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idx.edits.facts import COLUMNS, FRAMEWORK, OUTSIDE, ROOT, Existence, Key, Stated, column_kind, settle_homes
from idx.resolve.names import is_bare
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.edits.facts import Fact, NodeKind


def stated_of(file: tree.File) -> Stated:
    """Return what a file states; its names must be sound (see `bind_names`)."""
    reader = Reader()
    reader.statements(file.statements)
    return Stated(
        facts=reader.facts,
        order={parent: tuple(children) for parent, children in reader.order.items()},
        texts=file.layers or (tree.Layer(0, file.source),),
        published=published_in(file.statements),
        scenarios=tuple(item for item in file.statements if isinstance(item, tree.Scenario)),
    )


def published_in(statements: Iterable[tree.Statement]) -> tuple[tree.Expectations | tree.ExpectedTable, ...]:
    """Return the expectations among statements."""
    return tuple(item for item in statements if isinstance(item, tree.Expectations | tree.ExpectedTable))


@dataclass(slots=True)
class Reader:
    """Gathers facts, and the order in which they stand."""

    facts: dict[Key, Fact] = field(default_factory=dict)
    order: dict[str, list[str]] = field(default_factory=dict)

    def statements(self, statements: Iterable[tree.Statement]) -> None:
        """Take in the statements of a file that only state."""
        for statement in statements:
            match statement:
                case tree.Header(keyword="framework", name=tree.Word() as name, labels=labels):
                    self.facts[Key("header", "framework")] = name
                    self.labels(FRAMEWORK, labels)
                case tree.Header(keyword=keyword, text=tree.Text() as text):
                    self.facts[Key("header", keyword)] = text
                case tree.Data():
                    self.facts[Key("data", statement.called)] = statement
                case tree.Method(properties=properties):
                    for prop in properties:
                        place = prop.place.text if prop.place else ""
                        self.facts[Key("method", prop.keyword, "", place)] = prop
                case tree.Column():
                    self.column(statement)
                case tree.Node(keyword="index"):
                    self.node(statement, ROOT)
                case tree.Node():
                    self.node(statement, OUTSIDE)
                case _:
                    pass
        settle_homes(self.facts)

    def labels(self, identity: str, labels: Iterable[tree.Label]) -> None:
        """Take in the labels of a heading."""
        for label in labels:
            self.facts[Key("label", identity, label.language.text if label.language else "")] = label.text

    def column(self, column: tree.Column) -> None:
        """Take in a series, a group or an entity."""
        identity = column.name.text
        self.facts[Key("node", identity)] = Existence(column_kind(column), column)
        self.facts[Key("name", identity)] = column.name
        self.place(identity, COLUMNS, column.name)
        self.labels(identity, column.labels)
        self.properties(identity, COLUMNS, column.properties)

    def place(self, identity: str, parent: str, word: tree.Word) -> None:
        """Put a node under a parent."""
        self.facts[Key("place", identity, parent)] = word
        self.order.setdefault(parent, []).append(identity)

    def node(self, heading: tree.Node, parent: str) -> None:
        """Take in a heading and what stands under it."""
        identity = heading.name.text
        self.place(identity, parent, heading.name)
        defines = not is_bare(heading) or parent in {ROOT, OUTSIDE}
        if defines or Key("node", identity) not in self.facts:
            kind: NodeKind = "indicator" if heading.children is None else "composite"
            self.facts[Key("node", identity)] = Existence(kind, heading._replace(children=None))
            self.facts[Key("name", identity)] = heading.name
        if defines:
            self.facts[Key("home", identity)] = parent
        self.labels(identity, heading.labels)
        self.properties(identity, parent, heading.properties)
        for child in heading.children or ():
            self.node(child, identity)

    def properties(self, identity: str, parent: str, properties: Iterable[tree.Property]) -> None:
        """Take in the properties of a heading; a weight belongs to a place."""
        for prop in properties:
            if prop.keyword == "weight":
                self.facts[Key("weight", identity, parent)] = prop
            elif prop.keyword != "before":
                place = prop.place.text if prop.place else ""
                self.facts[Key("property", identity, prop.keyword, place)] = prop
