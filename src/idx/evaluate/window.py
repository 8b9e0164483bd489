"""The rows that are evaluated: the shown periods, led by one period more where growth can look back to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from idx.period import Period

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from idx.model import Framework
    from idx.panel.model import Panel

STEP, ENTITY, PERIOD = "·step", "·entity", "·period"  # no name in the language holds a dot


@dataclass(frozen=True)
class Window:
    """Entities × consecutive periods; `lead` is 1 where the first period is there for growth only.

    `offset` is where the window begins in the panel's periods, `shown` which of its periods results speak of.
    """

    entities: tuple[str | None, ...]
    first: Period | None
    length: int
    lead: int
    offset: int
    shown: NDArray[np.bool_]

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
        if panel_length == self.length:
            return frame
        return frame[self.rows_in_panel(panel_length)]

    def rows_in_panel(self, panel_length: int) -> NDArray[np.int64]:
        """Return the panel's row of each row of the window."""
        entity = np.arange(len(self.entities), dtype=np.int64)[:, None] * panel_length
        return (entity + np.arange(self.offset, self.offset + self.length)).ravel()

    @cached_property
    def marks(self) -> pl.DataFrame:
        """Columns for expressions: 1 or null where there is no step into a row; entity; period within the reference."""
        step = np.ones((len(self.entities), self.length))
        step[:, 0] = np.nan
        period = np.arange(self.length, dtype=np.int32)
        return pl.DataFrame(
            {
                STEP: pl.Series(step.ravel()).fill_nan(None),
                ENTITY: np.repeat(np.arange(len(self.entities), dtype=np.uint32), self.length),
                PERIOD: np.tile(period, len(self.entities)),
            }
        )

    @cached_property
    def shown_rows(self) -> NDArray[np.bool_]:
        """Which rows results speak of."""
        return np.tile(self.shown, len(self.entities))

    @cached_property
    def keys(self) -> pl.DataFrame:
        """The columns `entity` and `period` of the shown rows, as text."""
        periods = [str(period) if period else None for period in self.periods]
        marks = self.marks
        frame = pl.DataFrame(
            {
                "entity": pl.Series(self.entities, dtype=pl.String).gather(marks[ENTITY]),
                "period": pl.Series(periods, dtype=pl.String).gather(marks[PERIOD]),
            }
        )
        return frame if self.shown.all() else frame.filter(pl.Series(self.shown_rows))

    def show(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the shown rows of a frame."""
        return frame if self.shown.all() else frame.filter(pl.Series(self.shown_rows))


def make_window(framework: Framework, panel: Panel, *, growth: bool) -> Window:
    """Return which rows of a panel a framework evaluates: `periods`, or all periods that occur in the data."""
    if panel.first is None:
        return Window(panel.entities, None, 1, 0, 0, np.ones(1, dtype=bool))
    if framework.periods:
        start, end = (period.number for period in framework.periods)
        occurring = set(range(start, end + 1))
    else:
        occurring = set(panel.observed)
        start, end = min(occurring), max(occurring)
    lead = int(growth and start > panel.first.number)
    numbers = range(start - lead, end + 1)
    return Window(
        entities=panel.entities,
        first=Period(panel.first.frequency, start - lead),
        length=len(numbers),
        lead=lead,
        offset=start - lead - panel.first.number,
        shown=np.array([number >= start and number in occurring for number in numbers]),
    )
