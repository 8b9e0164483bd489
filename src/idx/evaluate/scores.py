"""Scores: indicators normalised, composites combined, one select for each level of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.by_arrays import combined_by_arrays
from idx.evaluate.weight_columns import weight_column
from idx.evaluate.window import STEP
from idx.methods.given import Cells, Column, total
from idx.model import Indicator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx.evaluate.rows import Rows
    from idx.evaluate.window import Window
    from idx.model import Step
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
        before, zeros = now.shift(1, fill_value=1.0), least[step.node] <= 0
        column = Column(now, before, step.negative, zeros, rows.sets, computed=_made_by_formula(rows, step.node))
        scores: pl.Expr = step.call.method.prepared(step.call.arguments)(column)
        if step.growth and (step.where is not None or step.steps):
            scores = pl.when(STEP).then(scores)
        if step.where is not None:
            scores = rows.limited(scores, step.where, now)
        expressions.append(scores.alias(step.node))
    normalised = rows.sets.select(values, expressions)
    return rows.piped(normalised, {step.node: step.steps for step in steps})


def _made_by_formula(rows: Rows, name: str) -> bool:
    node = rows.framework.nodes[name]
    return isinstance(node, Indicator) and node.formula is not None


def treat(steps: Mapping[str, Step], values: pl.DataFrame, rows: Rows) -> pl.DataFrame:
    """Return the values with one treatment of some indicators' outliers."""
    taken = []
    for name, (call, where) in steps.items():
        now = pl.col(name)
        treated = call.method.prepared(call.arguments)(Cells(now, rows.sets))
        taken.append((treated if where is None else rows.limited(treated, where, now)).alias(name))
    return values.with_columns(rows.sets.select(values, taken))


def without_step(names: Sequence[str], scores: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Return scores with the growth into each entity's first period taken away."""
    if not names:
        return scores
    growth = pl.when(pl.col(STEP)).then(pl.col(names)).name.keep()
    marked = scores.hstack(window.marks.select(STEP)).lazy().with_columns(growth)
    return marked.select(scores.columns).collect(engine="in-memory")


def combine(
    steps: Sequence[Combine],
    frame: pl.DataFrame,
    weights: pl.DataFrame,
    rows: Rows,
    refused: Mapping[str, pl.Series | None] | None = None,
) -> pl.DataFrame:
    """Return the scores (or indices) of composites whose children are columns of `frame`.

    `weights` has the columns of those weights that scores have decided; `refused` the rows in which a composite has
    none, whatever its children have.
    """
    whole = frame.hstack(weights) if weights.width else frame
    masks = {name: column for name, column in (refused or {}).items() if column is not None}
    if masks:
        whole = whole.hstack([column.alias(f"·refused {name}") for name, column in masks.items()])
    by_columns = [step for step in steps if step.call.method.by == "columns"]
    begun = {step.node: _begun(step, frame) for step in by_columns}
    begun |= {name: _not_in(f"·refused {name}", begun[name]) for name in masks.keys() & begun.keys()}
    combined = rows.sets.select(whole, [expression.alias(name) for name, expression in begun.items()])
    others = [_by_arrays(step, whole, rows) for step in steps if step.call.method.by != "columns"]
    combined = pl.DataFrame([*combined, *others]).select(step.node for step in steps)
    return rows.piped(combined, {step.node: step.steps for step in steps})


def _not_in(mask: str, values: pl.Expr) -> pl.Expr:
    return pl.when(~pl.col(mask)).then(values)


def _begun(step: Combine, frame: pl.DataFrame) -> pl.Expr:
    combined = _combined(step, frame)
    if step.growth and step.steps and not step.over_index:
        combined = pl.when(STEP).then(combined)  # as with indicators: no step of the pipeline may meet it
    return combined


def _combined(step: Combine, frame: pl.DataFrame) -> pl.Expr:
    function = step.call.method.prepared(step.call.arguments)
    values = [pl.col(name) for name in step.children]
    skips = step.call.method.skips_missing
    if skips and step.weighting is not None:  # what scores give no weight is left out, as where none is stated
        values = [pl.when(pl.col(weight_column(step.node, name)) != 0).then(pl.col(name)) for name in step.children]
    if not any(frame[name].null_count() for name in step.children):
        whole: pl.Expr = function(values, given_weights(step))
        return whole
    if not step.missing.method.rescales:
        whole = function(values, given_weights(step))
        return pl.when(pl.all_horizontal(pl.col(step.children).is_not_null())).then(whole) if skips else whole
    values = values if skips else [value.fill_null(1.0) for value in values]
    dropped: pl.Expr = function(values, used_weights(step))
    return pl.when(enough(step)).then(dropped)


def _by_arrays(step: Combine, frame: pl.DataFrame, rows: Rows) -> pl.Series:
    there = [pl.col(name).is_not_null() for name in step.children]
    given = zip(step.children, given_weights(step), there, strict=True)
    weights = frame.select(
        pl.when(is_there).then(weight).otherwise(0.0).alias(name) for name, weight, is_there in given
    )
    present = frame.select(enough(step) if step.missing.method.rescales else pl.all_horizontal(there)).to_series()
    weighs = weights.select(pl.any_horizontal(pl.all() != 0)).to_series()
    present = present.fill_null(value=False) & weighs.fill_null(value=False)  # all that are there may weigh nothing
    if f"·refused {step.node}" in frame.columns:
        present &= ~frame[f"·refused {step.node}"]
    return combined_by_arrays(step, frame, weights, present, rows)


def given_weights(step: Combine) -> Sequence[pl.Expr | float]:
    """Return the children's weights before any is dropped: numbers, or the columns that scores have decided."""
    if step.weighting is None:
        return step.weights
    return [pl.col(weight_column(step.node, name)) for name in step.children]


def used_weights(step: Combine) -> list[pl.Expr]:
    """Return the children's weights after dropping those that are missing: zero, and the others rescaled."""
    kept = [
        pl.when(pl.col(name).is_not_null()).then(weight).otherwise(0.0)
        for name, weight in zip(step.children, given_weights(step), strict=True)
    ]
    if step.weighting is not None and step.weighting.method.own:
        return kept  # an entity's own weights are made for all its children together
    whole = total(kept)
    return [weight / whole * step.whole for weight in kept] if step.whole != 1 else [weight / whole for weight in kept]


def enough(step: Combine) -> pl.Expr:
    """Return where the composite's rule for missing children lets it be computed, and what is there weighs anything.

    An entity's own weights need not: one that scores zero throughout is zero in any light.
    """
    there = [pl.col(name).is_not_null() for name in step.children]
    weights = given_weights(step)
    weighed = [is_there.cast(pl.Float64) * weight for is_there, weight in zip(there, weights, strict=True)]
    whole = sum(step.weights) if step.weighting is None else total([pl.lit(1.0) * weight for weight in weights])
    count_share = total([is_there.cast(pl.Float64) for is_there in there]) / len(there)
    allowed: pl.Expr = step.missing.method.prepared(step.missing.arguments)(total(weighed) / whole, count_share)
    if step.weighting is None or step.weighting.method.own:
        return allowed  # children of a stated weight of zero are left out before
    return allowed & pl.any_horizontal(
        is_there & (weight != 0) for is_there, weight in zip(there, weights, strict=True)
    )
