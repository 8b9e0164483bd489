"""Scores: indicators normalised, composites combined, one select for each level of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.window import STEP
from idx.methods.contracts import Column, total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.evaluate.rows import Rows
    from idx.evaluate.window import Window
    from idx.plan import Combine, Normalise


def normalise(steps: Sequence[Normalise], values: pl.DataFrame, rows: Rows, least: dict[str, float]) -> pl.DataFrame:
    """Return the scores of indicators, a column each.

    In an entity's first period, where nothing comes before, growth is whatever the row above makes of it;
    `without_step` takes it away in the end. Until then sound columns have no nulls, and are computed with fastest. It
    is taken away at once where a pipeline goes on, which may make anything of it.
    """
    expressions = []
    for step in steps:
        now = pl.col(step.node)
        column = Column(now, now.shift(1, fill_value=1.0), step.negative, least[step.node] <= 0, rows.sets)
        scores: pl.Expr = step.call.method.prepared(step.call.arguments)(column)
        if step.growth and (step.where is not None or step.steps):
            scores = pl.when(STEP).then(scores)
        if step.where is not None:
            scores = rows.limited(scores, step.where, now)
        expressions.append(scores.alias(step.node))
    normalised = rows.sets.select(values, expressions)
    return rows.piped(normalised, {step.node: step.steps for step in steps})


def without_step(names: Sequence[str], scores: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Return scores with the growth into each entity's first period taken away."""
    if not names:
        return scores
    growth = pl.when(pl.col(STEP)).then(pl.col(names)).name.keep()
    marked = scores.hstack(window.marks.select(STEP)).lazy().with_columns(growth)
    return marked.select(scores.columns).collect(engine="in-memory")


def combine(steps: Sequence[Combine], frame: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """Return the scores (or indices) of composites whose children are columns of `frame`."""
    combined = rows.sets.select(frame, [_begun(step, frame) for step in steps])
    return rows.piped(combined, {step.node: step.steps for step in steps})


def _begun(step: Combine, frame: pl.DataFrame) -> pl.Expr:
    combined = _combined(step, frame)
    if step.growth and step.steps and not step.over_index:
        combined = pl.when(STEP).then(combined)  # as with indicators: no step of the pipeline may meet it
    return combined.alias(step.node)


def _combined(step: Combine, frame: pl.DataFrame) -> pl.Expr:
    function = step.call.method.prepared(step.call.arguments)
    values = [pl.col(name) for name in step.children]
    if not step.missing.method.rescales or not any(frame[name].null_count() for name in step.children):
        whole: pl.Expr = function(values, step.weights)
        return whole.alias(step.node)
    weights = used_weights(step)
    present = enough(step)
    return pl.when(present).then(function([value.fill_null(1.0) for value in values], weights)).alias(step.node)


def used_weights(step: Combine) -> list[pl.Expr]:
    """Return the children's weights after dropping those that are missing: zero, and the others rescaled to one."""
    kept = [
        pl.when(pl.col(name).is_not_null()).then(weight).otherwise(0.0)
        for name, weight in zip(step.children, step.weights, strict=True)
    ]
    whole = total(kept)
    return [weight / whole for weight in kept]


def enough(step: Combine) -> pl.Expr:
    """Return where the composite's rule for missing children lets it be computed."""
    there = [pl.col(name).is_not_null() for name in step.children]
    weighed = [is_there.cast(pl.Float64) * weight for is_there, weight in zip(there, step.weights, strict=True)]
    weight_share = total(weighed) / sum(step.weights)
    count_share = total([is_there.cast(pl.Float64) for is_there in there]) / len(there)
    allowed: pl.Expr = step.missing.method.prepared(step.missing.arguments)(weight_share, count_share)
    return allowed
