"""The panel: every observation on a complete grid of entities and periods, with status and basis beside it."""

from __future__ import annotations

import hashlib
from array import array
from dataclasses import dataclass, field
from itertools import compress
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.period import Period

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic

# SDMX observation statuses, weakest first: the smaller number wins where cells meet.
STATUSES = ("M", "I", "E", "F", "P", "U", "B", "D", "A")
MISSING, IMPUTED, ESTIMATED, FORECAST = (STATUSES.index(code) for code in "MIEF")
NORMAL = STATUSES.index("A")
ESTIMATES = (IMPUTED, ESTIMATED, FORECAST)

# What a figure rests on, weakest first; any other word in the data counts as observed.
BASES = ("implied", "unverified", "carried", "interpolated", "observed")
CARRIED, INTERPOLATED, OBSERVED = (BASES.index(word) for word in ("carried", "interpolated", "observed"))

Origin = tuple[str, Period | None]


class Variants(NamedTuple):
    """Several panels below one another on one grid; nothing looks from one into another.

    `blocks` is how many there are. `there` says which rows each has by itself: its entities, from its first period to
    its last; `observed` which of them lie in periods that occur in its data.
    """

    blocks: int
    there: pl.Series
    observed: pl.Series


@dataclass(frozen=True, slots=True)
class Panel:
    """Observations by indicator on a grid of entities × consecutive periods.

    `values` has a Float64 column per indicator and a row per entity and period, entities as text in order, each with
    all periods in order; null is missing. `statuses` and `bases` hold codes (positions in `STATUSES` and `BASES`) of
    the same length for the indicators that state any; `solved_from` names, by indicator and row, the published values
    from which a figure was solved. `least` is the least value of each indicator, `missing` the list of cells without a
    value (see `missing_cells`): what every evaluation on the panel asks for. `first` is None where the data have no
    periods at all; `observed` are the numbers of the periods that occur in the data. An entity is None where the data
    name none. `groups` has the group of each entity by the group's name. `computed` are columns that formulas added;
    they are no data, and neither are the rows of the entities in `made`. `twins` names, for a column that holds the
    same as another, that other one. Evaluations keep in `kept` what depends on the panel's shape alone. Where there are
    `variants`, `entities` has those of the grid once for each of them.
    """

    entities: tuple[str | None, ...]
    first: Period | None
    length: int
    values: pl.DataFrame = field(repr=False)
    statuses: dict[str, pl.Series] = field(repr=False, default_factory=dict)
    bases: dict[str, pl.Series] = field(repr=False, default_factory=dict)
    solved_from: dict[str, dict[int, tuple[Origin, ...]]] = field(repr=False, default_factory=dict)
    observed: frozenset[int] = frozenset()
    least: dict[str, float] = field(repr=False, default_factory=dict)
    missing: pl.DataFrame = field(repr=False, default_factory=pl.DataFrame)
    unused: tuple[str, ...] = ()
    groups: dict[str, tuple[str | None, ...]] = field(repr=False, default_factory=dict)
    computed: frozenset[str] = frozenset()
    made: frozenset[str] = frozenset()
    twins: dict[str, str] = field(repr=False, default_factory=dict)
    kept: dict[object, object] = field(repr=False, compare=False, default_factory=dict)
    variants: Variants | None = field(repr=False, default=None)
    diagnostics: tuple[Diagnostic, ...] = field(repr=False, default=())

    @property
    def periods(self) -> tuple[Period | None, ...]:
        """The consecutive periods of the grid."""
        if self.first is None:
            return (None,)
        return tuple(Period(self.first.frequency, self.first.number + step) for step in range(self.length))

    @property
    def block(self) -> int:
        """How many entities one variant has."""
        return len(self.entities) // (self.variants.blocks if self.variants else 1)

    def group(self, name: str) -> pl.Series:
        """Return a row's group, or its entity under the name `entity`, for every row."""
        of_entity = self.entities if name == "entity" else self.groups[name]
        entity = pl.int_range(0, self.values.height, eager=True) // self.length
        return self.own(pl.Series(name, of_entity, dtype=pl.String).gather(entity))

    def own(self, column: pl.Series) -> pl.Series:
        """Return a column on the rows, missing where a variant has no such row."""
        if self.variants is None:
            return column
        return column.zip_with(self.variants.there, pl.Series([None], dtype=column.dtype))

    def whole(self, code: int) -> pl.Series:
        """Return a column of one code."""
        return pl.Series([code], dtype=pl.Int8).new_from_index(0, self.values.height)

    def fingerprint(self) -> str:
        """Return the SHA-256 of the observations, whatever file they came from."""
        digest = hashlib.sha256()
        given = [entity not in self.made for entity in self.entities]
        entities = tuple(compress(self.entities, given))
        digest.update(repr((entities, [str(period) for period in self.periods])).encode())
        for name in sorted(set(self.values.columns) - self.computed):
            digest.update(name.encode())
            digest.update(array("d", self._given(self.values[name].fill_null(float("nan")))).tobytes())
            for columns, usual in ((self.statuses, NORMAL), (self.bases, OBSERVED)):
                codes = self._given(columns[name]) if name in columns else []
                if set(codes) - {usual}:
                    digest.update(array("b", codes).tobytes())
        for name, of_entity in sorted(self.groups.items()):
            digest.update(repr((name, tuple(compress(of_entity, given)))).encode())
        return digest.hexdigest()

    def _given(self, column: pl.Series) -> list[float]:
        """Return what a column holds for entities that the data have."""
        if not self.made:
            return column.to_list()
        return column.filter(~self.group("entity").is_in(list(self.made))).to_list()


def least_values(values: pl.DataFrame) -> dict[str, float]:
    """Return the least value of each column, infinite where there is none."""
    if not values.width:
        return {}
    lowest = values.lazy().select(pl.all().min()).collect(engine="in-memory").row(0, named=True)
    return {name: inf if value is None else float(value) for name, value in lowest.items()}


def missing_cells(values: pl.Series, size: int, length: int) -> pl.DataFrame:
    """Return the missing cells of a grid: `column` and `row`, and the rows of the observations `before` and `after`.

    `values` holds the grid's columns below one another, each of `size` rows, an entity's `length` periods together. The
    two neighbours are null where the entity has no observation on that side. A run of missing cells in one entity
    shares its neighbours: the row before its first and the row after its last. Cells stand by column, then row.
    """
    cell = pl.col("cell")
    starts = (cell != cell.shift(1) + 1).fill_null(value=True) | (cell % length == 0)
    ends = starts.shift(-1, fill_value=True)
    first, last = pl.when(starts).then(cell).forward_fill(), pl.when(ends).then(cell).backward_fill()
    cells = pl.DataFrame({"cell": values.is_null().arg_true()}).lazy()
    found = cells.select(
        (cell // size).cast(pl.UInt32).alias("column"),
        (cell % size).alias("row"),
        pl.when(first % length > 0).then((first - 1) % size).alias("before"),
        pl.when((last + 1) % length > 0).then((last + 1) % size).alias("after"),
    )
    return found.collect(engine="in-memory")
