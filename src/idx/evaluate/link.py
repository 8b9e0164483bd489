"""Indices: of indicators from their values, of composites by multiplying up the ratios of their steps."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.window import ENTITY, PERIOD, STEP

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
    start, end = _base_positions(call, window)
    at_base = reduce(add, [level.gather_every(window.length, offset=at) for at in range(start, end + 1)])
    if end > start:
        at_base = at_base / (end - start + 1)
    at_base = at_base.gather(pl.col(ENTITY))
    index = level / at_base * call.arguments["value"]
    # A zero at the base, or a zero of an inverted level, leaves no index.
    return pl.when(at_base.is_finite() & index.is_finite()).then(index) if zeros else index


def _base_positions(call: MethodCall, window: Window) -> tuple[int, int]:
    first = window.first.number if window.first else 0
    base = call.arguments["base"]
    return base.first.number - first, base.last.number - first


def link_composites(steps: Sequence[Link], scores: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Return the indices of composites, each multiplied up from its base along its entity's periods, both ways.

    A hole in the growth is a missing ratio; what lies beyond it, seen from the base, is missing.
    """
    forward: list[pl.Expr] = []
    backward: list[pl.Expr] = []
    for step in steps:
        start, _ = _base_positions(step.call, window)
        ratio = step.call.method.prepared(step.call.arguments)(pl.col(step.node))
        forward.append(pl.when(pl.col(PERIOD) > start).then(ratio).otherwise(1.0).alias(step.node))
        if start:
            here = pl.when(pl.col(PERIOD) <= start).then(1 / ratio).otherwise(1.0)
            backward.append(here.shift(-1, fill_value=1.0).alias(step.node))
    frame = scores.hstack(window.marks).lazy()
    products = _running_products(frame.select(PERIOD, *forward), window.length, 1)
    if backward:
        last = pl.col(PERIOD) == window.length - 1
        names = [step.node for step in steps if _base_positions(step.call, window)[0]]
        behind = frame.select(PERIOD, *backward).with_columns(
            pl.when(last).then(1.0).otherwise(pl.col(names)).name.keep()
        )
        before = _running_products(behind, window.length, -1)
        products = products.with_columns(products[name] * before[name] for name in names)
    return products.hstack(window.marks.select(ENTITY)).select(_scaled(step, window) for step in steps)


def _running_products(ratios: pl.LazyFrame, length: int, direction: int) -> pl.DataFrame:
    """Return running products within each entity's rows, by doubling: log₂ of the number of periods steps.

    polars multiplies whole columns this way faster than it groups by entity, and each product rounds fewer times.
    """
    frame = ratios.collect(engine="in-memory")
    distance = 1
    while distance < length:
        inside = pl.col(PERIOD) >= distance if direction > 0 else pl.col(PERIOD) < length - distance
        other = pl.exclude(PERIOD).shift(direction * distance, fill_value=1.0)
        product = pl.when(inside).then(pl.exclude(PERIOD) * other).otherwise(pl.exclude(PERIOD))
        frame = frame.lazy().with_columns(product.name.keep()).collect(engine="in-memory")
        distance *= 2
    return frame.drop(PERIOD)


def _scaled(step: Link, window: Window) -> pl.Expr:
    start, end = _base_positions(step.call, window)
    product = pl.col(step.node)
    value = step.call.arguments["value"]
    return product * value if start == end else _against_base(product, step.call, window, zeros=False).alias(step.node)


def growth_of_index(indices: pl.DataFrame, links: dict[str, MethodCall | None], window: Window) -> pl.DataFrame:
    """Return the growth that each composite's own link would need to give its index."""
    expressions = []
    for name in indices.columns:
        link = links[name]
        now, before = pl.col(name), pl.col(name).shift(1)
        match link.arguments.get("growth") if link else None:
            case "log":
                growth = 100 * (now / before).log()
            case "simple":
                growth = 100 * (now / before - 1)
            case _:
                growth = (now - before) / (now + before) * 200
        expressions.append((growth * pl.col(STEP)).alias(name))
    return indices.hstack(window.marks).lazy().select(expressions).collect(engine="in-memory")
