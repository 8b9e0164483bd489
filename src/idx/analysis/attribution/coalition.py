"""What is stated once some of the causes are made and the others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from idx.edits.facts import ROOT, Existence, Key
from idx.edits.force import stated_or_inherited
from idx.methods import registry
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.edits.facts import Fact, Stated

UNTOUCHED = 0


class Union:
    """Two versions side by side, and what differs between them.

    `owner` has the bit of the cause that changes each fact, `measured` the series and indicators that have data before
    and after, `places` and `order` what stands where in either version.
    """

    def __init__(
        self, before: Stated, after: Stated, owner: dict[Key, int], measured: tuple[frozenset[str], frozenset[str]]
    ) -> None:
        """Find what stands where."""
        self.before, self.after, self.owner, self.measured = before, after, owner, measured
        self.places: dict[str, dict[str, None]] = {}
        self.order: dict[str, dict[str, None]] = {}
        for stated in (after, before):
            for key in stated.facts:
                if key.kind == "place":
                    self.places.setdefault(key.subject, {})[key.word] = None
            for parent, children in stated.order.items():
                self.order.setdefault(parent, {}).update(dict.fromkeys(children))

    def heading(self, identity: str, kind: Literal["name", "node"]) -> Fact:
        """Return a node's name, or that it is there, as one of the versions states it."""
        key = Key(kind, identity)
        return self.after.facts.get(key) or self.before.facts[key]


class Unresolved(Exception):  # noqa: N818 - it says that there is no such framework; no program went wrong
    """Raised where what a coalition states cannot be a framework."""


class Coalition:
    """What is stated once some of the causes are made: bit n of `members` says whether cause n is."""

    def __init__(self, union: Union, members: int) -> None:
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

    def side(self, identity: str) -> int:
        """Return whose data a series or an indicator has: those before (0; of both sides too) or after (1)."""
        before, after = self.union.measured
        return int(identity in after and identity not in before)

    def context(self, identity: str) -> tuple[int, ...]:
        """Return what a node is by the roots above it: one itself, under a link, under shares of the whole.

        Raises:
            Unresolved: if trees that share it are linked differently.
        """
        found: dict[tuple[int, int], None] = {}
        for root in self.roots_above(identity):
            link = stated_or_inherited(self, Key("property", root, "link"))
            weighting = stated_or_inherited(self, Key("property", root, "weighting"))
            found[id(link), id(weighting) if _of_whole(weighting) else 0] = None
        if len({link for link, _ in found}) > 1:
            raise Unresolved(identity)
        return (int(ROOT in self.parents_of(identity)), *(number for pair in found for number in pair))


def _of_whole(weighting: Fact | None) -> bool:
    if not isinstance(weighting, tree.Property) or not isinstance(weighting.value, tree.Call):
        return False
    entry = registry.find("weighting", weighting.value.name.text)
    return entry is not None and entry.of_whole
