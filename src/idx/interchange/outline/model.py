"""An outline: the rows of a table that says what a framework measures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction


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

    `added_root`: whether the root is not the table's own. `coinr`: whether the table is COINr's.
    """

    title: str
    entries: tuple[Entry, ...]
    columns: tuple[RawColumn, ...] = ()
    added_root: bool = False
    coinr: bool = False

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

    def settled(self) -> Outline:
        """Return the outline without weights that say nothing: those of a root, and of siblings that weigh the same."""
        entries = list(self.entries)
        entries[self.root] = entries[self.root]._replace(weight=None)
        for siblings in self.children().values():
            if len({entries[position].weight for position in siblings}) == 1:
                for position in siblings:
                    entries[position] = entries[position]._replace(weight=None)
        return replace(self, entries=tuple(entries))
