"""The data of two versions cell by cell, and which change each cell belongs to; nothing here knows `attribution`.

A cell of an entity that came or went belongs to that, else one of a period that was added or removed to that. Of the
others that differ, one in a period that the data of its column reach on one side alone is completed or emptied, and the
rest are revised, column by column. Where most of a column is multiplied by one factor as its unit changes, that is a
change of its own, and the others are in the unit before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from idx.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from attribution_laws.tables import Cell, Entity
    from idx.panel.model import Panel

Owner = tuple[str, str]  # what became of it, and of what


@dataclass
class Known:
    """What a version knows: entities, periods, and by identity the numbers and the groups."""

    entities: list[Entity]
    periods: list[str | None]
    cells: dict[Cell, float]
    columns: set[str]
    groups: dict[str, dict[Entity, str | None]]
    made: set[str] = field(default_factory=set)


def known(panel: Panel, identities: Mapping[str, str], called: Mapping[str, str], made: set[str]) -> Known:
    """Return what a version knows, after conversion and with the entities that are `made` of others.

    `called` are the names of entities that have another name in the version after.
    """
    entities = [entity if entity is None else called.get(entity, entity) for entity in panel.entities]
    periods = [str(period) if period else None for period in panel.periods]
    shown: list[str | None] = [None]
    if panel.first is not None:
        shown = [str(Period(panel.first.frequency, number)) for number in sorted(panel.observed)]
    columns = [name for name in panel.values.columns if name not in panel.computed]
    rows = [(entity, period) for entity in entities for period in periods]
    cells = {
        (identities[name], entity, period): value
        for name in columns
        for (entity, period), value in zip(rows, panel.values[name], strict=True)
        if value is not None
    }
    groups = {identities[name]: dict(zip(entities, of_entity, strict=True)) for name, of_entity in panel.groups.items()}
    return Known(entities, shown, cells, {identities[name] for name in columns}, groups, made)


def factor_of(name: str, before: Known, after: Known) -> float | None:
    """Return by what most numbers of a column were multiplied, or None."""
    pairs = [(old, after.cells.get(cell)) for cell, old in before.cells.items() if cell[0] == name]
    ratios = [new / old for old, new in pairs if new and old]
    if name not in before.columns & after.columns or not ratios:
        return None
    factor = median(ratios)
    alike = [ratio for ratio in ratios if abs(ratio / factor - 1) <= 1e-9]
    return factor if factor != 1 and 2 * len(alike) > len(ratios) else None


class Cells:
    """The cells of both versions, and which change each belongs to."""

    def __init__(self, before: Known, after: Known, units: Iterable[str]) -> None:
        """Find whose each cell is; `units` are the columns whose unit changes."""
        self.before, self.after = before, after
        self.factors = {name: factor for name in units if (factor := factor_of(name, before, after)) is not None}
        for cell in [cell for cell in after.cells if cell[0] in self.factors]:
            same, old = after.cells[cell] / self.factors[cell[0]], before.cells.get(cell)
            after.cells[cell] = old if old is not None and abs(same - old) <= 1e-9 * abs(old) else same
        self.entities = sorted({*before.entities, *after.entities}, key=str)
        self.periods = sorted({*before.periods, *after.periods}, key=str)
        self.rows: dict[Owner, None] = {}
        for entity in self.entities:
            if self.of_entity(entity):
                self.rows[self.of_entity(entity) or ("", "")] = None
        for period in self.periods:
            if self.of_period(period):
                self.rows[self.of_period(period) or ("", "")] = None
        self.owner: dict[Cell, Owner] = {}
        for name in sorted(before.columns & after.columns):
            self._own(name)
        self.regrouped = {name for name in before.groups.keys() & after.groups.keys() if self._differ(name)}

    def of_entity(self, entity: Entity) -> Owner | None:
        """Return what became of an entity."""
        there = (entity in self.before.entities, entity in self.after.entities)
        return None if all(there) else ("came" if there[1] else "went", str(entity))

    def of_period(self, period: str | None) -> Owner | None:
        """Return what became of a period."""
        there = (period in self.before.periods, period in self.after.periods)
        return None if all(there) else ("added" if there[1] else "removed", "")

    def _own(self, name: str) -> None:
        reach = [self._reach(side, name) for side in (self.before, self.after)]
        cells = {cell for side in (self.before, self.after) for cell in side.cells if cell[0] == name}
        for cell in cells:
            _, entity, period = cell
            of_row = self.of_entity(entity) or self.of_period(period)
            if of_row:
                self.owner[cell] = of_row
            elif self.before.cells.get(cell) != self.after.cells.get(cell):
                inside = [low <= str(period) <= high for low, high in reach]
                words = {(False, True): ("completed", ""), (True, False): ("emptied", "")}
                self.owner[cell] = words.get((inside[0], inside[1]), ("revised", name))

    def _reach(self, side: Known, name: str) -> tuple[str, str]:
        """Return the first and the last period in which a column has any number."""
        periods = [str(period) for column, _, period in side.cells if column == name]
        return (min(periods), max(periods)) if periods else ("~", "")

    def _differ(self, name: str) -> bool:
        both = set(self.before.entities) & set(self.after.entities)
        return any(self.before.groups[name].get(entity) != self.after.groups[name].get(entity) for entity in both)

    def owners(self) -> set[Owner]:
        """Return all changes of data."""
        regrouped = {("revised", name) for name in self.regrouped}
        return {*self.rows, *self.owner.values(), *regrouped, *(("rescaled", name) for name in self.factors)}

    def made(self, changes: set[Owner]) -> Known:
        """Return the data once some of the changes are made."""

        def there(owner: Owner | None, *, before: bool, after: bool) -> bool:
            return before if owner is None or owner not in changes else after

        entities = [
            entity
            for entity in self.entities
            if there(self.of_entity(entity), before=entity in self.before.entities, after=entity in self.after.entities)
        ]
        periods = [
            period
            for period in self.periods
            if there(self.of_period(period), before=period in self.before.periods, after=period in self.after.periods)
        ]
        rows = {(entity, period) for entity in entities for period in periods}
        cells: dict[Cell, float] = {}
        for name in self.before.columns | self.after.columns:
            for entity, period in rows:
                cell = (name, entity, period)
                value = self._side(cell, changes).cells.get(cell)
                if value is not None:
                    rescaled = ("rescaled", name) in changes
                    cells[cell] = value * self.factors[name] if rescaled else value
        groups = {
            name: {entity: self._group(name, entity, changes) for entity in entities}
            for name in self.before.groups.keys() | self.after.groups.keys()
        }
        return Known(entities, periods, cells, self.before.columns | self.after.columns, groups)

    def _side(self, cell: Cell, changes: set[Owner]) -> Known:
        name = cell[0]
        if name not in self.before.columns or name not in self.after.columns:
            return self.before if name in self.before.columns else self.after
        return self.after if self.owner.get(cell) in changes else self.before

    def _group(self, name: str, entity: Entity, changes: set[Owner]) -> str | None:
        if name not in self.before.groups or name not in self.after.groups:
            return (self.before if name in self.before.groups else self.after).groups[name].get(entity)
        if entity not in self.before.entities:
            return self.after.groups[name].get(entity)
        if entity not in self.after.entities:
            return self.before.groups[name].get(entity)
        side = self.after if ("revised", name) in changes else self.before
        return side.groups[name].get(entity)
