"""Lay the cells of all tables onto one grid of entities and consecutive periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from idx.diagnostics import Rule, did_you_mean
from idx.panel.files import place
from idx.panel.model import NORMAL, OBSERVED, Codes, Origin, Panel
from idx.panel.tables import FRAMEWORK, MOST_REPORTED, PERIOD
from idx.period import Period
from idx.resolve.example import TABLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from idx.diagnostics import Collector
    from idx.model import Framework
    from idx.panel.tables import Cells

    Rows = NDArray[np.int64]

DUPLICATE = Rule(
    "IDX410",
    "two values for one cell",
    "Each indicator has one value for an entity and a period, in all tables together.",
    bad=FRAMEWORK,
    data=TABLE + "a,2020,11\n",
)
WITHOUT_DATA = Rule(
    "IDX411",
    "an indicator without data",
    "Every indicator needs observations: under its name, or under the name that `code` states.",
    bad=FRAMEWORK,
    data="indicator,period,value\na,2020,10\na,2021,20\n",
)
ENTITY = Rule(
    "IDX412",
    "tables that do not agree on entities",
    "Either all tables name the entity of each value or none does; where they do, no cell of that column is empty.",
    bad=FRAMEWORK,
    data="indicator,entity,period,value\na,X,2020,1\nb,,2020,2\n",
)


@dataclass(slots=True)
class _Grid:
    """Where each entity and period has its row."""

    entities: tuple[str | None, ...]
    first: Period | None
    length: int

    @property
    def size(self) -> int:
        return len(self.entities) * self.length

    def rows(self, cells: Cells, count: int) -> Rows:
        """Return the grid row of each table row; a table without periods has its rows at the first period."""
        number = {entity: index for index, entity in enumerate(self.entities)}
        entity = np.zeros(count, dtype=np.int64)
        if cells.entity is not None:
            entity = cells.entity.replace_strict(number, default=0, return_dtype=pl.Int64).to_numpy()
        period = np.zeros(count, dtype=np.int64)
        if cells.period is not None and self.first is not None:
            first = self.first.number
            period = np.array([item.number - first if item else 0 for item in cells.period], dtype=np.int64)
        rows: Rows = entity * self.length + period
        return rows


class _Where(NamedTuple):
    """A table, an indicator in it, and the grid that its values go to."""

    cells: Cells
    name: str
    grid: _Grid


def assemble(tables: list[Cells], framework: Framework, found: Collector) -> Panel | None:
    """Return the panel of all tables; report values for one cell twice, and indicators without any."""
    _check_entities(tables, found)
    grid = _grid(tables, framework, found)
    if found.failed or grid is None:
        return None
    names = [indicator.name for indicator in framework.indicators]
    values = {name: np.full(grid.size, np.nan) for name in names}
    statuses: dict[str, Codes] = {}
    bases: dict[str, Codes] = {}
    origins: dict[str, dict[int, tuple[Origin, ...]]] = {}
    for cells in tables:
        for name, stated, at in _columns(cells):
            filled = np.flatnonzero(~np.isnan(stated))
            column, positions = stated[filled], at[filled]
            rows = grid.rows(cells, _count(cells))[positions]
            _check_duplicates(_Where(cells, name, grid), rows, positions, values[name], found)
            _scatter(values[name], rows, column, cells, grid)
            for codes, parts, usual in ((statuses, cells.status, NORMAL), (bases, cells.basis, OBSERVED)):
                if parts is not None and (parts[positions] != usual).any():
                    target = codes.setdefault(name, np.full(grid.size, usual, dtype=np.int8))
                    _scatter(target, rows, parts[positions], cells, grid)
            solved = {row: cells.solved_from.get(at) for row, at in zip(rows.tolist(), positions.tolist(), strict=True)}
            if cells.solved_from:
                origins.setdefault(name, {}).update({row: parts for row, parts in solved.items() if parts})
    _check_all_have_data(values, tables, framework, found)
    if found.failed:
        return None
    frame = pl.DataFrame({name: pl.Series(name, column).fill_nan(None) for name, column in values.items()})
    numbers = {period.number for cells in tables for period in cells.period or () if period}
    return Panel(
        entities=grid.entities,
        first=grid.first,
        length=grid.length,
        values=frame,
        statuses=statuses,
        bases=bases,
        solved_from=origins,
        observed=frozenset(numbers),
        unused=tuple(f"{cells.path}: {heading}" for cells in tables for heading in cells.unused),
    )


def _count(cells: Cells) -> int:
    return len(next(iter(cells.values.values()), ()))


def _columns(cells: Cells) -> list[tuple[str, NDArray[np.float64], Rows]]:
    """Return each indicator of a table with its values and the table rows that they stand in."""
    if cells.indicator is None:
        everywhere = np.arange(_count(cells))
        return [(name, column.to_numpy(), everywhere) for name, column in cells.values.items()]
    column = cells.values[""].to_numpy()
    positions = cells.indicator.to_frame("name").with_row_index("row").drop_nulls("name")
    groups = positions.group_by("name", maintain_order=True).agg("row")
    return [
        (name, column[rows], rows)
        for name, rows in ((name, np.array(rows, dtype=np.int64)) for name, rows in groups.iter_rows())
    ]


def _scatter(target: NDArray[np.generic], rows: Rows, column: NDArray[np.generic], cells: Cells, grid: _Grid) -> None:
    if cells.period is None and grid.length > 1:
        for step in range(grid.length):  # a table without periods holds for every period
            target[rows + step] = column
    else:
        target[rows] = column


def _check_entities(tables: list[Cells], found: Collector) -> None:
    named = [cells for cells in tables if cells.entity is not None]
    if named and len(named) < len(tables):
        other = next(cells for cells in tables if cells.entity is None)
        help_ = "name the column of entities in both: `columns(entity = …)`"
        found.add(ENTITY, f"{named[0].path} names entities, {other.path} does not", place(other.path), help=help_)
    for cells in named:
        empty = cells.entity.is_null().arg_true().to_list() if cells.entity is not None else []
        for row in empty[:MOST_REPORTED]:
            found.add(ENTITY, "the entity is empty", place(cells.path, row))


def _grid(tables: list[Cells], framework: Framework, found: Collector) -> _Grid | None:
    names: set[str] = set()
    numbers: set[int] = set()
    frequencies: set[str] = set()
    if framework.periods:
        frequencies.add(framework.periods.first.frequency)
        numbers |= {period.number for period in framework.periods}
    for cells in tables:
        names |= set(cells.entity.unique().drop_nulls()) if cells.entity is not None else set()
        for period in {period for period in cells.period or () if period}:
            frequencies.add(period.frequency)
            numbers.add(period.number)
    if len(frequencies) > 1:
        kinds = {"A": "years", "Q": "quarters", "M": "months"}
        message = f"periods of several kinds meet: {', '.join(kinds[item] for item in sorted(frequencies))}"
        found.add(PERIOD, message, place(tables[0].path), help="`periods` and all tables have periods of one kind")
        return None
    entities: tuple[str | None, ...] = tuple(sorted(names)) or (None,)
    if not numbers:
        return _Grid(entities, None, 1)
    return _Grid(entities, Period(frequencies.pop(), min(numbers)), max(numbers) - min(numbers) + 1)


def _check_duplicates(where: _Where, rows: Rows, positions: Rows, taken: NDArray[np.float64], found: Collector) -> None:
    cells, name, grid = where
    order = np.argsort(rows, kind="stable")
    again = order[1:][rows[order][1:] == rows[order][:-1]]
    elsewhere = np.flatnonzero(~np.isnan(taken[rows]))
    for index in sorted({*again.tolist(), *elsewhere.tolist()})[:MOST_REPORTED]:
        entity, step = divmod(int(rows[index]), grid.length)
        cell = [name, grid.entities[entity]]
        if grid.first is not None and cells.period is not None:
            cell.append(str(Period(grid.first.frequency, grid.first.number + step)))
        found.add(
            DUPLICATE,
            f"a second value for {', '.join(part for part in cell if part)}",
            place(cells.path, int(positions[index])),
            help="keep one of the two rows",
        )


def _check_all_have_data(
    values: dict[str, NDArray[np.float64]], tables: list[Cells], framework: Framework, found: Collector
) -> None:
    offered = {heading for cells in tables for heading in cells.unused}
    for indicator in framework.indicators:
        if np.isnan(values[indicator.name]).all():
            code = indicator.code or indicator.name
            help_ = did_you_mean(code, offered, otherwise=f"add rows for `{code}`, or say its name in the data: `code`")
            found.add(WITHOUT_DATA, f"the data have no value for `{indicator.name}`", indicator.span, help=help_)
