"""Reference sets: which rows a statistic is taken over, and what each row has from its set."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.evaluate.base import at_base
from idx.evaluate.window import PERIOD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from idx.evaluate.window import Window
    from idx.methods.contracts import Reference, Together
    from idx.period import Periods

STATISTIC = "·statistic "
EVERYWHERE = ""  # the one set of all rows
BLOCK = 32  # expressions computed together: what they take from their sets is a column each until they are done


class _Statistic(NamedTuple):
    """What an expression has asked for: a statistic of values in the sets that a column tells apart.

    Or, `derived`, what is made of other statistics of the same sets.
    """

    of: pl.Expr
    sets: str
    derived: bool = False


@dataclass(slots=True)
class Sets:
    """The reference sets of a window's rows; `group` returns each row's group by the name of the groups.

    `columns` are what expressions made here speak of, beside the window's marks; each is made once. A statistic is not
    computed where it is asked for: its expression speaks of a column to come, and `select` computes what all speak of
    in one grouping for each kind of set, which is what makes them fast.
    """

    window: Window
    group: Callable[[str], pl.Series]
    columns: dict[str, pl.Series] = field(default_factory=dict)
    asked: dict[str, _Statistic] = field(default_factory=dict)
    found: dict[str, pl.Series] = field(default_factory=dict)

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
            positions = self.positions(None if isinstance(reference, str) else reference)
            values = pl.when(pl.col(PERIOD).is_in(positions)).then(values)
        name = f"{STATISTIC}{len(self.asked)}"
        self.asked[name] = _Statistic(statistic(values), sets)
        return pl.col(name)

    def of_set(self, statistics: pl.Expr) -> pl.Expr:
        """Return what is made of statistics of one reference set (see `ReferenceSet`)."""
        names = _spoken_of([statistics])
        name = f"{STATISTIC}{len(self.asked)}"
        self.asked[name] = _Statistic(statistics, next(self.asked[each].sets for each in names), derived=True)
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
        if reference != "each_period" and not all(self.window.shown):
            values = pl.when(pl.col(PERIOD).is_in(self.positions(None))).then(values)
        if within is not None:
            values = pl.when(pl.col(sets).is_not_null()).then(values)
        return turned(values) if sets == EVERYWHERE else turned(values).over(sets)

    def _sets(self, *, each_period: bool, within: str | None) -> str:
        """Return the column that numbers each row's set from zero; an entity without a group stands in none."""
        if within is None:
            return PERIOD if each_period else EVERYWHERE
        key = f"·set {within}{' each period' if each_period else ''}"

        def numbered() -> pl.Series:
            groups = self.group(within).rank("dense").cast(pl.UInt32) - 1
            return groups * self.window.length + self.window.marks[PERIOD] if each_period else groups

        self.kept(key, numbered)
        return key

    def at_base(self, values: pl.Expr, base: Periods) -> pl.Expr:
        """Return the entity's own value at a base, the same for all its rows (see `ReferenceSet`)."""
        return at_base(values, base, self.window)

    def at_entity(self, values: pl.Expr, entity: str) -> pl.Expr:
        """Return the value of one entity in the same period (see `ReferenceSet`)."""
        place = self.window.entities.index(entity)
        return values.slice(place * self.window.length, self.window.length).gather(pl.col(PERIOD))

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
        self._compute(whole, set(self.asked))
        blocks = [expressions[start : start + BLOCK] for start in range(0, len(expressions), BLOCK)]
        parts = [self._with_statistics(whole, block).select(block).collect(engine="in-memory") for block in blocks]
        self.asked.clear()
        self.found.clear()
        return pl.concat(parts, how="horizontal") if len(parts) > 1 else parts[0]

    def _compute(self, whole: pl.LazyFrame, waiting: set[str]) -> None:
        """Compute statistics, all those of one kind of set by one grouping; one of what others make comes later."""
        while waiting:
            ready = sorted(name for name in waiting if waiting.isdisjoint(_spoken_of([self.asked[name].of])))
            for sets, derived in dict.fromkeys(self.asked[name][1:] for name in ready):
                asked = [self.asked[name].of.alias(name) for name in ready if self.asked[name][1:] == (sets, derived)]
                if derived:
                    known = pl.DataFrame({name: self.found[name] for name in sorted(_spoken_of(asked))})
                    self._keep(known.lazy().select(asked).collect(engine="in-memory"), EVERYWHERE)
                    continue
                rows = self._with_statistics(whole, asked)
                each = rows.select(asked) if sets == EVERYWHERE else rows.group_by(sets).agg(asked)
                self._keep(each.collect(engine="in-memory"), sets)
            waiting -= set(ready)

    def _keep(self, each: pl.DataFrame, sets: str) -> None:
        """Keep statistics by the numbers of their sets."""
        if sets != EVERYWHERE:
            each = each.drop_nulls(sets)
            full = pl.DataFrame({sets: pl.int_range(0, self.window.height, dtype=pl.UInt32, eager=True)})
            size = each[sets].max()
            each = full.head(size + 1 if isinstance(size, int) else 0).join(each, on=sets, how="left").drop(sets)
        self.found |= dict(zip(each.columns, each, strict=True))

    def _with_statistics(self, whole: pl.LazyFrame, expressions: Iterable[pl.Expr]) -> pl.LazyFrame:
        """Return the rows with the statistics that expressions speak of, each row those of its set."""
        names = sorted(_spoken_of(expressions))
        if not names:
            return whole
        return whole.with_columns(
            (pl.lit(self.found[name].item()) if sets == EVERYWHERE else pl.lit(self.found[name]).gather(sets)).alias(
                name
            )
            for name in names
            for sets in [self.asked[name].sets]
        )


def _spoken_of(expressions: Iterable[pl.Expr]) -> set[str]:
    roots = {name for expression in expressions for name in expression.meta.root_names()}
    return {name for name in roots if name.startswith(STATISTIC)}
