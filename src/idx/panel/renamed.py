"""A panel whose entities are called otherwise, and one without what formulas added."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from idx.panel.model import missing_cells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx.panel.model import Panel


def renamed_panel(panel: Panel, names: Mapping[str, str]) -> Panel:
    """Return a panel whose entities are called otherwise, in the order of their new names.

    An entity that keeps a name which another one gets is called by it with a number behind it, so that no two meet.
    """
    new_names = apart(panel.entities, names)
    if new_names == panel.entities:
        return panel
    order = sorted(range(len(new_names)), key=lambda number: str(new_names[number]))
    new = {old: number for number, old in enumerate(order)}
    length, height = panel.length, panel.values.height
    position = pl.int_range(0, height, eager=True)
    rows = pl.Series(order, dtype=pl.Int64).gather(position // length) * length + position % length
    values = panel.values.select(pl.all().gather(rows)) if panel.values.width else panel.values
    long = pl.concat([column.alias("") for column in values]) if values.width else pl.Series(dtype=pl.Float64)
    called_so = dict(zip(panel.entities, new_names, strict=True))
    return replace(
        panel,
        entities=tuple(new_names[number] for number in order),
        values=values,
        statuses={name: codes.gather(rows) for name, codes in panel.statuses.items()},
        bases={name: codes.gather(rows) for name, codes in panel.bases.items()},
        solved_from={
            name: {new[row // length] * length + row % length: said for row, said in by_row.items()}
            for name, by_row in panel.solved_from.items()
        },
        missing=missing_cells(long, height, length),
        groups={name: tuple(of_entity[number] for number in order) for name, of_entity in panel.groups.items()},
        made=frozenset(str(called_so[name]) for name in panel.made),
        kept={},
    )


def data_alone(panel: Panel) -> Panel:
    """Return a panel as it was before formulas added columns."""
    kept = [name for name in panel.values.columns if name not in panel.computed]
    if len(kept) == panel.values.width:
        return panel
    values = panel.values.select(kept)
    long = pl.concat([column.alias("") for column in values]) if kept else pl.Series(dtype=pl.Float64)
    return replace(
        panel,
        values=values,
        statuses={name: codes for name, codes in panel.statuses.items() if name in kept},
        bases={name: codes for name, codes in panel.bases.items() if name in kept},
        solved_from={name: said for name, said in panel.solved_from.items() if name in kept},
        least={name: least for name, least in panel.least.items() if name in kept},
        missing=missing_cells(long, panel.values.height, panel.length),
        computed=frozenset(),
        kept={},
    )


def apart(entities: Sequence[str | None], names: Mapping[str, str]) -> tuple[str | None, ...]:
    """Return the new names of entities, each a different one."""
    taken = {names[entity] for entity in entities if entity is not None and entity in names}
    found: list[str | None] = []
    for entity in entities:
        if entity is None or entity in names or entity not in taken:
            found.append(entity if entity is None else names.get(entity, entity))
            continue
        number = 2
        while f"{entity}#{number}" in taken or f"{entity}#{number}" in entities:
            number += 1
        found.append(f"{entity}#{number}")
    return tuple(found)
