"""Compute the cells of periods from those of their sub-periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.panel.grid import Columns, Grid
from idx.panel.model import NORMAL, OBSERVED
from idx.panel.tables import Cells
from idx.period import PERIODS_A_YEAR, Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx.diagnostics import Collector
    from idx.model import MethodCall
    from idx.panel.model import Origin


def from_subperiods(
    tables: Sequence[Cells], rules: Mapping[str, MethodCall], finer: str, own: str, found: Collector
) -> Cells:
    """Return the cells of periods of the frequency `own` that come from tables of a finer one; report cells met twice.

    A period has a value where all its sub-periods have one, or under a rule that picks one of them, where that has. Its
    status and basis are the weakest of those that it comes from. `rules` are the conversions of what the tables hold.
    """
    width = PERIODS_A_YEAR[finer] // PERIODS_A_YEAR[own]
    grid = _grid(tables, finer, width)
    columns = Columns(grid, list(rules))
    for cells in tables:
        columns.add(cells, found)
    parts = _Parts(columns, rules, width)
    long = parts.long()
    return Cells(
        path=tables[0].path,
        entity=None if grid.entities == (None,) else long["entity"],
        period=long["period"],
        frequency=own,
        indicator=long["indicator"],
        values={"": long["value"]},
        status=long["status"],
        basis=long["basis"],
        solved_from=parts.origins(long),
        converted=True,
    )


def _grid(tables: Sequence[Cells], finer: str, width: int) -> Grid:
    """Return a grid of sub-periods, from the first of a period to the last of one."""
    entities: set[str] = set()
    numbers: set[int] = set()
    for cells in tables:
        entities |= set(cells.entity.unique().drop_nulls()) if cells.entity is not None else set()
        numbers |= set(cells.period.unique().drop_nulls()) if cells.period is not None else set()
    first, last = min(numbers) // width, max(numbers) // width
    return Grid(tuple(sorted(entities)) or (None,), Period(finer, first * width), (last - first + 1) * width)


class _Parts:
    """The columns of a grid of sub-periods, each as a list of `width` cells in every period of every entity."""

    def __init__(self, columns: Columns, rules: Mapping[str, MethodCall], width: int) -> None:
        self.columns, self.rules, self.width = columns, rules, width
        self.height, self.length = columns.grid.size // width, columns.grid.length // width

    def long(self) -> pl.DataFrame:
        """Return a row a value: its `row` on the grid of periods, entity, period, `indicator`, `value` and marks."""
        grid = self.columns.grid
        row = pl.int_range(0, self.height, eager=True).alias("row")
        entity = pl.Series("entity", grid.entities, dtype=pl.String).gather(row // self.length)
        period = (row % self.length + (grid.first.number if grid.first else 0) // self.width).alias("period")
        keys = pl.DataFrame([row, entity, period])
        values = self.columns.split(self.columns.values)
        statuses, bases = self.columns.unusual("status", NORMAL), self.columns.unusual("basis", OBSERVED)
        found = [
            keys.with_columns(
                self._value(values[name], call),
                pl.lit(name).alias("indicator"),
                self._weakest(statuses.get(name), call, NORMAL).alias("status"),
                self._weakest(bases.get(name), call, OBSERVED).alias("basis"),
            )
            for name, call in self.rules.items()
        ]
        return pl.concat(found).filter(pl.col("value").is_not_null())

    def _lists(self, column: pl.Series) -> pl.DataFrame:
        return pl.DataFrame({"parts": column.reshape((self.height, self.width))})

    def _value(self, column: pl.Series, call: MethodCall) -> pl.Series:
        parts = pl.col("parts")
        value: pl.Expr = call.method.prepared(call.arguments)(parts)
        whole = value if call.method.picks else pl.when(~parts.arr.contains(None)).then(value)
        return self._lists(column).select(value=whole)["value"]

    def _weakest(self, column: pl.Series | None, call: MethodCall, usual: int) -> pl.Series:
        """Return the weakest codes of what each period comes from."""
        if column is None:
            return pl.Series([usual], dtype=pl.Int8).new_from_index(0, self.height)
        parts = pl.col("parts")
        codes: pl.Expr = call.method.prepared(call.arguments)(parts) if call.method.picks else parts.arr.min()
        return self._lists(column).select(codes).to_series()

    def origins(self, long: pl.DataFrame) -> dict[int, tuple[Origin, ...]]:
        """Return, by row of `long`, the published values from which the figures behind a value were solved."""
        found: dict[int, tuple[Origin, ...]] = {}
        for name, by_row in self.columns.origins.items():
            rows = long.with_row_index("at").filter(indicator=name).select("row", "at").iter_rows()
            used = self._used(self.rules[name])
            for row, at in rows:
                said = [origin for part in used for origin in by_row.get(row * self.width + part, ())]
                if said:
                    found[at] = tuple(dict.fromkeys(said))
        return found

    def _used(self, call: MethodCall) -> list[int]:
        """Return the places of the sub-periods that a period comes from."""
        places = list(range(self.width))
        if not call.method.picks:
            return places
        asked = pl.DataFrame({"parts": pl.Series(places).reshape((1, self.width))})
        return asked.select(call.method.prepared(call.arguments)(pl.col("parts"))).to_series().to_list()
