"""Indices: of indicators from their values, of composites by multiplying up their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.base import at_base, base_positions
from idx.evaluate.products import Ratios, running_products
from idx.evaluate.window import STEP

LEAST_RATIO = 1e-12  # below it a ratio is zero, but for rounding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.evaluate.window import Window
    from idx.model import MethodCall
    from idx.plan import Link


def link_indicators(
    steps: Sequence[Link], values: pl.DataFrame, window: Window, least: dict[str, float]
) -> pl.DataFrame:
    """Return the indices of indicators: value · x / x at the base (inverted for a negative direction)."""
    expressions = []
    for step in steps:
        if step.has_index:
            level = 1 / pl.col(step.node) if step.negative else pl.col(step.node)
            index = _against_base(level, step.call, window, zeros=least[step.node] <= 0)
        else:
            index = pl.lit(None, dtype=pl.Float64)
        expressions.append(index.alias(step.node))
    frame = values.hstack(window.marks).lazy().select(pl.col(STEP), *expressions).collect(engine="in-memory")
    return frame.drop(STEP)


def _against_base(level: pl.Expr, call: MethodCall, window: Window, *, zeros: bool) -> pl.Expr:
    """Return a level as an index: `value` times its ratio to the base, or to the mean over several."""
    base = at_base(level, call.arguments["base"], window)
    index = level / base * call.arguments["value"]
    # A zero at the base, or a zero of an inverted level, leaves no index.
    return pl.when(base.is_finite() & index.is_finite()).then(index) if zeros else index


def link_composites(steps: Sequence[Link], scores: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Return the indices of composites, each multiplied up from its base along its entity's periods, both ways.

    A hole in the growth is a missing ratio; what lies beyond it, seen from the base, is missing.
    """
    expressions: dict[str, pl.Expr] = {}
    for step in steps:
        ratio = step.call.method.prepared(step.call.arguments)(pl.col(step.node))
        if window.lenient:  # an index cannot go on where growth is at an end of its range
            ratio = pl.when((ratio > LEAST_RATIO) & (ratio < 1 / LEAST_RATIO)).then(ratio)
        ratio = ratio.fill_null(float("nan"))
        expressions[f"forward {step.node}"] = ratio
        if base_of(step, window)[0]:
            expressions[f"backward {step.node}"] = 1 / ratio
    ratios = scores.lazy().select(**expressions).collect(engine="in-memory")
    nodes = [
        Ratios(
            step.node,
            ratios[f"forward {step.node}"],
            ratios[f"backward {step.node}"] if f"backward {step.node}" in expressions else None,
            base_of(step, window)[0],
            step.call.arguments["value"],
        )
        for step in steps
    ]
    products = running_products(nodes, window.length)
    finished = [column for step in steps if (column := _finished(step, products, scores, window)) is not None]
    return products.with_columns(finished)


def base_of(step: Link, window: Window) -> tuple[int, int]:
    """Return where the ends of a link's base lie; at the beginning where it lies outside (see `without_base`)."""
    start, end = base_positions(step.call.arguments["base"], window)
    return (start, end) if 0 <= start <= end < window.length else (0, 0)


def _finished(step: Link, products: pl.DataFrame, scores: pl.DataFrame, window: Window) -> pl.Series | None:
    """Return a product as an index where it is not one yet: with holes as nulls, over a base of several periods."""
    column = products[step.node]
    start, end = base_of(step, window)
    if scores[step.node].null_count():
        column = column.fill_nan(None)
    elif start == end:
        return None
    if start < end:
        index = _against_base(pl.col(step.node), step.call, window, zeros=False)
        column = column.to_frame().hstack(window.marks).select(index).to_series()
    return column.alias(step.node)


def growth_of_index(indices: pl.DataFrame, links: dict[str, MethodCall | None]) -> pl.DataFrame:
    """Return the growth that each composite's own link would need to give its index.

    As with all growth, that into an entity's first period is taken away in the end.
    """
    expressions = []
    for name in indices.columns:
        link = links[name]
        now, before = pl.col(name), pl.col(name).shift(1, fill_value=1.0)
        match link.arguments.get("growth") if link else None:
            case "log":
                growth = 100 * (now / before).log()
            case "simple":
                growth = 100 * (now / before - 1)
            case _:
                growth = (now - before) / (now + before) * 200
        expressions.append(growth.alias(name))
    return indices.lazy().select(expressions).collect(engine="in-memory")
