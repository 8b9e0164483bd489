"""Where something is wrong: cells by entity and period, and the rows whose values are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.diagnostics import Wording
from idx.evaluate.window import PERIOD, STEP

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.evaluate.window import Window
    from idx.model import Framework

MOST_CELLS = 5


class Guard(NamedTuple):
    """Reports what is wrong with values and scores of one evaluation."""

    framework: Framework
    window: Window
    found: Collector

    def cells(self, wrong: pl.Series, values: pl.Series | None = None) -> Wording:
        """Name the cells where a mask holds by entity and period, with their values if given, the first few of them."""
        rows = wrong.arg_true().to_list()
        names: list[Wording] = []
        for row in rows[:MOST_CELLS]:
            entity, position = divmod(row, self.window.length)
            period = self.window.periods[position]
            parts = [part for part in (self.window.entities[entity], str(period) if period else None) if part]
            name = " ".join(parts)
            said = Wording(name or "the only cell", name or "唯一的单元格")
            if values is not None:
                said = Wording(f"{values[row]:g} in {said.en}", f"{said.zh} 为 {values[row]:g}")
            names.append(said)
        more = len(rows) - MOST_CELLS
        return Wording(
            ", ".join(name.en for name in names) + (f" and {more} more" if more > 0 else ""),
            "、".join(name.zh for name in names) + (f" 等 {len(rows)} 处" if more > 0 else ""),
        )

    def used(self, *, growth: bool) -> pl.Series:
        """Return the rows whose values are used: those shown, and under growth those just before them."""
        shown = self.window.shown
        later = (*shown[1:], False)
        used = [here or (growth and after) for here, after in zip(shown, later, strict=True)]
        return pl.Series(used).gather(self.window.marks[PERIOD])

    def before(self, rows: pl.Series) -> pl.Series:
        """Return the rows one period before others of the same entity."""
        return (rows & self.window.marks[STEP]).shift(-1, fill_value=False)
