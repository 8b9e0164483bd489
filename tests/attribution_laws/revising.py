"""Changes of data, as a year's update or a corrected source makes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attribution_laws.tables import QUARTERS, number

if TYPE_CHECKING:
    from random import Random

    from attribution_laws.changing import Change, Changing
    from attribution_laws.tables import Cell, Data, Entity


def one_period_more(change: Change) -> bool:
    """Add a period with numbers, in some columns or in all: the yearly update; now and then with a gap before it."""
    data, draw = change.data, change.draw
    if not change.menu.dated:
        return False
    numbers = sorted(int(str(period)) for period in data.periods)
    new = str(draw.choice((numbers[-1] + 1, numbers[-1] + 1, numbers[-1] + 1, numbers[0] - 1, numbers[-1] + 2)))
    data.periods = sorted({*data.periods, new}, key=str)
    holes = draw.choice((0.0, 0.0, 0.2, 0.5))
    for name in columns_of(data):
        _rows(draw, data, name, [(entity, new) for entity in data.entities], holes)
    return True


def one_period_fewer(change: Change) -> bool:
    """Take a period away, now and then one in the middle."""
    data = change.data
    if not change.menu.dated or len(data.periods) < 2:
        return False
    gone = change.draw.choice((data.periods[0], data.periods[-1], change.draw.choice(data.periods)))
    data.periods = [period for period in data.periods if period != gone]
    for cells in (data.cells, data.fine):
        for cell in [cell for cell in cells if str(cell[2])[:4] == gone]:
            del cells[cell]
    return True


def came(change: Change) -> bool:
    """Add an entity."""
    data, draw = change.data, change.draw
    if None in data.entities:
        return False
    new = draw.choice([name for name in ("E", "F", "云南") if name not in data.entities])
    data.entities = [*data.entities, new]
    for of_entity in data.groups.values():
        of_entity[new] = draw.choice(("n", "m", ""))
    holes = draw.choice((0.0, 0.0, 0.3))
    for name in columns_of(data):
        _rows(draw, data, name, [(new, period) for period in data.periods], holes)
    return True


def went(change: Change) -> bool:
    """Take an entity away."""
    data = change.data
    if None in data.entities or len(data.entities) < 2:
        return False
    gone = change.draw.choice(data.entities)
    data.entities = [entity for entity in data.entities if entity != gone]
    for cells in (data.cells, data.fine):
        for cell in [cell for cell in cells if cell[1] == gone]:
            del cells[cell]
    for of_entity in data.groups.values():
        of_entity.pop(gone, None)
    return True


def revised(change: Change) -> bool:
    """Correct a few numbers of a column, or say them in another unit."""
    data, draw = change.data, change.draw
    known = [cells for cells in (data.cells, data.fine) if cells]
    if not known:
        return False
    cells = draw.choice(known)
    name = draw.choice(sorted({cell[0] for cell in cells}))
    own = sorted((cell for cell in cells if cell[0] == name), key=str)
    if draw.random() < 0.3:
        for cell in own:
            cells[cell] *= 10
        for said in (node.said for node in change.draft.indicators() if node.name == name):
            said["unit"] = "m"
        return True
    style = draw.choice(("plain", "plain", "ties", "zeros"))
    for cell in draw.sample(own, min(len(own), draw.choice((1, 1, 2, 3)))):
        cells[cell] = number(draw, style)
    return True


def holes(change: Change) -> bool:
    """Lose a few numbers, or find some that were missing."""
    data, draw = change.data, change.draw
    if not data.cells:
        return False
    if draw.random() < 0.5:
        for cell in draw.sample(sorted(data.cells, key=str), min(len(data.cells), draw.choice((1, 2, 3)))):
            del data.cells[cell]
        return True
    missing = [
        (name, entity, period)
        for name in sorted({cell[0] for cell in data.cells})
        for entity in data.entities
        for period in data.periods
        if (name, entity, period) not in data.cells
    ]
    for cell in draw.sample(missing, min(len(missing), 3)):
        data.cells[cell] = number(draw, "plain")
    return bool(missing)


def emptied(change: Change) -> bool:
    """Lose the numbers of a column at an end, or complete them there."""
    data, draw = change.data, change.draw
    if not change.menu.dated or not data.cells:
        return False
    name = draw.choice(sorted({cell[0] for cell in data.cells}))
    period = draw.choice((data.periods[0], data.periods[-1]))
    cells: list[Cell] = [(name, entity, period) for entity in data.entities]
    if any(cell in data.cells for cell in cells):
        for cell in cells:
            data.cells.pop(cell, None)
    else:
        data.cells |= {cell: number(draw, "plain") for cell in cells}
    return True


def regrouped(change: Change) -> bool:
    """Put an entity into another group."""
    data, draw = change.data, change.draw
    if not data.groups:
        return False
    group = draw.choice(list(data.groups))
    entity = draw.choice(data.entities)
    data.groups[group][entity] = draw.choice(
        [each for each in ("n", "m", "k", "") if each != data.groups[group].get(entity)]
    )
    return True


def renamed(change: Change) -> bool:
    """Call an entity otherwise, in the data and wherever the framework speaks of it."""
    data = change.data
    if None in data.entities:
        return False
    old, new = str(change.draw.choice(data.entities)), "G"
    if new in data.entities:
        return False
    data.entities = [new if entity == old else entity for entity in data.entities]
    for cells in (data.cells, data.fine):
        for name, entity, period in [cell for cell in cells if cell[1] == old]:
            cells[name, new, period] = cells.pop((name, entity, period))
    for of_entity in data.groups.values():
        if old in of_entity:
            of_entity[new] = of_entity.pop(old)
    for said in change.draft.all_said():
        for word in said:
            said[word] = re.sub(rf"\b{old}\b", new, said[word])
    return True


def columns_of(data: Data) -> list[str]:
    """Return the columns that have numbers."""
    return sorted({cell[0] for cell in (*data.cells, *data.fine)})


def _rows(draw: Random, data: Data, name: str, rows: list[tuple[Entity, str | None]], missing: float) -> None:
    fine = any(cell[0] == name for cell in data.fine)
    for entity, period in rows:
        if draw.random() < missing:
            continue
        if fine:
            data.fine |= {(name, entity, f"{period}{quarter}"): number(draw, "plain") for quarter in QUARTERS}
        else:
            data.cells[name, entity, period] = number(draw, "plain")


CHANGES: dict[str, tuple[int, Changing]] = {
    "period more": (4, one_period_more),
    "period fewer": (2, one_period_fewer),
    "came": (4, came),
    "went": (3, went),
    "revised": (4, revised),
    "holes": (2, holes),
    "emptied": (1, emptied),
    "regrouped": (2, regrouped),
    "renamed": (1, renamed),
}
