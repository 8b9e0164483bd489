"""Evaluate a plan on a panel: the only place that computes scores and indices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Collector, Outcome, Rule, Wording
from idx.evaluate.data import read_data
from idx.evaluate.filled import Data, Filled
from idx.evaluate.forbidden import within_domain
from idx.evaluate.guard.cells import Guard
from idx.evaluate.guard.links import check_bounds, check_finite, check_link_base
from idx.evaluate.guard.values import check_domain
from idx.evaluate.references import check_references
from idx.evaluate.reporter import Reporter
from idx.evaluate.result import Result
from idx.evaluate.rows import Rows
from idx.evaluate.run import Run
from idx.evaluate.scores import without_step
from idx.evaluate.window import Window, make_window
from idx.methods.values import Scale
from idx.plan import Link, Normalise, Plan, Treat
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.resolve.foreign import report_failure

if TYPE_CHECKING:
    from idx.model import Framework
    from idx.panel.model import Panel

NOTHING_LEFT = Rule(
    "IDX512",
    Wording("no entity left to evaluate", "没有可计算的评价对象"),
    Wording(
        "`entities where` keeps the rows in which its condition holds; there must be one.",
        "`entities where` 只保留条件成立的行；至少要有一行。",
    ),
    bad=HEADER + METHOD.replace("}", "  entities where a > 1000\n}") + INDEX,
    data="entity,a,b\nX,1,2\nY,3,4\n",
)


def evaluate(plan: Plan, panel: Panel) -> Outcome[Result]:
    """Return every node's values, scores and indices, or every reason why the data do not allow it.

    Of the variants of a panel each is evaluated as if it stood alone, but for what its data forbid: that is missing.
    """
    found = Collector()
    try:
        return _evaluate(plan, panel, found)
    except Exception as error:  # what a method of another distribution raises
        if not report_failure(found, error, ((call.method, call.span) for call in plan.framework.calls)):
            raise
        return found.outcome(None)


def _evaluate(plan: Plan, panel: Panel, found: Collector) -> Outcome[Result]:
    steps = [step for level in plan.levels for step in level]
    normalisers = tuple(step for step in steps if isinstance(step, Normalise))
    links = tuple(step for step in steps if isinstance(step, Link))
    window = make_window(plan.framework, panel, growth=any(step.growth for step in normalisers))
    reporter = Reporter(plan.framework, window, found)
    data = read_data(plan, panel, reporter)
    if data is None:
        return found.outcome(None)
    window, rows = _screened(plan.framework, data, window, reporter)
    reporter.evaluated(window, data.panel)
    guard = Guard(plan.framework, window, found)
    treated = {step.node for step in steps if isinstance(step, Treat)}
    there = set(rows.values.columns)
    early = tuple(step for step in normalisers if step.node in there)
    untreated = tuple(step for step in early if step.node not in treated)
    if window.lenient:
        rows.values = within_domain(guard, untreated, rows.values, rows, data.least)
    else:
        check_domain(guard, untreated, rows.values, rows, data.least)
        check_references(untreated, rows.values, rows, found)
        check_link_base(guard, links, rows.values)
    if found.failed:
        return found.outcome(None)
    run = Run(plan, rows, data.least, guard)
    run.levels()
    growing = [node.name for node in plan.framework.nodes.values() if node.scale is Scale.GROWTH]
    scores = run.scores if found.failed else without_step(growing, run.scores, window)
    if links and not found.failed and not window.lenient:
        check_bounds(guard, {step.node for step in links}, scores, rows.values, data.least)
        check_finite(guard, run.indices, data.least)
    return found.outcome(
        Result(
            plan=plan,
            panel=data.panel,
            window=window,
            imputed=rows.values.select(node.name for node in plan.framework.indicators)
            if not found.failed
            else rows.values,
            score_columns=scores,
            index_columns=run.indices,
            unscreened=window.cut(data.values, data.panel.length),
            treated=run.treated,
            weights=run.weights,
            filled=data.filled,
            asked=run.asked,
            diagnostics=(*panel.diagnostics, *found.items),
        )
    )


def _screened(framework: Framework, data: Data, window: Window, reporter: Reporter) -> tuple[Window, Rows]:
    """Return the window and its rows, without what the framework leaves out: rows that stand in no statistic."""
    values = window.cut(data.values, data.panel.length)
    rows = Rows(framework, data, values, window, reporter)
    if framework.entities is None:
        return window, rows
    kept = rows.holds(framework.entities, window.used_in_panel(data.panel))
    if not (kept & window.shown_rows).any() and not reporter.found.failed and not window.lenient:
        message = Wording("no row is left: the condition holds nowhere", "没有留下任何行：条件处处不成立")
        reporter.found.add(NOTHING_LEFT, message, framework.entities.span)
    window = replace(window, kept=kept)
    values = values.select(pl.when(kept).then(pl.all()).name.keep())
    return window, Rows(framework, data, values, window, reporter)


__all__ = ["Filled", "Result", "evaluate"]
