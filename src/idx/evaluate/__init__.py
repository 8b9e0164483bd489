"""Evaluate a plan on a panel: the only place that computes scores and indices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Collector, Outcome
from idx.evaluate.fill import Filled, fill
from idx.evaluate.guard import Guard
from idx.evaluate.link import growth_of_index, link_composites, link_indicators
from idx.evaluate.result import Result
from idx.evaluate.scores import combine, normalise, without_step
from idx.evaluate.window import Window, make_window
from idx.plan import Combine, Fill, Link, Normalise, Plan

if TYPE_CHECKING:
    from idx.panel.model import Panel


def evaluate(plan: Plan, panel: Panel) -> Outcome[Result]:
    """Return every node's values, scores and indices, or every reason why the data do not allow it."""
    found = Collector()
    steps = [step for level in plan.levels for step in level]
    values, filled = fill(tuple(step for step in steps if isinstance(step, Fill)), panel, found)
    normalisers = tuple(step for step in steps if isinstance(step, Normalise))
    links = tuple(step for step in steps if isinstance(step, Link))
    window = make_window(plan.framework, panel, growth=any(step.growth for step in normalisers))
    imputed = window.cut(values, panel.length)
    least = dict(panel.least)
    for name, parts in filled.items():
        lowest = [part.cells["new"].min() for part in parts]
        least[name] = min([least[name], *(value for value in lowest if isinstance(value, float))])
    guard = Guard(plan.framework, window, found)
    guard.domain(normalisers, imputed, least)
    guard.base(links, imputed)
    if found.failed:
        return found.outcome(None)
    run = _Run(plan, imputed, window, least, guard)
    run.levels()
    growing = [step.node for step in steps if isinstance(step, Normalise | Combine) and step.growth]
    scores = run.scores if found.failed else without_step(growing, run.scores, window)
    if links and not found.failed:
        guard.bounds({step.node for step in links}, scores, imputed, least)
        guard.finite(run.indices, least)
    return found.outcome(
        Result(
            plan=plan,
            panel=panel,
            window=window,
            imputed=imputed,
            score_columns=scores,
            index_columns=run.indices,
            filled=filled,
            diagnostics=(*panel.diagnostics, *found.items),
        )
    )


def _beside(frame: pl.DataFrame, columns: pl.DataFrame) -> pl.DataFrame:
    return frame.hstack(columns) if frame.width else columns


class _Run:
    """The levels of a plan, one after another; `scores` and `indices` grow by a column for each node."""

    def __init__(self, plan: Plan, values: pl.DataFrame, window: Window, least: dict[str, float], guard: Guard) -> None:
        self.plan, self.values, self.window, self.least, self.guard = plan, values, window, least, guard
        self.scores = pl.DataFrame()
        self.indices = pl.DataFrame()

    def levels(self) -> None:
        for level in self.plan.levels:
            if self.guard.found.failed:
                return
            match level[0]:
                case Normalise():
                    chosen = [step for step in level if isinstance(step, Normalise)]
                    self.scores = normalise(chosen, self.values, self.window, self.least)
                case Link():
                    self._link([step for step in level if isinstance(step, Link)])
                case Combine():
                    self._combine([step for step in level if isinstance(step, Combine)])
                case Fill():
                    pass

    def _link(self, steps: list[Link]) -> None:
        leaves = [step for step in steps if step.indicator]
        composites = [step for step in steps if not step.indicator]
        if leaves:
            self.indices = _beside(self.indices, link_indicators(leaves, self.values, self.window, self.least))
        if composites:
            self.indices = _beside(self.indices, link_composites(composites, self.scores, self.window))

    def _combine(self, steps: list[Combine]) -> None:
        of_scores = [step for step in steps if not step.over_index]
        of_indices = [step for step in steps if step.over_index]
        for chosen, inputs in ((of_scores, self.scores), (of_indices, self.indices)):
            for step in chosen:
                self.guard.missing(step, inputs, self.values)
                self.guard.zero_scores(step, inputs)
        if of_scores:
            self.scores = self.scores.hstack(combine(of_scores, self.scores))
        if of_indices:
            combined = combine(of_indices, self.indices)
            self.indices = _beside(self.indices, combined)
            forms = {step.node: self.plan.framework.nodes[step.node].link for step in of_indices}
            self.scores = self.scores.hstack(growth_of_index(combined, forms))


__all__ = ["Filled", "Result", "evaluate"]
