"""Lay the cells of all tables onto one grid of entities and consecutive periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.diagnostics import Rule, Wording, did_you_mean
from idx.panel.files import place
from idx.panel.groups import read_group
from idx.panel.model import NORMAL, OBSERVED, Origin, Panel, least_values, missing_cells
from idx.panel.tables import COLUMN
from idx.panel.values import FRAMEWORK, MOST_REPORTED, PERIOD
from idx.period import Period
from idx.resolve.example import TABLE

if TYPE_CHECKING:
    from idx.diagnostics import Collector, DataPlace
    from idx.model import Framework
    from idx.panel.tables import Cells

DUPLICATE = Rule(
    "IDX410",
    Wording("two values for one cell", "同一单元格有两个数值"),
    Wording(
        "Each indicator has one value for an entity and a period, in all tables together.",
        "在全部数据表中，每个指标对同一评价对象、同一时期只能有一个数值。",
    ),
    bad=FRAMEWORK,
    data=TABLE + "a,2020,11\n",
)
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


class _Grid(NamedTuple):
    """Where each entity and period has its row."""

    entities: tuple[str | None, ...]
    first: Period | None
    length: int

    @property
    def size(self) -> int:
        return len(self.entities) * self.length

    def rows(self, cells: Cells) -> pl.Series:
        """Return the grid row of each table row; a table without periods has its rows at the first period."""
        count = len(next(iter((*cells.values.values(), *cells.groups.values())), ()))
        entity = pl.Series([0], dtype=pl.Int64).new_from_index(0, count)
        if cells.entity is not None:
            number = {name: index for index, name in enumerate(self.entities)}
            entity = cells.entity.replace_strict(number, default=0, return_dtype=pl.Int64)
        if cells.period is None or self.first is None:
            return entity * self.length
        return entity * self.length + cells.period.fill_null(self.first.number) - self.first.number

    def cell(self, row: int, *, dated: bool) -> list[str]:
        """Return the entity and period of a row, as far as they have names."""
        entity, step = divmod(row, self.length)
        period = str(Period(self.first.frequency, self.first.number + step)) if self.first and dated else None
        return [part for part in (self.entities[entity], period) if part]


def _without_periods(cells: Cells, at: int) -> tuple[Wording, DataPlace]:
    message = Wording(
        f"{cells.path} has several rows for one cell and no column `period`",
        f"{cells.path} 中同一单元格有几行，却没有 `period` 列",
    )
    return message, place(cells.path, at, cells.period_like)


def _maps_periods(heading: str) -> Wording:
    said = heading if heading.isidentifier() else f'"{heading}"'
    mapped = f"columns(period = {said})"
    return Wording(
        f"if `{heading}` holds the periods, state `{mapped}` behind the path of the data",
        f"如果 `{heading}` 是时期，请在数据路径之后写 `{mapped}`",
    )


class _Columns:
    """The grid's columns while tables are laid onto it: all indicators below one another in one long column."""

    def __init__(self, grid: _Grid, names: list[str]) -> None:
        self.grid, self.names = grid, names
        self.number = {name: number for number, name in enumerate(names)}
        self.values = self._whole(None, pl.Float64)
        self.codes: dict[str, pl.Series] = {}
        self.origins: dict[str, dict[int, tuple[Origin, ...]]] = {}

    def _whole(self, value: int | None, dtype: type[pl.DataType]) -> pl.Series:
        return pl.Series([value], dtype=dtype).new_from_index(0, self.grid.size * len(self.names))

    def add(self, cells: Cells, found: Collector) -> None:
        """Lay one table's observations onto the grid; report a second value for a cell."""
        part = self._observations(cells)
        taken = part.filter(~pl.col("to").is_first_distinct() | self.values.gather(part["to"]).is_not_null())
        if taken.height and cells.period_like:
            found.add(COLUMN, *_without_periods(cells, taken["at"][0]), help=_maps_periods(cells.period_like))
            taken = taken.clear()  # one word on the column says it all
        for to, at in taken.select("to", "at").head(MOST_REPORTED).iter_rows():
            number, row = divmod(to, self.grid.size)
            cell = [self.names[number], *self.grid.cell(row, dated=cells.period is not None)]
            message = Wording(f"a second value for {', '.join(cell)}", f"{'，'.join(cell)} 已有一个数值")
            help_ = Wording("keep one of the two rows", "两行只保留一行")
            found.add(DUPLICATE, message, place(cells.path, at), help=help_)
        if cells.period is None and self.grid.length > 1:  # a table without periods holds for every period
            part = pl.concat(part.with_columns(pl.col("to") + step) for step in range(self.grid.length))
        self.values = self.values.scatter(part["to"], part["value"])
        for kind, usual in (("status", NORMAL), ("basis", OBSERVED)):
            if kind in part.columns:
                whole = self.codes[kind] if kind in self.codes else self._whole(usual, pl.Int8)
                self.codes[kind] = whole.scatter(part["to"], part[kind])
        if cells.solved_from:
            for to, at in part.select("to", "at").iter_rows():
                if at in cells.solved_from:
                    number, row = divmod(to, self.grid.size)
                    self.origins.setdefault(self.names[number], {})[row] = cells.solved_from[at]

    def _observations(self, cells: Cells) -> pl.DataFrame:
        """Return a table's observations: the place on the grid that each goes `to`, its `value`, the row it is `at`."""
        keys = pl.DataFrame({"row": self.grid.rows(cells)}).with_row_index("at").lazy()
        if cells.indicator is None:
            parts = [
                keys.with_columns(value=column, number=pl.lit(self.number[name]))
                for name, column in cells.values.items()
            ]
            frame = pl.concat(parts) if parts else keys.clear().with_columns(value=pl.lit(0.0), number=pl.lit(0))
        else:
            more = {"status": cells.status, "basis": cells.basis}
            stated = {kind: column for kind, column in more.items() if column is not None}
            number = cells.indicator.replace_strict(self.number, default=None, return_dtype=pl.Int64)
            frame = keys.with_columns(value=cells.values[""], number=number, **stated)
        return (
            frame.drop_nulls(["number", "value"])
            .with_columns(to=pl.col("number").cast(pl.Int64) * self.grid.size + pl.col("row"))
            .collect(engine="in-memory")
        )

    def split(self, column: pl.Series) -> dict[str, pl.Series]:
        """Return one column per indicator."""
        size = self.grid.size
        return {name: column.slice(number * size, size).alias(name) for number, name in enumerate(self.names)}

    def unusual(self, kind: str, usual: int) -> dict[str, pl.Series]:
        """Return the codes of the indicators that state any but the usual one."""
        if kind not in self.codes:
            return {}
        return {
            name: codes
            for name, codes in self.split(self.codes[kind]).items()
            if codes.min() != usual or codes.max() != usual
        }


