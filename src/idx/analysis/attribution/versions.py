"""The distinct versions of each node among many coalitions of causes, and one framework that holds them all.

A node's value rests on what is stated of it and of what it is made of. Coalitions that agree in that share its value,
so a framework in which each such version is a node of its own is evaluated once for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.analysis.attribution.relevance import Relevance
from idx.edits.facts import OUTSIDE, ROOT, Existence, Key
from idx.edits.force import stated_or_inherited
from idx.edits.references import references, renamed
from idx.methods import registry
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idx.edits.facts import Fact, Stated

LATE_COLUMNS = {"score", "index", "rank"}
UNTOUCHED = 0


class Version(NamedTuple):
    """A node as some coalitions state it: `kind` what it is, `side` whose data it has (0 before, 1 after).

    `children` are names of versions, each with its stated weight; `properties` name versions too.
    """

    name: str
    identity: str
    kind: str
    late: bool
    side: int
    properties: tuple[tree.Property, ...]
    children: tuple[tuple[str, tree.Property | None], ...]
    reads: tuple[str, ...]


class Shape(NamedTuple):
    """What holds for a whole evaluation: coalitions of different shapes are evaluated apart."""

    periods: tree.Property | None
    entities: tree.Property | None
    reads: tuple[str, ...]
    groups: tuple[tuple[str, int], ...]
    data: int


class Unresolved(Exception):  # noqa: N818 - it says that there is no such framework; no program went wrong
    """Raised where what a coalition states cannot be a framework."""


class Coalition:
    """What is stated once some of the causes are made: bit n of `members` says whether cause n is."""

    def __init__(self, union: Versions, members: int) -> None:
        """Keep both versions and which changes are made."""
        self.union, self.members = union, members

    def fact(self, key: Key) -> Fact | None:
        """Return what is stated under a key, or None."""
        made = self.union.owner.get(key, UNTOUCHED) & self.members
        return (self.union.after if made else self.union.before).facts.get(key)

    def kind(self, identity: str) -> str | None:
        """Return what a node is."""
        fact = self.fact(Key("node", identity))
        return fact.kind if isinstance(fact, Existence) else None

    def parents_of(self, identity: str) -> Sequence[str]:
        """Return where a node stands."""
        places = self.union.places.get(identity, ())
        return [parent for parent in places if self.fact(Key("place", identity, parent)) is not None]

    def children(self, identity: str) -> list[str]:
        """Return what stands under a node."""
        below = self.union.order.get(identity, ())
        return [child for child in below if self.fact(Key("place", child, identity)) is not None]

    def roots_above(self, identity: str) -> list[str]:
        """Return the roots of the trees in which a node stands."""
        found: dict[str, None] = {}
        waiting, seen = [identity], {identity}
        while waiting:
            here = waiting.pop()
            for parent in self.parents_of(here):
                if parent == ROOT:
                    found[here] = None
                elif parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        return list(found)


class Versions:
    """The versions of all nodes; `owner` has the bit of the cause that changes each fact.

    `measured` are, before and after, the series and indicators that have data; `alike` says that the data have the same
    entities and periods.
    """

    def __init__(
        self,
        before: Stated,
        after: Stated,
        owner: dict[Key, int],
        measured: tuple[frozenset[str], frozenset[str]],
        *,
        alike: bool = False,
    ) -> None:
        """Find what stands where in either version, and which causes matter to which node."""
        self.before, self.after, self.owner, self.measured, self.alike = before, after, owner, measured, alike
        self.places: dict[str, dict[str, None]] = {}
        self.order: dict[str, dict[str, None]] = {}
        for stated in (after, before):
            for key in stated.facts:
                if key.kind == "place":
                    self.places.setdefault(key.subject, {})[key.word] = None
            for parent, children in stated.order.items():
                self.order.setdefault(parent, {}).update(dict.fromkeys(children))
        identities = dict.fromkeys((*before.identities(), *after.identities()))
        self.relevant = Relevance(before, after, owner).masks(identities)
        keys = (*before.facts, *after.facts)
        self.fills = tuple(dict.fromkeys(key.place for key in keys if "impute" in {key.word, key.subject}))
        facts = (fact for stated in (before, after) for fact in stated.facts.values())
        self.scored = {
            item.name.text
            for fact in facts
            if isinstance(fact, tree.Property)
            for item in _formula_parts(fact)
            if item.column and item.column.text in LATE_COLUMNS
        }
        self.memo: dict[tuple[str, int], Version] = {}
        self.known: dict[object, Version] = {}
        self.named: dict[str, Version] = {}

    def coalition(self, members: int) -> Coalition:
        """Return what is stated once some of the causes are made."""
        return Coalition(self, members)

    def version(self, coalition: Coalition, identity: str, path: tuple[str, ...] = ()) -> Version:
        """Return a node as a coalition states it.

        Raises:
            Unresolved: if there is no such node, or it would be made of itself.
        """
        place = (identity, coalition.members & self.relevant.get(identity, 0))
        known = self.memo.get(place)
        if known is None:
            if identity in path:
                raise Unresolved(identity)
            known = self.memo[place] = self._made(coalition, identity, (*path, identity))
        return known

    def _made(self, coalition: Coalition, identity: str, path: tuple[str, ...]) -> Version:
        kind = coalition.kind(identity)
        if kind is None:
            raise Unresolved(identity)
        children: tuple[tuple[str, tree.Property | None], ...] = ()
        if kind == "composite":
            below = [(child, coalition.fact(Key("weight", child, identity))) for child in coalition.children(identity)]
            children = tuple(
                (self.version(coalition, child, path).name, weight if isinstance(weight, tree.Property) else None)
                for child, weight in below
            )
        formula = coalition.fact(Key("property", identity, "formula"))
        late = self._is_late(coalition, formula, path)
        stated = self._properties(coalition, identity, kind, late=late)
        read = {
            word.text: self.version(coalition, word.text, path).name
            for prop in stated
            for word in references(prop)
            if coalition.kind(word.text) != "group" and word.text != identity and not self._is_the_row(word.text)
        }
        side = self._side(coalition, identity) if kind in {"series", "indicator"} and formula is None else 0
        context = self._context(coalition, identity)
        parts = (tuple(map(id, stated)), tuple(read.items()), tuple((name, id(weight)) for name, weight in children))
        record = (identity, kind, side, context, parts)
        if record not in self.known:
            name = f"{identity}·{len(self.known)}"
            properties = tuple(renamed(prop, {**read, identity: name}) for prop in stated)
            made = Version(name, identity, kind, late, side, properties, children, tuple(read.values()))
            self.known[record] = self.named[name] = made
        return self.known[record]

    def _is_the_row(self, name: str) -> bool:
        """Whether a name in a condition is no node but a row's `entity`."""
        return name == "entity" and not any(stated.kind(name) for stated in (self.before, self.after))

    def _properties(self, coalition: Coalition, identity: str, kind: str, *, late: bool) -> list[tree.Property]:
        """Return the properties that hold for a node, those that it has from above stated on it."""
        if kind == "series":
            return []
        keys = [Key("property", identity, word) for word in ("formula", "direction")]
        inherited: list[Key] = []
        if kind == "composite":
            inherited = [Key("property", identity, word) for word in ("weighting", "aggregate", "missing", "link")]
        else:
            handed = [Key("property", identity, "normalise")]
            fills = [Key("property", identity, "impute", place) for place in self.fills]
            scored = not late and (identity in self.scored or self._stands_in_tree(coalition, identity))
            inherited = [*(handed if scored else []), *([] if late else fills)]
            keys += [] if scored else handed
        found = [coalition.fact(key) for key in keys] + [stated_or_inherited(coalition, key) for key in inherited]
        return [fact for fact in found if isinstance(fact, tree.Property)]

    def _stands_in_tree(self, coalition: Coalition, identity: str) -> bool:
        return any(parent != OUTSIDE for parent in coalition.parents_of(identity))

    def _is_late(self, coalition: Coalition, formula: Fact | None, path: tuple[str, ...]) -> bool:
        if not isinstance(formula, tree.Property):
            return False
        for part in _formula_parts(formula):
            kind = coalition.kind(part.name.text)
            if kind == "composite" or (part.column and part.column.text in LATE_COLUMNS):
                return True
            if kind == "indicator" and self.version(coalition, part.name.text, path).late:
                return True
        return False

    def _side(self, coalition: Coalition, identity: str) -> int:
        before, after = self.measured
        if identity not in before or identity not in after:
            return int(identity in after)
        return int(self._is_revised(coalition, identity))

    def _is_revised(self, coalition: Coalition, identity: str) -> bool:
        return bool(self.owner.get(Key("cells", identity), UNTOUCHED) & coalition.members)

    def _context(self, coalition: Coalition, identity: str) -> tuple[int, ...]:
        """Return what a node is by the roots above it: one itself, under a link, under shares of the whole."""
        found: dict[tuple[int, int], None] = {}
        for root in coalition.roots_above(identity):
            link = stated_or_inherited(coalition, Key("property", root, "link"))
            weighting = stated_or_inherited(coalition, Key("property", root, "weighting"))
            found[id(link), id(weighting) if _of_whole(weighting) else 0] = None
        if len({link for link, _ in found}) > 1:
            raise Unresolved(identity)
        return (int(ROOT in coalition.parents_of(identity)), *(number for pair in found for number in pair))

    def shape(self, coalition: Coalition) -> Shape:
        """Return what holds for the whole evaluation of a coalition."""
        periods, entities = (coalition.fact(Key("method", word)) for word in ("periods", "entities"))
        groups = {key.subject for key in self.owner if key.kind == "cells"}
        groups = {identity for identity in groups if coalition.kind(identity) == "group"}
        read: tuple[str, ...] = ()
        if isinstance(entities, tree.Property):
            names = {word.text: word.text for word in references(entities)}
            read = tuple(
                self.version(coalition, name).name for name in names if coalition.kind(name) not in {"group", None}
            )
            named = {self.named[name].identity: name for name in read}
            entities = renamed(entities, named)
        return Shape(
            periods if isinstance(periods, tree.Property) else None,
            entities if isinstance(entities, tree.Property) else None,
            read,
            tuple((identity, int(self._is_revised(coalition, identity))) for identity in sorted(groups)),
            self._data(coalition),
        )

    def _data(self, coalition: Coalition) -> int:
        """Return whose rows the data have: those before (0), those after (1), or those of both (2)."""
        if self.alike:
            return 0
        before, after = self.measured
        revised = {key.subject for key in self.owner if key.kind == "cells"}
        sides = {
            self._side(coalition, identity)
            for identity in (before ^ after) | (before & revised)
            if coalition.kind(identity) in {"series", "indicator"}
            and coalition.fact(Key("property", identity, "formula")) is None
        }
        return 2 if len(sides) > 1 else max(sides, default=0)

    def roots(self, coalition: Coalition) -> list[Version]:
        """Return the roots that a coalition states."""
        return [self.version(coalition, root) for root in coalition.children(ROOT)]

    def file(self, roots: Iterable[Version], shape: Shape) -> tree.File:
        """Return one framework that holds versions, with all that they are made of."""
        planting = _Planting(self, shape)
        return planting.file(dict.fromkeys(version.name for version in roots))


