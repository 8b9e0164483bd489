"""What the data forbid in a variant of a panel: taken for missing, where a file by itself would be refused.

`guard/` reports the same things of a panel that stands alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.base import base_positions
from idx.evaluate.guard.composites import impossible_rows, zero_rows
from idx.evaluate.guard.links import resting_indicators
from idx.evaluate.guard.values import outside_domain, untreatable
from idx.evaluate.references import beyond_target
from idx.evaluate.window import PERIOD, SHOWN, VARIANT

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from idx.evaluate.guard.cells import Guard
    from idx.evaluate.rows import Rows
    from idx.model import MethodCall, Step
    from idx.plan import Combine, Link, Normalise

NOTHING = pl.Series([None], dtype=pl.Float64)


def within_domain(
    guard: Guard, steps: Sequence[Normalise], values: pl.DataFrame, rows: Rows, least: dict[str, float]
) -> pl.DataFrame:
    """Return values without those that normalisations cannot take."""
    kept = {
        step.node: _without(values[step.node], outside_domain(guard, step, values, rows))
        for step in steps
        if least[step.node] <= 0
    }
    return values.with_columns(column.alias(name) for name, column in kept.items())


def treatable(guard: Guard, steps: Mapping[str, Step], values: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """Return values without those that treatments cannot take."""
    kept = {name: _without(values[name], untreatable(guard, name, step, values, rows)) for name, step in steps.items()}
    return values.with_columns(column.alias(name) for name, column in kept.items())


def forgiving(step: Normalise) -> Normalise:
    """Return a normalisation that has no growth from zero to zero where it would refuse it."""
    if step.call.arguments.get("zero_zero") != "error":
        return step
    return step._replace(call=replace(step.call, arguments=step.call.arguments | {"zero_zero": "null"}))


def sound_scores(steps: Sequence[Normalise], scores: pl.DataFrame, values: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """Return scores without those that are no numbers, and those towards a target beyond the worst value."""
    found = finite(scores)
    kept = {
        step.node: _without(found[step.node], beyond_target(step, values, rows).is_not_null())
        for step in steps
        if "target" in step.call.arguments
    }
    return found.with_columns(column.alias(name) for name, column in kept.items())


def refused(
    guard: Guard, step: Combine, given: tuple[pl.DataFrame, pl.DataFrame], zeros: Container[str]
) -> pl.Series | None:
    """Return the rows whose scores an aggregation refuses; None where it refuses none.

    What is `given` are the scores, or indices, and weights that scores have decided; `zeros` are the columns that hold
    any zero.
    """
    found = [zero for _, zero in zero_rows(guard, step, given[0], zeros)]
    wrong = impossible_rows(guard, step, *given)
    found += [] if wrong is None else [wrong]
    if not found:
        return None
    whole = pl.DataFrame([rows.alias(str(number)) for number, rows in enumerate(found)])
    return whole.select(pl.any_horizontal(pl.all()).fill_null(value=False)).to_series()


def without_base(guard: Guard, steps: Sequence[Link], indices: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """Return indices without those of variants that do not show the base, or in which nothing has a value there."""
    calls: list[MethodCall] = []  # the links of several nodes are alike
    baseless: list[pl.Series] = []
    kept = {}
    for step in steps:
        if step.call not in calls:
            calls.append(step.call)
            baseless.append(_without_base(guard, step.call, values))
        kept[step.node] = _without(indices[step.node], baseless[calls.index(step.call)])
    return indices.with_columns(column.alias(name) for name, column in kept.items())


def _without_base(guard: Guard, call: MethodCall, values: pl.DataFrame) -> pl.Series:
    """Return the rows of variants in which an index by this link has no base."""
    window, marks, there = guard.window, guard.window.marks, set(values.columns)
    low, high = base_positions(call.arguments["base"], window)
    below = [name for name in resting_indicators(guard, call) if name in there]
    any_value = values.select(pl.any_horizontal(pl.col(below).is_not_null())).to_series() if below else True
    at_base = marks.with_columns(value=any_value).filter(pl.col(PERIOD).is_between(low, high))
    ends = [((pl.col(PERIOD) == end) & pl.col(SHOWN)).any() for end in (low, high)]
    enough = at_base.group_by(VARIANT).agg((ends[0] & ends[1] & pl.col("value").any()).alias("sound"))
    return ~marks[VARIANT].is_in(enough.filter("sound")[VARIANT].to_list())


def finite(frame: pl.DataFrame) -> pl.DataFrame:
    """Return columns without what is no finite number."""
    return frame.select(pl.when(pl.all().is_finite()).then(pl.all()).name.keep()) if frame.width else frame


def _without(column: pl.Series, rows: pl.Series) -> pl.Series:
    return NOTHING.new_from_index(0, column.len()).zip_with(rows, column) if rows.any() else column
