"""What is known of the rows that are evaluated: conditions, groups, availability, and sets for statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.sets import Sets
from idx.evaluate.window import ENTITY, PERIOD, VARIANT
from idx.formula.lower import compute
from idx.graph import low_is_good
from idx.methods.equality import evened
from idx.methods.given import Scores
from idx.model import Composite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx.evaluate.filled import Data
    from idx.evaluate.reporter import Reporter
    from idx.evaluate.window import Window
    from idx.formula.expression import Formula
    from idx.model import Framework, Node, Step


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
        self.sets = Sets(window, self.group)

    def condition(self, condition: Formula) -> pl.Expr:
        """Return where a condition holds; where it cannot be told, it does not."""
        return self.sets.kept(f"·where {condition}", lambda: self.holds(condition))

    def holding(self, condition: Formula) -> pl.Series:
        """Return the rows in which a condition holds, computed once."""
        return self.sets.columns[self.condition(condition).meta.output_name()]

    def holds(self, condition: Formula, needed: pl.Series | None = None) -> pl.Series:
        """Return the rows in which a condition on the data holds; it may look beyond the window.

        `needed` are the rows of the panel in which it has to have a result: those that results speak of, unless stated.
        """
        panel = self.data.panel
        if not self.reporter.places(condition, panel):
            return pl.Series([False]).new_from_index(0, self.window.height)
        done = compute(condition, panel, lambda value: self.data.column(value, self.framework))
        done = done.forgiven() if self.window.lenient else done
        if needed is None:
            needed = self.window.spread(self.window.shown_rows, panel).fill_null(value=False)
        self.reporter.ask(done.asked, needed, panel)
        self.reporter.troubles(str(condition), done.troubles, needed, panel)
        return self.window.cut(done.values.to_frame(), panel.length).to_series().fill_null(value=False)

    def group(self, name: str) -> pl.Series:
        """Return each row's group."""
        return pl.Series(name, self.data.panel.groups[name], dtype=pl.String).gather(self.window.marks[ENTITY])

    def piped(self, scores: pl.DataFrame, pipelines: Mapping[str, Sequence[Step]]) -> pl.DataFrame:
        """Return nodes' scores after the steps of their pipelines; where a condition fails, they pass unchanged.

        The first steps of all nodes are taken together, then the second ones: a statistic is taken of what is there by
        then, and an expression that held the steps before it would be evaluated within each set.
        """
        for place in range(max(map(len, pipelines.values()), default=0)):
            taken = [self._stepped(name, steps[place]) for name, steps in pipelines.items() if place < len(steps)]
            scores = scores.with_columns(self.sets.select(scores, taken))
        return scores

    def _stepped(self, name: str, step: Step) -> pl.Expr:
        now = pl.col(name)
        after = self._among_kept(step.call.method.prepared(step.call.arguments)(Scores(now, self.sets)))
        return (after if step.where is None else self.limited(after, step.where, now)).alias(name)

    def _among_kept(self, scores: pl.Expr) -> pl.Expr:
        """Return scores without those of rows that are left out, which a step may have filled."""
        kept = self.window.kept
        return scores if kept is None else pl.when(self.sets.kept("·kept", lambda: kept)).then(scores)

    def limited(self, scores: pl.Expr, where: Formula, otherwise: pl.Expr) -> pl.Expr:
        """Return scores where a condition holds, and what they were made of elsewhere."""
        return pl.when(self.condition(where)).then(scores).otherwise(otherwise)


def compared(name: str, framework: Framework, among: Sequence[str]) -> pl.Expr:
    """Return a node's values as they are held against one another in ranks; `among` are the columns of their periods.

    Scores of composites, indices and results of formulas are equal that agree to twelve significant digits: in what
    lies beyond, sums of the same numbers differ by the order in which they were added, and quotients of equal ones by
    their rounding. Those that are zero beside the largest of their period are zero: what cancels out leaves any digits.
    """
    if not is_computed(framework.nodes[name]):
        return pl.col(name)
    return evened(pl.col(name), pl.col(name).abs().max().over(among)).alias(name)


def is_computed(node: Node) -> bool:
    """Return whether a node's values come of sums and quotients of others, and not of one figure each."""
    return isinstance(node, Composite) or node.link is not None or node.formula is not None


def ranked(values: pl.DataFrame, window: Window, framework: Framework) -> pl.DataFrame:
    """Return each shown row's rank among the entities of its period, a column a node; equals share the better rank.

    The best has rank 1: the highest, or under a root of negative direction the lowest; `compared` says what is equal.
    """
    ascending = low_is_good(framework)
    if not values.width:
        return values
    marked = values.hstack([window.marks[PERIOD], window.shown_rows.alias("·shown")]).lazy()
    shown, among = pl.col("·shown"), [PERIOD]
    if window.variants is not None:
        marked, among = marked.with_columns(window.marks[VARIANT]), [VARIANT, PERIOD]
    marked = marked.with_columns(pl.when(shown).then(pl.col(values.columns)).name.keep())
    computed = [name for name in values.columns if is_computed(framework.nodes[name])]
    marked = marked.with_columns(compared(name, framework, among) for name in computed)
    ranks = [
        pl.col(name).rank("min", descending=name not in ascending).over(among).cast(pl.Float64).alias(name)
        for name in values.columns
    ]
    return marked.select(ranks).collect(engine="in-memory")
