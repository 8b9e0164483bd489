"""The data of several versions on one grid, a column for each version of a series or an indicator that has data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.panel.model import Panel, least_values, missing_cells
from idx.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Sides(NamedTuple):
    """The data before and after; `columns` and `groups` have, for each side, the name of an identity in the panel."""

    panels: tuple[Panel, Panel]
    columns: tuple[Mapping[str, str], Mapping[str, str]]
    groups: tuple[Mapping[str, str], Mapping[str, str]]

    @property
    def alike(self) -> bool:
        """Whether both have the same entities and periods."""
        one, other = self.panels
        return (one.entities, one.first, one.length, one.observed) == (
            other.entities,
            other.first,
            other.length,
            other.observed,
        )

    @property
    def comparable(self) -> bool:
        """Whether both have periods of the same kind, or none."""
        kinds = {panel.first.frequency if panel.first else None for panel in self.panels}
        return len(kinds) == 1


def joined(sides: Sides, names: Iterable[tuple[str, str, int]], groups: Mapping[str, int], data: int) -> Panel:
    """Return a panel with a column for each name, of an identity's data on a side.

    `groups` says of which side a group's members are, `data` whose entities and periods there are: those before (0),
    those after (1), or those of both (2).
    """
    shape = _shape(sides, data)
    columns = [
        _laid(sides.panels[side], sides.columns[side][identity], shape).alias(name) for name, identity, side in names
    ]
    frame = pl.DataFrame(columns)
    long = pl.concat([column.alias("") for column in columns]) if columns else pl.Series(dtype=pl.Float64)
    height = len(shape.entities) * shape.length
    grouped = {
        name: _members(sides.panels[side], sides.groups[side].get(name, name), shape) for name, side in groups.items()
    }
    return replace(
        shape,
        values=frame,
        statuses={},
        bases={},
        solved_from={},
        least=least_values(frame),
        missing=missing_cells(long, height, shape.length),
        groups=grouped,
        kept={},
    )


def _shape(sides: Sides, data: int) -> Panel:
    """Return a panel with the entities and periods that there are."""
    return sides.panels[data] if data < 2 else union_shape(sides)


def union_shape(sides: Sides) -> Panel:
    """Return a panel with the entities and periods of both sides."""
    before, after = sides.panels
    entities = tuple(sorted({*before.entities, *after.entities}, key=str))
    first, length = before.first, before.length
    if before.first is not None and after.first is not None and before.first.frequency == after.first.frequency:
        low = min(before.first.number, after.first.number)
        high = max(before.first.number + before.length, after.first.number + after.length)
        first, length = Period(before.first.frequency, low), high - low
    return replace(before, entities=entities, first=first, length=length, observed=before.observed | after.observed)


def _laid(panel: Panel, name: str, shape: Panel) -> pl.Series:
    """Return a column of a panel on another grid, missing where the panel has no such row."""
    column = panel.values[name]
    if panel.entities == shape.entities and panel.first == shape.first and panel.length == shape.length:
        return column
    return column.gather(rows_of(panel, shape))


def rows_of(panel: Panel, shape: Panel) -> pl.Series:
    """Return a panel's row for each row of another grid, null where it has none."""
    place = {entity: number for number, entity in enumerate(panel.entities)}
    start = shape.first.number - panel.first.number if shape.first and panel.first else 0
    rows: list[int | None] = []
    for entity in shape.entities:
        number = place.get(entity)
        for step in range(start, start + shape.length):
            inside = number is not None and 0 <= step < panel.length
            rows.append(number * panel.length + step if inside and number is not None else None)
    return pl.Series(rows, dtype=pl.UInt32)


def _members(panel: Panel, name: str, shape: Panel) -> tuple[str | None, ...]:
    """Return the group of each entity."""
    of_entity = dict(zip(panel.entities, panel.groups.get(name, ()), strict=False))
    return tuple(of_entity.get(entity) for entity in shape.entities)
