"""The rows that are evaluated: the shown periods, led by one period more where growth can look back to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from idx.panel.model import Variants
from idx.period import Period

if TYPE_CHECKING:
    from idx.model import Framework
    from idx.panel.model import Panel

STEP, ENTITY, PERIOD = "·step", "·entity", "·period"  # no name in the language holds a dot
VARIANT, SHOWN = "·variant", "·shown"  # where there are variants


@dataclass(frozen=True)
class Window:
    """Entities × consecutive periods; `lead` is 1 where the first period is there for growth only.

    `offset` is where the window begins in the panel's periods, `shown` which of its periods results speak of; `kept`,
    where a framework says which entities are evaluated, holds the rows that are. Where the panel has `variants` (on
    the window's rows; `observed` are those shown), each is evaluated as if it stood alone, but for what its data
    forbid: that is missing.
    """

    entities: tuple[str | None, ...]
    first: Period | None
    length: int
    lead: int
    offset: int
    shown: tuple[bool, ...]
    kept: pl.Series | None = field(default=None, repr=False, compare=False)
    variants: Variants | None = field(default=None, repr=False, compare=False)

    @property
    def lenient(self) -> bool:
        """Whether what the data forbid is taken for missing, and not reported."""
        return self.variants is not None

    @property
    def block(self) -> int:
        """How many entities one variant has."""
        return len(self.entities) // (self.variants.blocks if self.variants else 1)

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.entities) * self.length

    @property
    def periods(self) -> tuple[Period | None, ...]:
        """The window's periods in order, the leading one included."""
        if self.first is None:
            return (None,)
        return tuple(Period(self.first.frequency, self.first.number + step) for step in range(self.length))

    def cut(self, frame: pl.DataFrame, panel_length: int) -> pl.DataFrame:
        """Return the window's rows of a frame on the panel's grid."""
        return frame if panel_length == self.length else frame[self.rows_in_panel(panel_length)]

    def rows_in_panel(self, panel_length: int) -> pl.Series:
        """Return the panel's row of each row of the window."""
        return self.marks.select(
            pl.col(ENTITY).cast(pl.Int64) * panel_length + self.offset + pl.col(PERIOD).cast(pl.Int64)
        ).to_series()

    def spread(self, column: pl.Series, panel: Panel) -> pl.Series:
        """Return a column of the window on the panel's rows, missing beyond the window."""
        if panel.length == self.length:
            return column
        whole = pl.Series(column.name, [None], dtype=column.dtype).new_from_index(0, panel.values.height)
        return whole.scatter(self.rows_in_panel(panel.length), column)

    def spread_shown(self, column: pl.Series, panel: Panel) -> pl.Series:
        """Return a column of the window on the panel's rows, missing but for the rows that results speak of."""
        shown = column.to_frame("column").select(pl.when(self.shown_rows).then("column")).to_series()
        return self.spread(shown, panel)

    def used_in_panel(self, panel: Panel) -> pl.Series:
        """Return which of the panel's rows are evaluated: those of the shown periods, and one before where it leads."""
        position = pl.int_range(0, panel.values.height, eager=True) % panel.length
        return position.is_between(self.offset, self.offset + self.length - 1)

    @cached_property
    def marks(self) -> pl.DataFrame:
        """Columns for expressions: whether a step leads into a row; the entity; the period's position."""
        row = pl.int_range(0, self.height, dtype=pl.UInt32)
        marks = pl.select(
            (row % self.length > 0).alias(STEP),
            (row // self.length).alias(ENTITY),
            (row % self.length).alias(PERIOD),
        )
        if self.variants is None:
            return marks
        there = self.variants.there
        return marks.with_columns(
            (marks[STEP] & there & there.shift(1, fill_value=False)).alias(STEP),
            (marks[ENTITY] // self.block).alias(VARIANT),
            self.variants.observed.alias(SHOWN),
        )

    @cached_property
    def shown_rows(self) -> pl.Series:
        """Which rows results speak of."""
        rows = pl.Series(self.shown).gather(self.marks[PERIOD]) if self.variants is None else self.variants.observed
        return rows if self.kept is None else rows & self.kept

    @cached_property
    def step_rows(self) -> pl.Series:
        """The shown rows that a step leads into: all but each entity's first."""
        first_step = self.lead + 1
        steps = [shown and at >= first_step for at, shown in enumerate(self.shown)]
        rows = pl.Series(steps).gather(self.marks[PERIOD])
        return rows if self.kept is None else rows & self.kept & self.kept.shift(1, fill_value=False)

    @cached_property
    def keys(self) -> pl.DataFrame:
        """The columns `entity` and `period` of the shown rows, as text."""
        periods = pl.Series([str(period) if period else None for period in self.periods], dtype=pl.String)
        marks = self.marks
        entities = pl.Series(self.entities, dtype=pl.String)
        columns = {"entity": entities.gather(marks[ENTITY]), "period": periods.gather(marks[PERIOD])}
        return self.show(pl.DataFrame(columns))

    def show(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the shown rows of a frame."""
        return frame if all(self.shown) and self.kept is None else frame.filter(self.shown_rows)


def make_window(framework: Framework, panel: Panel, *, growth: bool) -> Window:
    """Return which rows of a panel a framework evaluates: `periods`, or all periods that occur in the data."""
    if panel.first is None:
        return Window(panel.entities, None, 1, 0, 0, (True,), variants=panel.variants)
    if framework.periods:
        start, end = (period.number for period in framework.periods)
        occurring = set(range(start, end + 1))
    else:
        occurring = set(panel.observed)
        start, end = min(occurring), max(occurring)
    lead = int(growth and start > panel.first.number)
    numbers = range(start - lead, end + 1)
    window = Window(
        entities=panel.entities,
        first=Period(panel.first.frequency, start - lead),
        length=len(numbers),
        lead=lead,
        offset=start - lead - panel.first.number,
        shown=tuple(number >= start and number in occurring for number in numbers),
    )
    if panel.variants is not None:
        return replace(window, variants=_in_window(panel.variants, window, panel, stated=framework.periods is not None))
    # The rows' marks and keys are the same for every evaluation of these periods.
    kept = panel.kept.setdefault((window.first, window.lead, window.shown), window)
    return kept if isinstance(kept, Window) else window


def _in_window(variants: Variants, window: Window, panel: Panel, *, stated: bool) -> Variants:
    """Return a panel's variants on the rows of a window; where periods are stated, each shows all of them."""
    there, observed = (column.gather(window.rows_in_panel(panel.length)) for column in variants[1:])
    position = pl.int_range(0, window.height, eager=True) % window.length
    shown = pl.Series(window.shown).gather(position)
    return Variants(variants.blocks, there, shown & (there if stated else observed))
