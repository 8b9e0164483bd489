"""What is known of the rows that are evaluated: conditions, groups, availability, and sets for statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.window import ENTITY, PERIOD
from idx.formula.lower import compute
from idx.methods.contracts import Scores
from idx.model import Composite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from idx.evaluate.compute import Reporter
    from idx.evaluate.window import Window
    from idx.formula.expression import Formula, Value
    from idx.methods.contracts import Reference
    from idx.model import Framework, Step
    from idx.panel.model import Panel
    from idx.period import Periods


class Rows:
    """The rows of a window: columns that expressions ask for are computed once and kept.

    `panel` holds the data before anything is filled, `values` the window's filled values.
    """

    def __init__(
        self, framework: Framework, panel: Panel, values: pl.DataFrame, window: Window, reporter: Reporter
    ) -> None:
        """Keep what is given; nothing is computed yet."""
        self.framework, self.panel, self.values, self.window = framework, panel, values, window
        self.reporter = reporter
        self._columns: dict[str, pl.Series] = {}

    @property
    def columns(self) -> list[pl.Series]:
        """The columns that expressions made here speak of, the window's marks among them."""
        return [*self.window.marks, *self._columns.values()]

    def condition(self, condition: Formula) -> pl.Expr:
        """Return where a condition holds; where it cannot be told, it does not."""
        return self._kept(f"·where {condition}", lambda: self.holds(condition))

    def holds(self, condition: Formula) -> pl.Series:
        """Return the rows in which a condition on the data holds."""
        if not self.reporter.places(condition, self.window):
            return pl.Series([False]).new_from_index(0, self.window.height)
        done = compute(condition, self.window, self.column)
        self.reporter.troubles(str(condition), done.troubles, self.window.shown_rows, self.window)
        return done.values.fill_null(value=False)

    def group(self, name: str) -> pl.Series:
        """Return each row's group."""
        of_entity = self.window.entities if name == "entity" else self.panel.groups[name]
        return pl.Series(name, of_entity, dtype=pl.String).gather(self.window.marks[ENTITY])

    def column(self, value: Value) -> pl.Series:
        """Return a value of the data on the window's rows."""
        if value.column == "available":
            return self._available(value.name)
        return self.values[value.name] if value.name in self.values.columns else self.group(value.name)

    def _available(self, name: str) -> pl.Series:
        """Return the share of a node's indicators that have data before anything is filled."""
        names = [name for name in self._below(name) if name in self.panel.values.columns]
        there = self.window.cut(self.panel.values.select(names), self.panel.length)
        return there.select(pl.mean_horizontal(pl.all().is_not_null().cast(pl.Float64))).to_series()

    def _below(self, name: str) -> list[str]:
        found: dict[str, None] = {}
        waiting = [name]
        while waiting:
            here = waiting.pop()
            node = self.framework.nodes[here]
            if isinstance(node, Composite):
                waiting.extend(child.name for child in node.children)
            else:
                found[here] = None
        return list(found)

    def _kept(self, key: str, make: Callable[[], pl.Series]) -> pl.Expr:
        if key not in self._columns:
            self._columns[key] = make().alias(key)
        return pl.col(key)

    def aggregate(
        self,
        statistic: Callable[[pl.Expr], pl.Expr],
        values: pl.Expr,
        reference: Reference,
        within: str | None = None,
    ) -> pl.Expr:
        """Return a statistic of values over a reference set (see `ReferenceSet`)."""
        keys = [] if within is None else [self._kept(f"·group {within}", lambda: self.group(within))]
        if reference == "each_period":
            return statistic(values).over(PERIOD, *keys)
        positions = self._positions(None if isinstance(reference, str) else reference)
        inside = pl.when(pl.col(PERIOD).is_in(positions)).then(values)
        return statistic(inside).over(*keys) if keys else statistic(inside)

    def _positions(self, periods: Periods | None) -> list[int]:
        window = self.window
        shown = [position for position in range(window.length) if window.shown[position]]
        if periods is None or window.first is None:
            return shown
        low, high = (period.number - window.first.number for period in periods)
        return [position for position in shown if low <= position <= high]

    def piped(self, scores: pl.Expr, steps: Sequence[Step]) -> pl.Expr:
        """Return scores after the steps of a pipeline; where a step's condition does not hold, they pass unchanged."""
        for step in steps:
            after: pl.Expr = step.call.method.prepared(step.call.arguments)(Scores(scores, self))
            scores = after if step.where is None else self.limited(after, step.where, scores)
        return scores

    def limited(self, scores: pl.Expr, where: Formula, otherwise: pl.Expr) -> pl.Expr:
        """Return scores where a condition holds, and what they were made of elsewhere."""
        return pl.when(self.condition(where)).then(scores).otherwise(otherwise)


def ranked(values: pl.Series, window: Window, *, ascending: bool) -> pl.Series:
    """Return each shown row's rank among the entities of its period, the best first; equals share the better rank."""
    frame = pl.DataFrame([values.alias("value"), window.marks[PERIOD], window.shown_rows.alias("shown")])
    value = pl.when("shown").then("value")
    rank = value.rank("min", descending=not ascending).over(PERIOD).cast(pl.Float64)
    return frame.select(rank.alias(values.name)).to_series()
