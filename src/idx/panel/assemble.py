"""Put the tables of a framework together: converted to its periods, on one grid, with what has to be there checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule, Wording, did_you_mean
from idx.panel.convert import converted, names_in
from idx.panel.files import MOST_REPORTED, place
from idx.panel.grid import Columns, Grid
from idx.panel.groups import read_group
from idx.panel.model import NORMAL, OBSERVED, Panel, least_values, missing_cells
from idx.panel.values import FRAMEWORK
from idx.period import Period

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.model import Framework
    from idx.panel.tables import Cells

WITHOUT_DATA = Rule(
    "IDX411",
    Wording("an indicator without data", "指标没有数据"),
    Wording(
        "Every indicator needs observations: under its name, or under the name that `code` states.",
        "每个指标都要有观测值：数据中用指标自身的名称，或用 `code` 写明的名称。",
    ),
    bad=FRAMEWORK,
    data="indicator,period,value\na,2020,10\na,2021,20\n",
)
ENTITY = Rule(
    "IDX412",
    Wording("tables that do not agree on entities", "各数据表的评价对象不一致"),
    Wording(
        "Either all tables name the entity of each value or none does; where they do, no cell of that column is empty.",
        "各数据表要么都写明每个数值所属的评价对象，要么都不写；写明时，该列不能有空单元格。",
    ),
    bad=FRAMEWORK,
    data="indicator,entity,period,value\na,X,2020,1\nb,,2020,2\n",
)


def assemble(read: list[Cells], framework: Framework, found: Collector) -> Panel | None:
    """Return the panel of all tables; report values for one cell twice, and indicators without any."""
    _check_entities(read, found)
    tables = read if found.failed else converted(read, framework, found)
    if found.failed:
        return None
    grid = _grid(tables, framework)
    columns = Columns(grid, [item.name for item in framework.measured])
    for cells in tables:
        columns.add(cells, found)
    values = columns.split(columns.values)
    _check_all_have_data(values, grid, read, framework, found)
    groups = {group.name: read_group(group, tables, grid.entities, found) for group in framework.groups}
    if found.failed:
        return None
    periods = [cells.period.unique().drop_nulls().to_list() for cells in tables if cells.period is not None]
    frame = pl.DataFrame(list(values.values()))
    return Panel(
        entities=grid.entities,
        first=grid.first,
        length=grid.length,
        values=frame,
        statuses=columns.unusual("status", NORMAL),
        bases=columns.unusual("basis", OBSERVED),
        solved_from=columns.origins,
        observed=frozenset(number for numbers in periods for number in numbers),
        least=least_values(frame),
        missing=missing_cells(columns.values, grid.size, grid.length),
        groups=groups,
        unused=tuple(f"{cells.path}: {heading}" for cells in tables for heading in cells.unused),
    )


def _check_entities(tables: list[Cells], found: Collector) -> None:
    named = [cells for cells in tables if cells.entity is not None]
    if named and len(named) < len(tables):
        other = next(cells for cells in tables if cells.entity is None)
        help_ = Wording(
            "name the column of entities in both: `columns(entity = …)`",
            "请在两张表中都指明评价对象所在的列：`columns(entity = …)`",
        )
        message = Wording(
            f"{named[0].path} names entities, {other.path} does not",
            f"{named[0].path} 写明了评价对象，{other.path} 没有写",
        )
        found.add(ENTITY, message, place(other.path), help=help_)
    for cells in named:
        empty = cells.entity.is_null().arg_true().to_list() if cells.entity is not None else []
        for row in empty[:MOST_REPORTED]:
            found.add(ENTITY, Wording("the entity is empty", "评价对象为空"), place(cells.path, row))


def _grid(tables: list[Cells], framework: Framework) -> Grid:
    names: set[str] = set()
    numbers: set[int] = set()
    frequencies = {cells.frequency for cells in tables if cells.frequency}
    if framework.periods:
        frequencies.add(framework.periods.first.frequency)
        numbers |= {period.number for period in framework.periods}
    for cells in tables:
        names |= set(cells.entity.unique().drop_nulls()) if cells.entity is not None else set()
        numbers |= set(cells.period.unique().drop_nulls()) if cells.period is not None else set()
    entities: tuple[str | None, ...] = tuple(sorted(names)) or (None,)
    if not numbers:
        return Grid(entities, None, 1)
    return Grid(entities, Period(frequencies.pop(), min(numbers)), max(numbers) - min(numbers) + 1)


def _check_all_have_data(
    values: dict[str, pl.Series], grid: Grid, tables: list[Cells], framework: Framework, found: Collector
) -> None:
    finer = [cells for cells in tables if grid.first and cells.frequency not in {"", grid.first.frequency}]
    offered = {heading for cells in tables for heading in cells.unused}
    for indicator in framework.measured:
        column = values[indicator.name]
        if column.null_count() == len(column):
            code = indicator.code or indicator.name
            message = Wording(f"the data have no value for `{indicator.name}`", f"数据中没有 `{indicator.name}` 的数值")
            called = next((said for said in indicator.labels.values() if said in offered), None)
            advice = Wording(
                f"add rows for `{code}`, or say its name in the data: `code`",
                f"请补充 `{code}` 的数据行，或用 `code` 写明它在数据中的名称",
            )
            help_ = (
                Wording(f'the data call it so: `code "{called}"`', f'数据中它叫这个名称：`code "{called}"`')
                if called
                else did_you_mean(code, offered, otherwise=advice)
            )
            if indicator.convert and any(indicator.name in names_in(cells) for cells in finer):
                message = Wording(
                    f"no period of `{indicator.name}` has the sub-periods that `convert {indicator.convert}` needs",
                    f"`{indicator.name}` 没有一个时期具备 `convert {indicator.convert}` 所需的子时期",
                )
                help_ = Wording(
                    "a period needs the values of all its quarters or months; `last` and `first` need that one",
                    "一个时期要有其全部季度或月份的数值；`last` 和 `first` 只要相应的那一个",
                )
            found.add(WITHOUT_DATA, message, indicator.span, help=help_)
