"""An outline: the rows of a table that says what a framework measures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple


class Entry(NamedTuple):
    """A node as its row states it.

    `parent` is its parent's position among the entries, None for the root. `weight` is None where its parent's
    children weigh the same. `names` are the labels in further languages, by their codes. `row` is its row as a
    spreadsheet numbers it, 0 for a root that the table does not have.
    """

    code: str
    label: str
    parent: int | None
    weight: Fraction | None = None
    negative: bool = False
    unit: str = ""
    source: str = ""
    note: str = ""
    names: tuple[tuple[str, str], ...] = ()
    row: int = 0


class RawColumn(NamedTuple):
    """A column of the data that is no indicator: `series` of numbers, or `group` of entities; who divides by it."""

    keyword: str
    code: str
    label: str
    unit: str = ""
    divides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The entries of a table in its order, its title, and further columns that the data have.

    `added_root`: whether the root is not the table's own. `coinr`: whether the table is COINr's. `of_total`: whether
    weights are shares of the whole, and stand on indicators alone.
    """

    title: str
    entries: tuple[Entry, ...]
    columns: tuple[RawColumn, ...] = ()
    added_root: bool = False
    coinr: bool = False
    of_total: bool = False

    @property
    def root(self) -> int:
        """The position of the root."""
        return next(position for position, entry in enumerate(self.entries) if entry.parent is None)

    def children(self) -> dict[int, list[int]]:
        """Return the positions of each composite's children in their order."""
        below: dict[int, list[int]] = {}
        for position, entry in enumerate(self.entries):
            if entry.parent is not None:
                below.setdefault(entry.parent, []).append(position)
        return below

    def sum_of_shares(self) -> Fraction | None:
        """Return what the weights of all indicators sum to, where they look like shares of the whole.

        That is so where indicators under several composites state weights and no composite does, and the sum is 1
        or 100.
        """
        below = self.children()
        leaves = [entry for position, entry in enumerate(self.entries) if position not in below]
        stated = [entry.weight for entry in leaves if entry.weight is not None]
        composites = [entry for position, entry in enumerate(self.entries) if position in below]
        weighted = any(entry.weight is not None for entry in composites if entry.parent is not None)
        if weighted or len(stated) < len(leaves) or len({entry.parent for entry in leaves}) < 2:
            return None
        total = sum(stated, Fraction(0))
        return total if total in {1, 100} else None

    def settled(self) -> Outline:
        """Return the outline with weights as a framework states them.

        Those that say nothing are gone: a root's, and those of siblings that weigh the same. Shares of the whole are
        shares of one.
        """
        entries = list(self.entries)
        entries[self.root] = entries[self.root]._replace(weight=None)
        total = self.sum_of_shares()
        if total is not None:
            shares = (entry.weight / total if entry.weight is not None else None for entry in entries)
            entries = [entry._replace(weight=share) for entry, share in zip(entries, shares, strict=True)]
            return replace(self, entries=tuple(entries), of_total=True)
        for siblings in self.children().values():
            if len({entries[position].weight for position in siblings}) == 1:
                for position in siblings:
                    entries[position] = entries[position]._replace(weight=None)
        return replace(self, entries=tuple(entries))
