"""What is known of the rows that are evaluated: conditions, groups, availability, and sets for statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.base import at_base
from idx.evaluate.window import ENTITY, PERIOD
from idx.formula.lower import compute
from idx.methods.contracts import Scores

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from idx.evaluate.data import Data
    from idx.evaluate.reporter import Reporter
    from idx.evaluate.window import Window
    from idx.formula.expression import Formula
    from idx.methods.contracts import Reference
    from idx.model import Framework, Step
    from idx.period import Periods


class Rows:
    """The rows of a window: columns that expressions ask for are computed once and kept.

    `data` are those of the whole panel, `values` those of the window, without the rows that are left out.
    """

    def __init__(
        self, framework: Framework, data: Data, values: pl.DataFrame, window: Window, reporter: Reporter
    ) -> None:
        """Keep what is given; nothing is computed yet."""
        self.framework, self.data, self.values, self.window = framework, data, values, window
        self.reporter = reporter
        self._columns: dict[str, pl.Series] = {}

    @property
    def columns(self) -> list[pl.Series]:
        """The columns that expressions made here speak of, the window's marks among them."""
        return [*self.window.marks, *self._columns.values()]

    def condition(self, condition: Formula) -> pl.Expr:
        """Return where a condition holds; where it cannot be told, it does not."""
        return self._kept(f"·where {condition}", lambda: self.holds(condition))

    def holding(self, condition: Formula) -> pl.Series:
        """Return the rows in which a condition holds, computed once."""
        return self._columns[self.condition(condition).meta.output_name()]

    def holds(self, condition: Formula, needed: pl.Series | None = None) -> pl.Series:
        """Return the rows in which a condition on the data holds; it may look beyond the window.

        `needed` are the rows of the panel in which it has to have a result: those that results speak of, unless stated.
        """
        panel = self.data.panel
        if not self.reporter.places(condition, panel):
            return pl.Series([False]).new_from_index(0, self.window.height)
        done = compute(condition, panel, lambda value: self.data.column(value, self.framework))
        if needed is None:
            needed = self.window.spread(self.window.shown_rows, panel).fill_null(value=False)
        self.reporter.ask(done.asked, needed, panel)
        self.reporter.troubles(str(condition), done.troubles, needed, panel)
        return self.window.cut(done.values.to_frame(), panel.length).to_series().fill_null(value=False)

    def group(self, name: str) -> pl.Series:
        """Return each row's group."""
        return pl.Series(name, self.data.panel.groups[name], dtype=pl.String).gather(self.window.marks[ENTITY])

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
        key = None if within is None else self._kept(f"·group {within}", lambda: self.group(within))
        if key is not None:
            values = pl.when(key.is_not_null()).then(values)  # entities without a group are no group of their own
        keys = [] if key is None else [key]
        if reference == "each_period":
            return statistic(values).over(PERIOD, *keys)
        positions = self.positions(None if isinstance(reference, str) else reference)
        inside = pl.when(pl.col(PERIOD).is_in(positions)).then(values)
        return statistic(inside).over(*keys) if keys else statistic(inside)

    def at_base(self, values: pl.Expr, base: Periods) -> pl.Expr:
        """Return the entity's own value at a base, the same for all its rows (see `ReferenceSet`)."""
        return at_base(values, base, self.window)

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

    def piped(self, scores: pl.DataFrame, pipelines: Mapping[str, Sequence[Step]]) -> pl.DataFrame:
        """Return nodes' scores after the steps of their pipelines; where a condition fails, they pass unchanged.

        The first steps of all nodes are taken together, then the second ones: a statistic is taken of what is there by
        then, and an expression that held the steps before it would be evaluated within each set.
        """
        for place in range(max(map(len, pipelines.values()), default=0)):
            taken = [self._stepped(name, steps[place]) for name, steps in pipelines.items() if place < len(steps)]
            whole = scores.hstack(self.columns).lazy().with_columns(taken)
            scores = whole.select(scores.columns).collect(engine="in-memory")
        return scores

    def _stepped(self, name: str, step: Step) -> pl.Expr:
        now = pl.col(name)
        after = self._among_kept(step.call.method.prepared(step.call.arguments)(Scores(now, self)))
        return (after if step.where is None else self.limited(after, step.where, now)).alias(name)

    def _among_kept(self, scores: pl.Expr) -> pl.Expr:
        """Return scores without those of rows that are left out, which a step may have filled."""
        kept = self.window.kept
        return scores if kept is None else pl.when(self._kept("·kept", lambda: kept)).then(scores)

    def limited(self, scores: pl.Expr, where: Formula, otherwise: pl.Expr) -> pl.Expr:
        """Return scores where a condition holds, and what they were made of elsewhere."""
        return pl.when(self.condition(where)).then(scores).otherwise(otherwise)


def ranked(values: pl.DataFrame, window: Window, ascending: Container[str]) -> pl.DataFrame:
    """Return each shown row's rank among the entities of its period, a column a node; equals share the better rank.

    The best has rank 1: the highest, or among the nodes that are `ascending` the lowest.
    """
    if not values.width:
        return values
    marked = values.hstack([window.marks[PERIOD], window.shown_rows.alias("·shown")]).lazy()
    shown = pl.col("·shown")
    ranks = [
        pl.when(shown)
        .then(name)
        .rank("min", descending=name not in ascending)
        .over(PERIOD)
        .cast(pl.Float64)
        .alias(name)
        for name in values.columns
    ]
    return marked.select(ranks).collect(engine="in-memory")
