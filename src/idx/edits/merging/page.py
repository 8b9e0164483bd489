"""A framework that both sides state together, written in their own lines: layout and comments of ours stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.facts import OUTSIDE, ROOT, Key, Stated, home_of, places_in
from idx.edits.meaning import same
from idx.edits.merging.heads import Heads
from idx.edits.merging.loose import Loose, comments, lead, remarked, translated
from idx.edits.merging.order import merged_order
from idx.edits.merging.sides import Side, kind_of, published_keys, without_number
from idx.edits.nodes_text import NodesText
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from idx.edits.facts import Fact
    from idx.edits.merging.loose import Unlike
    from idx.edits.merging.units import Unit

LOOSE = {"expect", "table", "scenario"}
STEP = "  "


class Page:
    """Writes what is stated in the end in the lines of both sides; `unlike` is where loose units conflict."""

    def __init__(self, stated: Stated, sides: tuple[Side, Side, Side], *, own: bool) -> None:
        """Keep what is stated, and the base and both sides; `own` takes ours where loose units conflict."""
        self.stated, self.sides, self.own = stated, sides, own
        self.words = NodesText(stated)
        self.places = places_in(stated.facts)
        self.heads = [Heads(side.text, side.identities, self.words) for side in sides]
        self.published = set(published_keys(stated))
        self.unlike: tuple[Unlike, ...] = ()

    def text(self) -> str:
        """Return the whole text."""
        loose = self._loose()
        present = {key for side in self.sides for key in side.units if self._stands(key)} | loose.keys()
        keys = merged_order(*(list(side.units) for side in self.sides), among=present)
        lines = (loose[key].text() if key in loose else "".join(self._statement(key)) for key in keys)
        return "".join((*lines, comments(*(side.end for side in self.sides))))

    def _loose(self) -> dict[Hashable, Unit]:
        """Return expectations and scenarios of both sides, with the names that nodes have in the end."""
        merging = Loose(own=self.own)
        sides = []
        for side in self.sides:
            names = {
                name: self.stated.name(known) for name, known in side.identities.items() if self._renamed(side, name)
            }
            own = (unit for key, unit in side.units.items() if kind_of(key) in LOOSE)
            sides.append([translated(unit, names) for unit in own])
        found = filter(None, map(self._expected, merging.units(*sides)))
        self.unlike = tuple(merging.found)
        return {unit.key: unit for unit in found}

    def _expected(self, unit: Unit) -> Unit | None:
        """Return a loose unit without lines that expect what in the end is not expected; None if nothing is left."""
        match unit.part:
            case tree.ExpectedTable(table=table):
                return unit if ("table", table.path.text) in self.published else None
            case tree.Expectations():
                lines = tuple(line for line in unit.units or () if without_number(line.key) in self.published)
                return unit._replace(units=lines) if lines or not unit.units else None
            case _:
                return unit

    def _renamed(self, side: Side, name: str) -> bool:
        identity = side.identities[name]
        return self.stated.kind(identity) is not None and self.stated.name(identity) != name

    def _stands(self, key: Hashable) -> bool:
        """Whether there is in the end what a unit at the top is about."""
        match key:
            case ("node", identity, place):
                return Key("place", str(identity), str(place)) in self.stated.facts
            case ("method",):
                return any(known.kind == "method" for known in self.stated.facts)
            case ("header" | "data") as kind, name:
                return Key(kind, str(name)) in self.stated.facts
            case _:
                return False

    def _statement(self, key: Hashable) -> Iterator[str]:
        match key:
            case ("node", identity, place):
                yield from self._node(str(identity), str(place), 0)
            case ("method",):
                yield from self._method(key)
            case ("header", "framework"):
                number, unit = self._source(self._at(key))
                yield lead(*self._at(key))
                yield remarked(self.heads[number].header(unit), *self._at(key))
            case ("header" | "data") as kind, name:
                yield lead(*self._at(key))
                yield self._line(key, self.stated.facts[Key(kind, str(name))])

    def _at(self, key: Hashable) -> list[Unit | None]:
        return [side.units.get(key) for side in self.sides]

    def _source(self, units: Sequence[Unit | None]) -> tuple[int, Unit]:
        """Return which side's lines are taken: ours, unless theirs alone changed them or has them; and these lines."""
        base, ours, _ = units
        untouched = base is not None and ours is not None and ours.head == base.head
        for number in (2, 1, 0) if untouched else (1, 2, 0):
            unit = units[number]
            if unit is not None:
                return number, unit
        raise LookupError(units)

    def _line(self, key: Hashable, fact: Fact) -> str:
        """Return a statement of one fact as the side wrote it that states this."""
        units = self._at(key)
        number, _ = self._source(units)
        for side in (number, 1, 2, 0):
            unit = units[side]
            if unit is not None and same(_fact_of(unit.part), fact):
                return remarked(unit.head, *units)
        raise LookupError(key)

    def _method(self, key: Hashable) -> Iterator[str]:
        units = self._at(key)
        _, whole = self._source(units)
        yield from (lead(*units), whole.head)
        facts = {
            ("method", known.subject, known.place): fact
            for known, fact in self.stated.facts.items()
            if known.kind == "method"
        }
        orders = [[line.key for line in unit.units or ()] if unit else [] for unit in units]
        for line in merged_order(*orders, among=facts.keys()):
            lines = [side.below.get(line) for side in self.sides]
            number, unit = self._source(lines)
            head = self.heads[number].method(unit, facts[line])  # type: ignore[index] # its keys are those of facts
            yield from (lead(*lines), remarked(head, *lines))
        yield self._foot(units, whole)

    def _foot(self, units: Sequence[Unit | None], chosen: Unit) -> str:
        """Return the end of a block with the comments of both sides above its brace."""
        feet = [unit.foot.splitlines(keepends=True) if unit and unit.units is not None else None for unit in units]
        above = comments(*("".join(foot[:-1]) if foot else None for foot in feet))
        return above + "".join(chosen.foot.splitlines(keepends=True)[-1:])

    def _node(self, identity: str, parent: str, depth: int) -> Iterator[str]:
        """Yield the lines of a node as it stands under a parent."""
        whole = home_of(self.stated.facts, identity, self.places[identity]) == parent
        units = [self._unit(side, identity, parent, whole=whole) for side in self.sides]
        if units == [None, None, None]:  # no side has it like this
            yield from (f"{STEP * depth}{line}\n" for line in self.words.node(identity, parent))
            return
        number, unit = self._source(units)
        here = remarked(self.heads[number].node(unit, identity, parent, whole=whole), *units)
        yield from (_indented(text, depth - unit.depth) for text in (lead(*units), here))
        if not whole or self.stated.kind(identity) != "composite":
            return
        orders = [side.stated.order.get(identity, ()) for side in self.sides]
        for child in merged_order(*orders, among=set(self.stated.order.get(identity, ()))):
            yield from self._node(child, identity, depth + 1)
        yield _indented(self._foot(units, unit), depth - unit.depth)

    def _unit(self, side: Side, identity: str, parent: str, *, whole: bool) -> Unit | None:
        """Return the lines of a side about a node: where it stands there, or where it stood when it was moved."""
        here = side.below.get(("node", identity, parent))
        places = [key.word for key in side.stated.facts if key.kind == "place" and key.subject == identity]
        if not places or side.stated.kind(identity) != self.stated.kind(identity):
            return None
        home = home_of(side.stated.facts, identity, places)
        if whole:
            found = side.below.get(("node", identity, home))
            return found if found is None or _keyword(found) == _keyword_at(parent) else None
        return here if home != parent else None


def _keyword(unit: Unit) -> str:
    return unit.part.keyword if isinstance(unit.part, tree.Node) else ""


def _keyword_at(parent: str) -> str:
    return {ROOT: "index", OUTSIDE: "indicator"}.get(parent, "")


def _fact_of(part: tree.Header | tree.Data) -> Fact | None:
    return part if isinstance(part, tree.Data) else part.text


def _indented(text: str, steps: int) -> str:
    """Return lines moved in or out by steps of indentation."""
    if not steps or not text:
        return text
    lines = text.splitlines(keepends=True)
    if steps > 0:
        return "".join(STEP * steps + line if line.strip() else line for line in lines)
    return "".join(line[min(-steps * len(STEP), len(line) - len(line.lstrip(" "))) :] for line in lines)
