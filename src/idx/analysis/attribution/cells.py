"""Every cell of two versions on one grid, and which change it belongs to: rows that came or went, or a revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from idx.edits.facts import ADDED, CAME, COMPLETED, EMPTIED, PERIODS, REMOVED, UNIT, WENT, Key
from idx.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from idx.panel.model import Panel

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]
    Flags = NDArray[np.bool_]

NOBODY = -1  # what no change is about
SAME_FACTOR = 1e-9


class Sides(NamedTuple):
    """The data before and after; `columns` and `groups` have, for each side, the name of an identity in the panel.

    `made` has, for each side, the identity of each entity that is made of others, by what results call it.
    """

    panels: tuple[Panel, Panel]
    columns: tuple[Mapping[str, str], Mapping[str, str]]
    groups: tuple[Mapping[str, str], Mapping[str, str]]
    made: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})

    @property
    def comparable(self) -> bool:
        """Whether both have periods of the same kind, or none."""
        kinds = {panel.first.frequency if panel.first else None for panel in self.panels}
        return len(kinds) == 1


@dataclass(frozen=True, slots=True)
class Grid:
    """The entities and the consecutive periods that either version has."""

    entities: tuple[str | None, ...]
    first: Period | None
    length: int

    @property
    def height(self) -> int:
        """The number of rows, by entity, then period."""
        return len(self.entities) * self.length

    def period(self, position: int) -> str | None:
        """Return a period as text."""
        return None if self.first is None else str(Period(self.first.frequency, self.first.number + position))

    def laid(self, panel: Panel, columns: Mapping[str, str]) -> dict[str, Numbers]:
        """Return columns of a panel on this grid, NaN where it is missing; `columns` has their names by identity."""
        there = {entity: place for place, entity in enumerate(self.entities)}
        start = panel.first.number - self.first.number if panel.first and self.first else 0
        places = np.array([there[entity] for entity in panel.entities], dtype=np.int64)
        found = {}
        for identity, name in columns.items():
            found[identity] = np.full((len(self.entities), self.length), np.nan)
            own = panel.values[name].to_numpy().reshape(len(panel.entities), panel.length)  # what is missing is NaN
            found[identity][places, start : start + panel.length] = own
        return {identity: numbers.reshape(-1) for identity, numbers in found.items()}


def grid_of(panels: Iterable[Panel]) -> Grid:
    """Return the grid of the entities and periods of all panels, which have periods of one kind."""
    known = list(panels)
    entities = tuple(sorted({entity for panel in known for entity in panel.entities}, key=str))
    firsts = [panel.first for panel in known if panel.first is not None]
    if not firsts:
        return Grid(entities, None, 1)
    low = min(first.number for first in firsts)
    high = max(panel.first.number + panel.length for panel in known if panel.first is not None)
    return Grid(entities, Period(firsts[0].frequency, low), high - low)


@dataclass(frozen=True, slots=True)
class Rows:
    """Which entities (or periods) there are before and after, and the number of the change that each belongs to."""

    before: Flags
    after: Flags
    owner: Places

    def there(self, made: Flags) -> Flags:
        """Return which there are once changes are made: `made` has a row a state, a column a change."""
        return np.where(picked(made, self.owner), self.after, self.before)


def picked(made: Flags, owner: Places) -> Flags:
    """Return, for each state, whether the change that owns each place is made; what nobody owns is not."""
    if not made.shape[1]:
        return np.zeros((len(made), len(owner)), dtype=bool)
    flags: Flags = made[:, owner] & (owner != NOBODY)
    return flags


@dataclass(frozen=True)
class Cells:
    """The cells of both versions; `keys` are the changes of data, `owner` the number of that which changes each cell.

    `before` and `after` have the numbers of each identity that a version has, NaN where they are missing, `groups` the
    group of each entity on either side. Where the unit of an identity changes with its data, `factors` has by what they
    are multiplied, and the number of that change; `after` is in the unit before then.
    """

    grid: Grid
    keys: tuple[Key, ...]
    entities: Rows
    periods: Rows
    before: dict[str, Numbers]
    after: dict[str, Numbers]
    owner: dict[str, Places]
    groups: tuple[dict[str, tuple[str | None, ...]], dict[str, tuple[str | None, ...]]]
    factors: dict[str, tuple[float, int]]

    def number(self, key: Key) -> int:
        """Return the number of a change."""
        return self.keys.index(key)

    def of(self, key: Key) -> list[tuple[str, Places]]:
        """Return the places of the cells that a change is about, by identity."""
        number = self.number(key)
        found = [(identity, np.flatnonzero(owner == number)) for identity, owner in self.owner.items()]
        return [(identity, places) for identity, places in found if len(places)]


def cells_of(sides: Sides, changed: Sequence[Key] = ()) -> Cells:
    """Return the cells of two versions whose periods are of one kind.

    `changed` are the keys of what is stated otherwise: rows of entities that are made of others belong to these.
    """
    grid = grid_of(sides.panels)
    numbers = [grid.laid(panel, sides.columns[side]) for side, panel in enumerate(sides.panels)]
    known: dict[Key, int] = {}
    entities = _entities(sides, grid, changed, known)
    periods = _periods(sides, grid, known)
    factors = {}
    for identity in [key.subject for key in changed if key.kind == "property" and key.word == "unit"]:
        if identity in numbers[0] and identity in numbers[1]:
            factor = _factor(numbers[0][identity], numbers[1][identity])
            if factor is not None:
                numbers[1][identity] = _rescaled(numbers[0][identity], numbers[1][identity] / factor)
                factors[identity] = (factor, known.setdefault(Key("cells", identity, UNIT), len(known)))
    of_row = np.where(
        (entities.owner != NOBODY)[:, None],
        entities.owner[:, None],
        np.where(periods.owner != NOBODY, periods.owner, NOBODY),
    )
    owner = {
        identity: _owners(identity, numbers[0][identity], numbers[1][identity], of_row, known)
        for identity in numbers[0]
        if identity in numbers[1]
    }
    groups = tuple(_groups(sides, side, grid) for side in range(2))
    for identity in groups[0].keys() & groups[1].keys():
        both = entities.before & entities.after
        pairs = zip(groups[0][identity], groups[1][identity], both, strict=True)
        if any(old != new for old, new, here in pairs if here):
            known.setdefault(Key("cells", identity), len(known))
    return Cells(grid, tuple(known), entities, periods, numbers[0], numbers[1], owner, (groups[0], groups[1]), factors)


def _factor(before: Numbers, after: Numbers) -> float | None:
    """Return by what most cells were multiplied, or None where they have no such factor."""
    both = ~np.isnan(before) & ~np.isnan(after) & (before != 0) & (after != 0)
    ratios = after[both] / before[both]
    if not len(ratios):
        return None
    factor = float(np.median(ratios))
    alike = np.abs(ratios / factor - 1) <= SAME_FACTOR
    return factor if factor != 1 and 2 * alike.sum() > len(ratios) else None


def _rescaled(before: Numbers, after: Numbers) -> Numbers:
    """Return numbers after in the unit before, those that differ by rounding alone as they were."""
    same = np.abs(after - before) <= SAME_FACTOR * np.abs(before)
    return np.where(same, before, after)


def _entities(sides: Sides, grid: Grid, changed: Sequence[Key], known: dict[Key, int]) -> Rows:
    there = [set(panel.entities) for panel in sides.panels]
    before, after = (np.array([entity in side for entity in grid.entities]) for side in there)
    owner = np.full(len(grid.entities), NOBODY)
    for place in np.flatnonzero(before != after):
        entity = grid.entities[place]
        of_made = _of_made(sides.made[int(after[place])].get(str(entity)), changed)
        word = CAME if after[place] else WENT
        owner[place] = known.setdefault(of_made or Key("rows", "", word, str(entity)), len(known))
    return Rows(before, after, owner)


def _of_made(identity: str | None, changed: Sequence[Key]) -> Key | None:
    """Return what changes about an entity that is made of others, so that its row comes or goes."""
    if identity is None:
        return None
    return next((key for key in changed if key.subject == identity and key.kind in {"node", "name", "property"}), None)


def _periods(sides: Sides, grid: Grid, known: dict[Key, int]) -> Rows:
    if grid.first is None:
        whole = np.array([True])
        return Rows(whole, whole, np.array([NOBODY]))
    numbers = range(grid.first.number, grid.first.number + grid.length)
    before, after = (np.array([number in panel.observed for number in numbers]) for panel in sides.panels)
    owner = np.full(grid.length, NOBODY)
    for word, here in ((ADDED, after & ~before), (REMOVED, before & ~after)):
        if here.any():
            owner[here] = known.setdefault(Key("rows", "", PERIODS, word), len(known))
    return Rows(before, after, owner)


def _owners(identity: str, before: Numbers, after: Numbers, of_row: Places, known: dict[Key, int]) -> Places:
    """Return the change that each cell of an identity belongs to.

    A cell of a row that came or went goes with it. Of the others that differ, those in periods that the data of the
    identity reach only on one side are completed or emptied, the rest are revised.
    """
    differs = ~((before == after) | (np.isnan(before) & np.isnan(after)))
    owner = of_row.reshape(-1).copy()
    free = differs & (owner == NOBODY)
    if not free.any():
        return owner
    reached = [_reach(np.asarray((~np.isnan(side)).reshape(of_row.shape).any(axis=0))) for side in (before, after)]
    position = np.arange(len(owner)) % of_row.shape[1]
    for word, here in ((COMPLETED, reached[1] & ~reached[0]), (EMPTIED, reached[0] & ~reached[1])):
        chosen = free & here[position]
        if chosen.any():
            owner[chosen] = known.setdefault(Key("rows", "", PERIODS, word), len(known))
    revised = free & (owner == NOBODY)
    if revised.any():
        owner[revised] = known.setdefault(Key("cells", identity), len(known))
    return owner


def _reach(there: Flags) -> Flags:
    """Return the periods from the first to the last in which there is anything."""
    reached: Flags = np.maximum.accumulate(there) & np.maximum.accumulate(there[::-1])[::-1]
    return reached


def _groups(sides: Sides, side: int, grid: Grid) -> dict[str, tuple[str | None, ...]]:
    panel = sides.panels[side]
    found = {}
    for identity, name in sides.groups[side].items():
        of_entity = dict(zip(panel.entities, panel.groups[name], strict=True))
        found[identity] = tuple(of_entity.get(entity) for entity in grid.entities)
    return found
