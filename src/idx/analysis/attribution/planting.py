"""Plant versions of nodes in one framework: each is defined where it first stands, elsewhere its name alone does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.facts import Existence, Key
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.analysis.attribution.shapes import Shape
    from idx.analysis.attribution.versions import Version, Versions


def planted(versions: Versions, roots: Iterable[Version], shape: Shape, aside: Iterable[str] = ()) -> tree.File:
    """Return one framework that holds the trees of these roots, with all that they are made of.

    `aside` are the names of further versions, which may stand in no tree.
    """
    return _Planting(versions, shape).file(dict.fromkeys(version.name for version in roots), aside)


class _Planting:
    """Puts versions into trees; a version is defined where it first stands, elsewhere its name alone does."""

    def __init__(self, versions: Versions, shape: Shape) -> None:
        self.versions, self.union, self.shape = versions, versions.union, shape
        self.defined: set[str] = set()
        self.roots: set[str] = set()
        self.outside: list[tree.Statement] = []

    def file(self, roots: Iterable[str], aside: Iterable[str]) -> tree.File:
        headers = [fact for fact in self._headers() if fact is not None]
        self.roots = set(roots)
        trees = [self._node(name, None, "index") for name in roots]
        for name in (*self.shape.reads, *aside):
            self._aside(name)
        method = tuple(prop for prop in (self.shape.periods, self.shape.entities) if prop is not None)
        groups = [self._group(identity) for identity in self.union.order.get("(columns)", ())]
        statements = (
            *headers,
            *([tree.Method(method, method[0].start, method[-1].end)] if method else []),
            *(group for group in groups if group is not None),
            *self.outside,
            *trees,
        )
        return tree.File(self.union.after.source, statements, self.union.after.texts)

    def _headers(self) -> list[tree.Header | None]:
        found = []
        for keyword in ("framework", "version"):
            fact = self.union.before.facts.get(Key("header", keyword))
            if isinstance(fact, tree.Word):
                found.append(tree.Header(keyword, fact.start, fact.end, name=fact))
            elif isinstance(fact, tree.Text):
                found.append(tree.Header(keyword, fact.start, fact.end, text=fact))
        return [*found]

    def _group(self, identity: str) -> tree.Column | None:
        fact = self.union.heading(identity, "node")
        if not isinstance(fact, Existence) or fact.kind != "group":
            return None
        start = fact.heading.start
        return tree.Column("group", tree.Word(identity, start, start), (), (), start, start)

    def _word(self, version: Version) -> tree.Word:
        """Return a version's name, where the node's own name stands."""
        name = self.union.heading(version.identity, "name")
        start = name.start if isinstance(name, tree.Word) else 0
        return tree.Word(version.name, start, start + len(version.identity))

    def _aside(self, name: str) -> None:
        """Define what a formula reads, unless a tree does."""
        version = self.versions.named[name]
        if name in self.defined or name in self.roots or version.kind == "composite":
            return
        word = self._word(version)
        if version.kind == "series":
            self.defined.add(name)
            self.outside.append(tree.Column("series", word, (), (), word.start, word.end))
        else:
            self.outside.append(self._node(name, None, "indicator"))

    def _node(self, name: str, weight: tree.Property | None, keyword: str = "") -> tree.Node:
        version = self.versions.named[name]
        word = self._word(version)
        weights = (weight,) if weight is not None else ()
        if name in self.defined or (keyword != "index" and name in self.roots):
            return tree.Node(word, (), weights, None, word.start, word.end, keyword=keyword)
        self.defined.add(name)
        for read in version.reads:
            self._aside(read)
        children = tuple(self._node(child, stated) for child, stated in version.children)
        properties = version.properties
        if keyword != "index":
            properties = tuple(prop for prop in properties if prop.keyword != "link")
        composite = version.kind == "composite"
        whole = children if composite else None
        return tree.Node(
            word, (), (*properties, *weights), whole, word.start, word.end, int(composite), keyword=keyword
        )
