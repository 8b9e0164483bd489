"""Reference sets: which rows a statistic is taken over, and what each row has from its set."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.evaluate.base import at_base
from idx.evaluate.window import ENTITY, PERIOD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from idx.evaluate.window import Window
    from idx.methods.contracts import Reference, Together
    from idx.period import Periods

STATISTIC = "·statistic "
EVERYWHERE = ""  # the one set of all rows
BLOCK = 16  # expressions computed together: what they take from their sets is a column each until they are done


class _Statistic(NamedTuple):
    """What an expression has asked for: a statistic of values in the sets that a column tells apart."""

    of: pl.Expr
    sets: str


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

    def among(
        self,
        turned: Callable[[pl.Expr], pl.Expr],
        values: pl.Expr,
        reference: Together,
        within: str | None = None,
    ) -> pl.Expr:
        """Return values turned into others of their set (see `ReferenceSet`)."""
        sets = self._sets(each_period=reference == "each_period", within=within)
        inside = pl.col(PERIOD).is_in(self.positions(None))
        if sets == EVERYWHERE:
            return turned(pl.when(inside).then(values))
        return turned(pl.when(inside & pl.col(sets).is_not_null()).then(values)).over(sets)

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
        if not self.asked:
            return self.beside(frame).lazy().select(expressions).collect(engine="in-memory")
        parts = [
            self._selected(frame, expressions[start : start + BLOCK]) for start in range(0, len(expressions), BLOCK)
        ]
        self.asked.clear()
        return pl.concat(parts, how="horizontal") if len(parts) > 1 else parts[0]

    def _selected(self, frame: pl.DataFrame, expressions: Sequence[pl.Expr]) -> pl.DataFrame:
        whole = self.beside(frame)
        waiting = self._spoken_of(expressions)
        while waiting:  # a statistic of what another one has made comes after it
            ready = [name for name in waiting if waiting.isdisjoint(self._spoken_of([self.asked[name].of], deep=False))]
            whole = whole.hstack(self._computed(sorted(ready), whole))
            waiting -= set(ready)
        return whole.lazy().select(expressions).collect(engine="in-memory")

    def _spoken_of(self, expressions: Iterable[pl.Expr], *, deep: bool = True) -> set[str]:
        found: set[str] = set()
        waiting = list(expressions)
        while waiting:
            names = {name for name in waiting.pop().meta.root_names() if name.startswith(STATISTIC)} - found
            found |= names
            waiting.extend(self.asked[name].of for name in names if deep)
        return found

    def _computed(self, names: Sequence[str], whole: pl.DataFrame) -> list[pl.Series]:
        """Return statistics as columns, all those of one kind of set by one grouping."""
        columns: list[pl.Series] = []
        for sets in dict.fromkeys(self.asked[name].sets for name in names):
            asked = [self.asked[name].of.alias(name) for name in names if self.asked[name].sets == sets]
            if sets == EVERYWHERE:
                found = whole.lazy().select(asked).collect(engine="in-memory")
                columns += [column.new_from_index(0, whole.height) for column in found]
                continue
            found = whole.lazy().group_by(sets).agg(asked).collect(engine="in-memory").drop_nulls(sets)
            numbers = found[sets]
            size = 1 + int(numbers.max()) if len(numbers) else 0  # type: ignore[arg-type] # numbers of sets
            for column in found.drop(sets):
                dense = pl.Series([None], dtype=column.dtype).new_from_index(0, size).scatter(numbers, column)
                columns.append(dense.gather(whole[sets]).alias(column.name))
        return columns
