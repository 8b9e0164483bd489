"""The levels of a plan, one after another, from normalised scores to indices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.forbidden import finite, forgiving, refused, sound_scores, treatable, within_domain, without_base
from idx.evaluate.guard.composites import check_impossible, check_missing, check_zero_scores, with_zeros
from idx.evaluate.guard.values import check_domain, check_treatable
from idx.evaluate.link import growth_of_index, link_composites, link_indicators
from idx.evaluate.references import Against, check_references, check_stated
from idx.evaluate.reporter import is_result
from idx.evaluate.rows import ranked
from idx.evaluate.scores import combine, normalise, treat, without_step
from idx.evaluate.weight_columns import weight_columns
from idx.formula.lower import compute
from idx.methods.values import Scale
from idx.model import Indicator
from idx.panel.model import least_values
from idx.plan import Combine, Compute, Fill, Link, Normalise, Plan, Treat

if TYPE_CHECKING:
    from collections.abc import Container

    from idx.evaluate.guard.cells import Guard
    from idx.evaluate.rows import Rows
    from idx.formula.access import Asked
    from idx.formula.expression import Value
    from idx.model import Node


def _beside(frame: pl.DataFrame, columns: pl.DataFrame) -> pl.DataFrame:
    return frame.hstack(columns) if frame.width else columns


class Run:
    """One evaluation; `scores` and `indices` grow by a column for each node, `asked` by what each formula has read.

    `treated` are the indicators' values once outliers are treated, `weights` the columns of weights that scores decide.

    Indicators that are made of results add theirs to `rows.values` and `least`.
    """

    def __init__(self, plan: Plan, rows: Rows, least: dict[str, float], guard: Guard) -> None:
        """Keep what the levels need."""
        self.plan, self.rows, self.least, self.guard = plan, rows, least, guard
        self.window = rows.window
        self.treated = rows.values
        self.scores = pl.DataFrame()
        self.weights = pl.DataFrame()
        self.indices = pl.DataFrame()
        self.asked: dict[str, tuple[Asked, ...]] = {}

    def levels(self) -> None:
        """Carry out the levels that follow the data, up to the first that fails."""
        for level in self.plan.levels:
            if self.guard.found.failed:
                return
            match level[0]:
                case Treat():
                    self._treat([step for step in level if isinstance(step, Treat)])
                case Normalise():
                    self._normalise([step for step in level if isinstance(step, Normalise)])
                case Link():
                    self._link([step for step in level if isinstance(step, Link)])
                case Combine():
                    self._combine([step for step in level if isinstance(step, Combine)])
                case Compute():
                    self._compute([step for step in level if isinstance(step, Compute) and step.formula.late])
                case Fill():
                    pass

    def _treat(self, steps: list[Treat]) -> None:
        """Treat outliers: first treatments of all indicators together, then second ones."""
        for place in range(max(len(step.steps) for step in steps)):
            taken = {step.node: step.steps[place] for step in steps if place < len(step.steps)}
            if self.window.lenient:
                self.treated = treatable(self.guard, taken, self.treated, self.rows)
            else:
                check_treatable(self.guard, taken, self.treated, self.rows)
                against = [Against(name, *step) for name, step in taken.items()]
                check_stated(against, self.treated, self.rows, self.guard.found)
            if self.guard.found.failed:
                return
            self.treated = treat(taken, self.treated, self.rows)
            if self.window.lenient:
                self.treated = self.treated.with_columns(finite(self.treated.select(list(taken))))
        names = {step.node for step in steps}
        self.least |= least_values(self.treated.select(names))
        self._check(names)

    def _check(self, names: Container[str]) -> None:
        """Look whether normalisations can take the values that are there by now."""
        chosen = self._normalising(names)
        if self.window.lenient:
            self.treated = within_domain(self.guard, chosen, self.treated, self.rows, self.least)
            return
        check_domain(self.guard, chosen, self.treated, self.rows, self.least)
        check_references(chosen, self.treated, self.rows, self.guard.found)

    def _normalising(self, names: Container[str]) -> tuple[Normalise, ...]:
        steps = (step for level in self.plan.levels for step in level)
        return tuple(step for step in steps if isinstance(step, Normalise) and step.node in names)

    def _normalise(self, steps: list[Normalise]) -> None:
        if self.window.lenient:
            steps = [forgiving(step) for step in steps]
        scores = normalise(steps, self.treated, self.rows, self.least)
        if self.window.lenient:
            scores = sound_scores(steps, scores, self.treated, self.rows)
        self.scores = _beside(self.scores, scores)

    def _link(self, steps: list[Link]) -> None:
        leaves = [step for step in steps if step.indicator]
        composites = [step for step in steps if not step.indicator]
        if leaves:
            self.indices = _beside(self.indices, self._sound_indices(leaves))
        if composites:
            self.indices = _beside(self.indices, self._sound_indices(composites))

    def _sound_indices(self, steps: list[Link]) -> pl.DataFrame:
        """Return the indices that links make, all of indicators or all of composites."""
        if steps[0].indicator:
            indices = link_indicators(steps, self.treated, self.window, self.least)
        else:
            indices = link_composites(steps, self.scores, self.window)
        if not self.window.lenient:
            return indices
        return without_base(self.guard, steps, finite(indices), self.rows.values)

    def _combine(self, steps: list[Combine]) -> None:
        of_scores = [step for step in steps if not step.over_index]
        of_indices = [step for step in steps if step.over_index]
        self._weigh([step for step in steps if step.weighting is not None])
        if not self.window.lenient:
            for chosen, inputs in ((of_scores, self.scores), (of_indices, self.indices)):
                zeros = with_zeros(chosen, inputs)
                for step in chosen:
                    check_missing(self.guard, step, inputs, self.rows)
                    check_zero_scores(self.guard, step, inputs, zeros)
                    check_impossible(self.guard, step, inputs, self.weights)
        if of_scores:
            self.scores = self.scores.hstack(self._combined(of_scores, self.scores))
        if of_indices:
            combined = self._combined(of_indices, self.indices)
            self.indices = _beside(self.indices, combined)
            forms = {step.node: self.plan.framework.nodes[step.node].link for step in of_indices}
            growth = growth_of_index(combined, forms)
            self.scores = self.scores.hstack(finite(growth) if self.window.lenient else growth)

    def _combined(self, steps: list[Combine], inputs: pl.DataFrame) -> pl.DataFrame:
        if not self.window.lenient:
            return combine(steps, inputs, self.weights, self.rows)
        zeros = with_zeros(steps, inputs)
        wrong = {step.node: refused(self.guard, step, (inputs, self.weights), zeros) for step in steps}
        return finite(combine(steps, inputs, self.weights, self.rows, wrong))

    def _weigh(self, steps: list[Combine]) -> None:
        """Compute the weights that scores decide."""
        if steps:
            self.weights = _beside(self.weights, weight_columns(steps, self.scores, self.rows, self.guard.found))

    def _compute(self, steps: list[Compute]) -> None:
        """Compute indicators from results; what they read has been computed before."""
        panel = self.rows.data.panel
        shown = self.window.spread(self.window.shown_rows, panel).fill_null(value=False)
        columns = []
        for step in steps:
            if not self.rows.reporter.places(step.formula, panel):
                continue
            done = compute(step.formula, panel, self._column)
            done = done.forgiven() if self.window.lenient else done
            self.rows.reporter.ask(done.asked, shown, panel)
            self.rows.reporter.troubles(step.node, done.troubles, shown, panel)
            self.asked[step.node] = done.asked
            columns.append(self._kept(done.values.alias(step.node)))
        new = pl.DataFrame(columns)
        self.rows.values, self.treated = self.rows.values.hstack(new), self.treated.hstack(new)
        self.least |= least_values(new)
        self._check(set(new.columns))

    def _kept(self, values: pl.Series) -> pl.Series:
        """Return the window's rows of a column on the panel, without those that are left out."""
        whole = self.rows.data.panel.own(values).to_frame()
        cut, kept = self.window.cut(whole, self.rows.data.panel.length), self.window.kept
        return (cut if kept is None else cut.select(pl.when(kept).then(pl.all()).name.keep())).to_series()

    def _column(self, value: Value) -> pl.Series:
        """Return a value of the data or of the results on the panel's rows; results are missing where none is shown.

        A composite's own value is its index, or its score where nothing links it.
        """
        node = self.plan.framework.nodes.get(value.name)
        if node is not None and is_result(value, self.plan.framework):
            return self.window.spread_shown(self._result(value, node), self.rows.data.panel)
        return self.rows.data.column(value, self.plan.framework)

    def _result(self, value: Value, node: Node) -> pl.Series:
        if isinstance(node, Indicator) and value.column in {"", "raw"}:
            return self.rows.values[value.name]
        kind = value.column if value.column in {"score", "index"} else "index" if node.link else "score"
        column = self.indices[value.name] if kind == "index" else self._score(value.name)
        if value.column == "rank":
            return ranked(column.to_frame(), self.window, self.plan.framework).to_series()
        return column

    def _score(self, name: str) -> pl.Series:
        """Return a node's score as results show it, without growth into an entity's first period."""
        growing = [name] if self.plan.framework.nodes[name].scale is Scale.GROWTH else []
        return without_step(growing, self.scores.select(name), self.window)[name]
