"""Reference sets: which rows a statistic is taken over, and what each row has from its set."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.evaluate.base import at_base
from idx.evaluate.window import PERIOD, SHOWN, VARIANT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from idx.evaluate.window import Window
    from idx.methods.values import Reference, Together
    from idx.period import Periods

STATISTIC = "·statistic "
EVERYWHERE = ""  # the one set of all rows
BLOCK = 64  # expressions computed together: what they take from their sets is a column each until they are done


class _Statistic(NamedTuple):
    """What an expression has asked for: a statistic of values in the sets that a column tells apart.

    Or, `derived`, what is made of other statistics of the same sets. `needs` names the statistics that it speaks of.
    """

    of: pl.Expr
    sets: str
    derived: bool
    needs: frozenset[str]


@dataclass(slots=True)
class Sets:
    """The reference sets of a window's rows; `group` returns each row's group by the name of the groups.

    `columns` are what expressions made here speak of, beside the window's marks; each is made once. A statistic is not
    computed where it is asked for: its expression speaks of a column to come, and `select` computes what all speak of
    in one grouping for each kind of set, which is what makes them fast: `found` has a table for each kind, a row a set.
    """

    window: Window
    group: Callable[[str], pl.Series]
    columns: dict[str, pl.Series] = field(default_factory=dict)
    asked: dict[str, _Statistic] = field(default_factory=dict)
    found: dict[str, pl.DataFrame] = field(default_factory=dict)

    def kept(self, key: str, make: Callable[[], pl.Series]) -> pl.Expr:
        """Return a column, made when it is first asked for."""
        if key not in self.columns:
            self.columns[key] = make().alias(key)
        return pl.col(key)

    def beside(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return a frame with the columns that expressions made here speak of."""
        return frame.hstack([*self.window.marks, *self.columns.values()])

    def aggregate(
        self,
        statistic: Callable[[pl.Expr], pl.Expr],
        values: pl.Expr,
        reference: Reference,
        within: str | None = None,
    ) -> pl.Expr:
        """Return a statistic of values over a reference set (see `ReferenceSet`)."""
        sets = self._sets(each_period=reference == "each_period", within=within)
        if reference != "each_period":
            values = pl.when(self._in(reference)).then(values)
        return self._ask(statistic(values), sets, _spoken_of([values]), derived=False)

    def of_set(self, statistics: pl.Expr) -> pl.Expr:
        """Return what is made of statistics of one reference set (see `ReferenceSet`)."""
        needs = _spoken_of([statistics])
        of_these = {self.asked[each].sets for each in needs}
        if len(of_these) != 1:
            raise ValueError("`of_set` takes statistics of one reference set, and of one alone")
        return self._ask(statistics, of_these.pop(), needs, derived=True)

    def _ask(self, of: pl.Expr, sets: str, needs: frozenset[str], *, derived: bool) -> pl.Expr:
        """Return what stands for a statistic that is computed later."""
        name = f"{STATISTIC}{len(self.asked)}"
        self.asked[name] = _Statistic(of, sets, derived, needs)
        return pl.col(name)

    def among(
        self,
        turned: Callable[[pl.Expr], pl.Expr],
        values: pl.Expr,
        reference: Together,
        within: str | None = None,
    ) -> pl.Expr:
        """Return values turned into others of their set (see `ReferenceSet`)."""
        sets = self._sets(each_period=reference == "each_period", within=within)
        if reference != "each_period" and (self.window.variants or not all(self.window.shown)):
            values = pl.when(self._in("all_periods")).then(values)
        if within is not None:
            values = pl.when(pl.col(sets).is_not_null()).then(values)
        return turned(values) if sets == EVERYWHERE else turned(values).over(sets)

    def _in(self, reference: Reference) -> pl.Expr:
        """Return which rows lie in a reference of all evaluated periods, or of stated ones among them."""
        return self.kept(f"·in {reference}", lambda: self._among(reference))

    def _among(self, reference: Reference) -> pl.Series:
        marks = self.window.marks
        among = marks[PERIOD].is_in(self.positions(None if isinstance(reference, str) else reference))
        return among if self.window.variants is None else among & marks[SHOWN]

    def lie_in(self, reference: Reference) -> pl.Series:
        """Return which rows lie in a reference of all evaluated periods, or of stated ones among them."""
        return self.columns[self._in(reference).meta.output_name()]

    def _sets(self, *, each_period: bool, within: str | None) -> str:
        """Return the column that numbers each row's set from zero; an entity without a group stands in none."""
        if within is None and self.window.variants is None:
            return PERIOD if each_period else EVERYWHERE
        if within is None and not each_period:
            return VARIANT
        key = f"·set {within or ''}{' each period' if each_period else ''}"

        def numbered() -> pl.Series:
            marks = self.window.marks
            if within is None:
                return marks[VARIANT] * self.window.length + marks[PERIOD]
            groups = self.group(within).rank("dense").cast(pl.UInt32) - 1
            if self.window.variants is not None:
                groups += marks[VARIANT] * (groups.max() or 0) + marks[VARIANT]
            return groups * self.window.length + marks[PERIOD] if each_period else groups

        self.kept(key, numbered)
        return key

    def numbers(self, *, each_period: bool) -> pl.Series:
        """Return the number of each row's set, from zero, where no groups part them."""
        key = self._sets(each_period=each_period, within=None)
        if key == EVERYWHERE:
            return pl.Series([0], dtype=pl.UInt32).new_from_index(0, self.window.height)
        return self.columns[key] if key in self.columns else self.window.marks[key]

    def at_base(self, values: pl.Expr, base: Periods) -> pl.Expr:
        """Return the entity's own value at a base, the same for all its rows (see `ReferenceSet`)."""
        return at_base(values, base, self.window)

    def at_entity(self, values: pl.Expr, entity: str) -> pl.Expr:
        """Return the value of one entity in the same period (see `ReferenceSet`)."""
        length, block = self.window.length, self.window.block
        if self.window.variants is None:
            return values.slice(self.window.entities.index(entity) * length, length).gather(pl.col(PERIOD))
        if entity not in self.window.entities:
            return pl.lit(None, dtype=pl.Float64)
        place = self.window.entities.index(entity)
        return values.gather((pl.col(VARIANT).cast(pl.Int64) * block + place) * length + pl.col(PERIOD))

    def positions(self, periods: Periods | None) -> list[int]:
        """Return where the evaluated periods, or those among stated ones, lie in the window."""
        window = self.window
        shown = [position for position in range(window.length) if window.shown[position]]
        if periods is None:
            return shown
        if window.first is None or window.first.frequency != periods.first.frequency:
            return []
        low, high = (period.number - window.first.number for period in periods)
        return [position for position in shown if low <= position <= high]

    def select(self, frame: pl.DataFrame, expressions: Sequence[pl.Expr]) -> pl.DataFrame:
        """Return expressions over a frame's rows, with the statistics that they speak of."""
        whole = self.beside(frame).lazy()
        if not self.asked:
            return whole.select(expressions).collect(engine="in-memory")
        self._compute(whole)
        blocks = [expressions[start : start + BLOCK] for start in range(0, len(expressions), BLOCK)]
        parts = [
            self._with_statistics(whole, _spoken_of(block)).select(block).collect(engine="in-memory")
            for block in blocks
        ]
        self.asked.clear()
        self.found.clear()
        return pl.concat(parts, how="horizontal") if len(parts) > 1 else parts[0]

    def _compute(self, whole: pl.LazyFrame) -> None:
        """Compute statistics, all those of one kind of set by one grouping; one of what others make comes later."""
        waiting = dict(self.asked)
        while waiting:
            ready = {name: each for name, each in waiting.items() if not each.derived}
            ready = {name: each for name, each in ready.items() if waiting.keys().isdisjoint(each.needs)}
            for sets in dict.fromkeys(each.sets for each in ready.values()):
                asked = {name: each for name, each in ready.items() if each.sets == sets}
                needs = frozenset[str]().union(*(each.needs for each in asked.values()))
                rows = self._with_statistics(whole, needs)
                values = [each.of.alias(name) for name, each in asked.items()]
                table = rows.select(values) if sets == EVERYWHERE else rows.group_by(sets).agg(values)
                for name in asked:
                    del waiting[name]
                table = self._derived(self._with_known(table, sets), sets, waiting)
                self.found[sets] = table.collect(engine="in-memory")

    def _derived(self, table: pl.LazyFrame, sets: str, waiting: dict[str, _Statistic]) -> pl.LazyFrame:
        """Return the statistics of one kind of set with what is made of them, and take that from what is `waiting`."""
        while True:
            of_these = {name: each for name, each in waiting.items() if each.derived and each.sets == sets}
            ready = [name for name, each in of_these.items() if waiting.keys().isdisjoint(each.needs)]
            if not ready:
                return table
            table = table.with_columns(waiting.pop(name).of.alias(name) for name in ready)

    def _with_known(self, table: pl.LazyFrame, sets: str) -> pl.LazyFrame:
        """Return statistics of one kind of set beside those that are known already."""
        known = self.found.get(sets)
        if known is None:
            return table
        if sets == EVERYWHERE:
            return pl.concat([known.lazy(), table], how="horizontal")
        return table.join(known.lazy(), on=sets, how="left", nulls_equal=True)

    def _with_statistics(self, whole: pl.LazyFrame, statistics: Iterable[str]) -> pl.LazyFrame:
        """Return the rows with statistics, each row those of its set; without a set it has none."""
        by_sets: dict[str, list[str]] = {}
        for name in sorted(statistics):
            by_sets.setdefault(self.asked[name].sets, []).append(name)
        for sets, names in by_sets.items():
            table = self.found[sets]
            if sets == EVERYWHERE:
                known = (table[name] for name in names)  # of what is missing the type has to be said
                whole = whole.with_columns(pl.lit(each.item(), dtype=each.dtype).alias(each.name) for each in known)
            else:
                whole = whole.join(table.lazy().select(sets, *names), on=sets, how="left", maintain_order="left")
        return whole


def _spoken_of(expressions: Iterable[pl.Expr]) -> frozenset[str]:
    roots = {name for expression in expressions for name in expression.meta.root_names()}
    return frozenset(name for name in roots if name.startswith(STATISTIC))


def parted(rows: NDArray[np.bool_], numbers: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield the sets that some rows lie in, each with the places of these rows in it, in the order of the rows."""
    places = rows.nonzero()[0]
    sets = numbers[places]
    places = places[sets.argsort(kind="stable")]
    sets.sort()
    starts = (sets[1:] != sets[:-1]).nonzero()[0] + 1
    bounds = [0, *starts.tolist(), len(places)] if len(places) else []
    for start, stop in pairwise(bounds):
        yield int(sets[start]), places[start:stop]
