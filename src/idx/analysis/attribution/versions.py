"""The distinct versions of each node among many coalitions of causes, and one framework that holds them all.

A node's value rests on what is stated of it and of what it is made of. Coalitions that agree in that share its value,
so a framework in which each such version is a node of its own is evaluated once for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.analysis.attribution.availability import written_out
from idx.analysis.attribution.coalition import Coalition, Union, Unresolved
from idx.analysis.attribution.relevance import RESULTS, Relevance, results_read
from idx.edits.facts import OUTSIDE, ROOT, Key
from idx.edits.force import stated_or_inherited
from idx.edits.references import children_named, filled_from, readings, renamed_at, without_itself
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MISSING_NULL = tree.Property("missing", tree.Call(tree.Word("null", 0, 0), (), 0, 0), 0, 0)
OF_COMPOSITES = ("weighting", "aggregate", "missing", "link")


class Version(NamedTuple):
    """A node as some coalitions state it: `kind` what it is, `side` whose data it has (0 before, 1 after).

    `children` are names of versions, each with its stated weight; `properties` name versions too: what it `reads`.
    """

    name: str
    identity: str
    kind: str
    late: bool
    side: int
    properties: tuple[tree.Property, ...]
    children: tuple[tuple[str, tree.Property | None], ...]
    reads: tuple[str, ...]


class Versions:
    """The versions of all nodes among the coalitions of two versions of a framework."""

    def __init__(self, union: Union) -> None:
        """Find which causes matter to which node."""
        self.union = union
        before, after = union.before, union.after
        identities = dict.fromkeys((*before.identities(), *after.identities()))
        self.relevance = Relevance(before, after, union.owner)
        self.relevant = self.relevance.masks(identities)
        keys = (*before.facts, *after.facts)
        self.fills = tuple(dict.fromkeys(key.place for key in keys if "impute" in {key.word, key.subject}))
        self.memo: dict[tuple[str, int, bool, bool], Version] = {}
        self.late: dict[tuple[str, int], bool] = {}
        self.known: dict[object, Version] = {}
        self.named: dict[str, Version] = {}
        self.of_no_node: dict[int, tree.Property] = {}

    def coalition(self, members: int) -> Coalition:
        """Return what is stated once some of the causes are made."""
        return Coalition(self.union, members)

    def roots(self, coalition: Coalition, targets: Iterable[str] | None = None) -> list[Version]:
        """Return the roots that a coalition states: all, or those above some nodes, if one is.

        A framework has a tree, also where what is asked for stands in none.
        """
        roots = coalition.children(ROOT)
        if targets is not None:
            wanted = set[str]()
            for target in targets:
                wanted.update(coalition.roots_above(target))
                if wanted.issuperset(roots):
                    break
            roots = [root for root in roots if root in wanted] or roots
        return [self.version(coalition, root) for root in roots]

    def version(
        self,
        coalition: Coalition,
        identity: str,
        path: tuple[str, ...] = (),
        *,
        value: bool = False,
        early: bool = False,
    ) -> Version:
        """Return a node as a coalition states it; an indicator's `value` alone is without what makes scores of it.

        `early` is the value before anything is filled from others, which is what others are filled from.

        Raises:
            Unresolved: if there is no such node, or it would be made of itself.
        """
        place = (identity, coalition.members & self.relevant.get(identity, 0), value, early)
        known = self.memo.get(place)
        if known is None:
            here = f"{identity}{'·' if value else ''}{'·' if early else ''}"
            if here in path:
                raise Unresolved(identity)
            known = self.memo[place] = self._made(coalition, identity, (*path, here), value=value, early=early)
        return known

    def _made(self, coalition: Coalition, identity: str, path: tuple[str, ...], *, value: bool, early: bool) -> Version:
        kind = coalition.kind(identity)
        if kind is None:
            raise Unresolved(identity)
        children = tuple(self._children(coalition, identity, path)) if kind == "composite" else ()
        formula = coalition.fact(Key("property", identity, "formula"))
        late = self._is_late(coalition, identity)
        stated = [forgiving(prop) for prop in self._properties(coalition, identity, kind, late=late, value=value)]
        if kind == "composite" and not any(prop.keyword == "missing" for prop in stated):
            stated.append(MISSING_NULL)
        if early:
            stated = [prop for prop in stated if prop.place is None or prop.place.text != "rest"]
        read = [self.reading(coalition, without_itself(prop, identity), path) for prop in stated]
        reads = tuple(dict.fromkeys(name for _, names in read for name in names))
        side = coalition.side(identity) if kind in {"series", "indicator"} and formula is None else 0
        context = () if value else coalition.context(identity)
        parts = (tuple(map(id, stated)), reads, tuple((name, id(weight)) for name, weight in children))
        record = (identity, kind, value, side, context, parts)
        if record not in self.known:
            properties = tuple(prop for prop, _ in read)
            made = Version(f"{identity}·{len(self.known)}", identity, kind, late, side, properties, children, reads)
            self.known[record] = self.named[made.name] = made
        return self.known[record]

    def _children(
        self, coalition: Coalition, identity: str, path: tuple[str, ...]
    ) -> Iterator[tuple[str, tree.Property | None]]:
        for child in coalition.children(identity):
            weight = coalition.fact(Key("weight", child, identity))
            yield self.version(coalition, child, path).name, weight if isinstance(weight, tree.Property) else None

    def reading(
        self, coalition: Coalition, prop: tree.Property, path: tuple[str, ...] = ()
    ) -> tuple[tree.Property, tuple[str, ...]]:
        """Return a property that names versions in the place of nodes, and which these are."""
        if self.of_no_node.get(id(prop)) is prop:
            return prop, ()
        names: dict[int, str] = {}
        stated = prop
        prop = written_out(prop, lambda name: self._with_data(coalition, name))
        read = list(readings(prop))
        for item in read:
            identity = item.name.text
            kind = coalition.kind(identity)
            if kind == "group" or self._is_the_row(identity):
                continue
            # What stands in a tree is read by its value alone; what does not is there only because it is read.
            value = kind == "indicator" and not _is_result(item) and not self._is_late(coalition, identity)
            value = value and (self._stands_in_tree(coalition, identity) or identity in path)
            names[item.name.start] = self.version(coalition, identity, path, value=value).name
        for word in filled_from(prop):
            value = coalition.kind(word.text) == "indicator"
            names[word.start] = self.version(coalition, word.text, path, value=value, early=True).name
        below = {word.start: self.version(coalition, word.text, path).name for word in children_named(prop)}
        if not (read or names or below) and prop is stated:
            self.of_no_node[id(prop)] = prop
        return renamed_at(prop, names | below), tuple(dict.fromkeys(names.values()))

    def _with_data(self, coalition: Coalition, identity: str) -> list[str] | None:
        """Return the indicators below a composite that have data, None for what is no composite."""
        if coalition.kind(identity) != "composite":
            return None
        found: dict[str, None] = {}
        waiting, seen = [identity], {identity}
        while waiting:
            here = waiting.pop()
            if coalition.kind(here) == "indicator" and not self._is_late(coalition, here):
                found[here] = None
            below = [child for child in coalition.children(here) if child not in seen]
            seen.update(below)
            waiting.extend(below)
        return list(found)

    def _is_the_row(self, name: str) -> bool:
        """Whether a name in a condition is no node but a row's `entity`."""
        return name == "entity" and not any(stated.kind(name) for stated in (self.union.before, self.union.after))

    def _properties(
        self, coalition: Coalition, identity: str, kind: str, *, late: bool, value: bool
    ) -> Iterator[tree.Property]:
        """Yield the properties that hold for a node, those that it has from above stated on it."""
        if kind == "series":
            return
        own, inherited = ["formula", *([] if value else ["direction"])], []
        if kind == "composite":
            inherited = [Key("property", identity, word) for word in OF_COMPOSITES]
        elif not value:
            scored = not late and self._is_scored(coalition, identity)
            inherited = [Key("property", identity, word) for word in ("treat", "normalise")] if scored else []
            own += [] if scored else ["treat", "normalise"]
            linked = not late and ROOT in coalition.parents_of(identity)
            inherited += [Key("property", identity, "link")] if linked else []
        if kind == "indicator" and not late:
            inherited += [Key("property", identity, "impute", place) for place in self.fills]
        found = [coalition.fact(Key("property", identity, word)) for word in own]
        found += [stated_or_inherited(coalition, key) for key in inherited]
        yield from (fact for fact in found if isinstance(fact, tree.Property))

    def _stands_in_tree(self, coalition: Coalition, identity: str) -> bool:
        return any(parent != OUTSIDE for parent in coalition.parents_of(identity))

    def _is_scored(self, coalition: Coalition, identity: str) -> bool:
        """Whether what is stated above an indicator makes scores of it: in a tree, or where its score is read."""
        if self._stands_in_tree(coalition, identity):
            return True
        facts = map(coalition.fact, self.relevance.reading_results.get(identity, ()))
        return any(isinstance(fact, tree.Property) and identity in results_read(fact) for fact in facts)

    def _is_late(self, coalition: Coalition, identity: str, seen: tuple[str, ...] = ()) -> bool:
        """Whether a formula computes an indicator from results: it names some, or an indicator that is late itself."""
        place = (identity, coalition.members & self.relevant.get(identity, 0))
        if place not in self.late:
            if identity in seen:
                raise Unresolved(identity)
            self.late[place] = self._names_results(coalition, identity, (*seen, identity))
        return self.late[place]

    def _names_results(self, coalition: Coalition, identity: str, seen: tuple[str, ...]) -> bool:
        formula = coalition.fact(Key("property", identity, "formula"))
        items = list(readings(formula)) if isinstance(formula, tree.Property) else []
        kinds = {item.name.text: coalition.kind(item.name.text) for item in items}
        if any(_is_result(item) for item in items) or "composite" in kinds.values():
            return True
        return any(self._is_late(coalition, name, seen) for name, kind in kinds.items() if kind == "indicator")


def forgiving(prop: tree.Property) -> tree.Property:
    """Return a property as it is read inside coalitions: a rule that refuses missing children lets them be missing."""
    refuses = prop.keyword == "missing" and isinstance(prop.value, tree.Call) and prop.value.name.text == "error"
    return MISSING_NULL if refuses else prop


def _is_result(item: tree.Reference) -> bool:
    return item.column is not None and item.column.text in RESULTS