def _formula_parts(prop: tree.Property) -> Iterable[tree.Reference]:
    """Return the references in a property."""
    waiting: list[object] = [prop.value, prop.where, *(step.where for step in prop.steps)]
    while waiting:
        item = waiting.pop()
        match item:
            case tree.Reference():
                yield item
            case tree.Operation(operands=parts) | tree.Application(arguments=parts):
                waiting.extend(parts)
            case _:
                pass


def _of_whole(weighting: Fact | None) -> bool:
    if not isinstance(weighting, tree.Property) or not isinstance(weighting.value, tree.Call):
        return False
    entry = registry.find("weighting", weighting.value.name.text)
    return entry is not None and entry.of_whole


class _Planting:
    """Puts versions into trees; a version is defined where it first stands, elsewhere its name alone does."""

    def __init__(self, versions: Versions, shape: Shape) -> None:
        self.versions, self.shape = versions, shape
        self.defined: set[str] = set()
        self.roots: set[str] = set()
        self.outside: list[tree.Statement] = []

    def file(self, roots: Iterable[str]) -> tree.File:
        headers = [fact for fact in self._headers() if fact is not None]
        self.roots = set(roots)
        trees = [self._node(name, None, "index") for name in roots]
        for name in self.shape.reads:
            self._aside(name)
        method = tuple(prop for prop in (self.shape.periods, self.shape.entities) if prop is not None)
        groups = [self._group(identity) for identity in self.versions.order.get("(columns)", ())]
        statements = (
            *headers,
            *([tree.Method(method, method[0].start, method[-1].end)] if method else []),
            *(group for group in groups if group is not None),
            *self.outside,
            *trees,
        )
        return tree.File(self.versions.after.source, statements, self.versions.after.texts)

    def _headers(self) -> list[tree.Header | None]:
        found = []
        for keyword in ("framework", "version"):
            fact = self.versions.before.facts.get(Key("header", keyword))
            if isinstance(fact, tree.Word):
                found.append(tree.Header(keyword, fact.start, fact.end, name=fact))
            elif isinstance(fact, tree.Text):
                found.append(tree.Header(keyword, fact.start, fact.end, text=fact))
        return [*found]

    def _group(self, identity: str) -> tree.Column | None:
        for stated in (self.versions.after, self.versions.before):
            fact = stated.facts.get(Key("node", identity))
            if isinstance(fact, Existence) and fact.kind == "group":
                start = fact.heading.start
                return tree.Column("group", tree.Word(identity, start, start), (), (), start, start)
        return None

    def _heading(self, version: Version) -> int:
        for stated in (self.versions.after, self.versions.before):
            fact = stated.facts.get(Key("name", version.identity))
            if isinstance(fact, tree.Word):
                return fact.start
        raise LookupError(version.name)

    def _aside(self, name: str) -> None:
        """Define what a formula reads, unless a tree does."""
        version = self.versions.named[name]
        if name in self.defined or name in self.roots or version.kind == "composite":
            return
        start = self._heading(version)
        word = tree.Word(name, start, start + len(version.identity))
        if version.kind == "series":
            self.defined.add(name)
            self.outside.append(tree.Column("series", word, (), (), word.start, word.end))
        else:
            self.outside.append(self._node(name, None, "indicator"))

    def _node(self, name: str, weight: tree.Property | None, keyword: str = "") -> tree.Node:
        version = self.versions.named[name]
        start = self._heading(version)
        word = tree.Word(name, start, start + len(version.identity))
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