def assemble(tables: list[Cells], framework: Framework, found: Collector) -> Panel | None:
    """Return the panel of all tables; report values for one cell twice, and indicators without any."""
    _check_entities(tables, found)
    grid = _grid(tables, framework, found)
    if found.failed or grid is None:
        return None
    columns = _Columns(grid, [item.name for item in framework.measured])
    for cells in tables:
        columns.add(cells, found)
    values = columns.split(columns.values)
    _check_all_have_data(values, tables, framework, found)
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


def _grid(tables: list[Cells], framework: Framework, found: Collector) -> _Grid | None:
    names: set[str] = set()
    numbers: set[int] = set()
    frequencies = {cells.frequency for cells in tables if cells.frequency}
    if framework.periods:
        frequencies.add(framework.periods.first.frequency)
        numbers |= {period.number for period in framework.periods}
    for cells in tables:
        names |= set(cells.entity.unique().drop_nulls()) if cells.entity is not None else set()
        numbers |= set(cells.period.unique().drop_nulls()) if cells.period is not None else set()
    if len(frequencies) > 1:
        kinds = {"A": Wording("years", "年"), "Q": Wording("quarters", "季"), "M": Wording("months", "月")}
        met = [kinds[item] for item in sorted(frequencies)]
        message = Wording(
            f"periods of several kinds meet: {', '.join(kind.en for kind in met)}",
            f"出现了几种时期：{'、'.join(kind.zh for kind in met)}",
        )
        help_ = Wording("`periods` and all tables have periods of one kind", "`periods` 和全部数据表必须采用同一种时期")
        found.add(PERIOD, message, place(tables[0].path), help=help_)
        return None
    entities: tuple[str | None, ...] = tuple(sorted(names)) or (None,)
    if not numbers:
        return _Grid(entities, None, 1)
    return _Grid(entities, Period(frequencies.pop(), min(numbers)), max(numbers) - min(numbers) + 1)


def _check_all_have_data(
    values: dict[str, pl.Series], tables: list[Cells], framework: Framework, found: Collector
) -> None:
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
            found.add(WITHOUT_DATA, message, indicator.span, help=help_)
