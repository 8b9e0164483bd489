"""Where a formula reads its values: in the same row, some periods back, or at a fixed period or entity."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import polars as pl

from idx.period import Period

if TYPE_CHECKING:
    from idx.formula.expression import Value


class Grid(Protocol):
    """Rows by entity, then period; each entity has all the consecutive periods."""

    @property
    def entities(self) -> tuple[str | None, ...]:
        """The entities in order."""

    @property
    def first(self) -> Period | None:
        """The first period, or None where there are no periods."""

    @property
    def length(self) -> int:
        """How many periods each entity has."""

    @property
    def block(self) -> int:
        """How many entities stand together: the grid may hold several variants of them, one below the other."""


class Access(NamedTuple):
    """Where a value is read: `lag` periods back, or at a fixed period or entity."""

    lag: int
    at: Period | str | None

    def rows(self, grid: Grid) -> pl.Series:
        """Return, for each row of a grid, the row that is read; null where there is none."""
        height = len(grid.entities) * grid.length
        row = pl.int_range(0, height, dtype=pl.Int64)
        entity, position = row // grid.length, row % grid.length
        if isinstance(self.at, Period):
            fixed = self.at.number - (grid.first.number if grid.first else 0)
            if not 0 <= fixed < grid.length:
                return pl.Series([None], dtype=pl.Int64).new_from_index(0, height)
            return pl.select(rows=entity * grid.length + fixed).to_series()
        if self.at is not None:
            if self.at not in grid.entities:
                return pl.Series([None], dtype=pl.Int64).new_from_index(0, height)
            entity = entity // grid.block * grid.block + grid.entities.index(self.at)
        there = entity * grid.length + position - self.lag
        return pl.select(rows=pl.when(position >= self.lag).then(there)).to_series()


class Asked(NamedTuple):
    """A value that a formula asks for: where it is read, and in which rows; None: in all of them."""

    value: Value
    access: Access
    active: pl.Series | None

    def rows(self, grid: Grid) -> pl.Series:
        """Return, for each row of a grid, the row that is read; null where there is none, or none is asked for."""
        rows = self.access.rows(grid)
        if self.active is None:
            return rows
        return pl.DataFrame([rows.alias("rows"), self.active.alias("active")]).select(pl.when("active").then("rows"))[
            "rows"
        ]


def missing_place(value: Value, grid: Grid) -> bool:
    """Whether a value is read at a period or an entity that the grid does not have."""
    if isinstance(value.at, Period):
        first = grid.first
        if first is None or value.at.frequency != first.frequency:
            return True
        return not 0 <= value.at.number - first.number < grid.length
    return value.at is not None and value.at not in grid.entities
