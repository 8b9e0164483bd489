"""The grid of entities and consecutive periods, and the cells of tables laid onto it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.diagnostics import Rule, Wording
from idx.panel.files import MOST_REPORTED, place
from idx.panel.model import NORMAL, OBSERVED, Origin
from idx.panel.tables import COLUMN
from idx.panel.values import FRAMEWORK
from idx.period import Period
from idx.resolve.example import TABLE

if TYPE_CHECKING:
    from idx.diagnostics import Collector, DataPlace
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


class Grid(NamedTuple):
    """Where each entity and period has its row."""

    entities: tuple[str | None, ...]
    first: Period | None
    length: int

    @property
    def size(self) -> int:
        """How many rows there are."""
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


class Columns:
    """The grid's columns while tables are laid onto it: all indicators below one another in one long column."""

    def __init__(self, grid: Grid, names: list[str]) -> None:
        """Keep where rows are and what is measured; every cell is missing so far."""
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
            if cells.converted:
                help_ = Wording(
                    "the data have it for this period and for its sub-periods: keep one of the two",
                    "数据中既有这一时期的数值，又有其各子时期的数值：请只保留一种",
                )
            found.add(DUPLICATE, message, place(cells.path, None if cells.converted else at), help=help_)
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
