"""Indices: of indicators from their values, of composites by chaining their growth, on entities × periods matrices."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from idx.evaluate.window import ENTITY, STEP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.evaluate.window import Window
    from idx.methods.contracts import Array
    from idx.model import MethodCall
    from idx.period import Periods
    from idx.plan import Link

ALONE = 100_000  # cells; below this a second thread costs more than it saves


def link_indicators(
    steps: Sequence[Link], values: pl.DataFrame, window: Window, least: dict[str, float]
) -> pl.DataFrame:
    """Return the indices of indicators: value · x / x at the base (inverted for a negative direction)."""
    expressions = []
    for step in steps:
        if step.has_index:
            expressions.append(_level_index(step, window, zeros=least[step.node] <= 0).alias(step.node))
        else:
            expressions.append(pl.lit(None, dtype=pl.Float64).alias(step.node))
    frame = values.hstack(window.marks).lazy().select(pl.col(STEP), *expressions).collect(engine="in-memory")
    return frame.drop(STEP)


def _level_index(step: Link, window: Window, *, zeros: bool) -> pl.Expr:
    base: Periods = step.call.arguments["base"]
    value: float = step.call.arguments["value"]
    level = 1 / pl.col(step.node) if step.negative else pl.col(step.node)
    positions = range(*_base_positions(base, window))
    at_base = reduce(add, [level.gather_every(window.length, offset=position) for position in positions])
    if len(positions) > 1:
        at_base = at_base / len(positions)
    at_base = at_base.gather(pl.col(ENTITY))
    index = level / at_base * value
    # A zero at the base, or a zero of an inverted level, leaves no index.
    return pl.when(at_base.is_finite() & index.is_finite()).then(index) if zeros else index


def _base_positions(base: Periods, window: Window) -> tuple[int, int]:
    first = window.first.number if window.first else 0
    return base.first.number - first, base.last.number - first + 1


def link_composites(steps: Sequence[Link], scores: pl.DataFrame, window: Window) -> pl.DataFrame:
    """Return the indices of composites, each chained along its entity's periods."""
    shape = (len(window.entities), window.length)
    storage = np.empty((len(steps), *shape))
    groups: list[tuple[MethodCall, list[int]]] = []
    for position, step in enumerate(steps):
        if groups and groups[-1][0] == step.call:
            groups[-1][1].append(position)
        else:
            groups.append((step.call, [position]))
    blocks = [(call, part) for call, members in groups for part in _parts(members, storage.size)]

    def work(block: tuple[MethodCall, list[int]]) -> None:
        call, members = block
        function = call.method.prepared(call.arguments)
        for position in members:
            steps_of_node = scores[steps[position].node].fill_null(np.nan).to_numpy().reshape(shape)
            _chain(function, steps_of_node, window, storage[position])

    if len(blocks) > 1:
        with ThreadPoolExecutor(len(blocks)) as pool:
            list(pool.map(work, blocks))
    else:
        for block in blocks:
            work(block)
    columns = [pl.Series(step.node, row.ravel()) for step, row in zip(steps, storage, strict=True)]
    holes = [np.isnan(row).any() for row in storage]
    return pl.DataFrame(
        [column.fill_nan(None) if hole else column for column, hole in zip(columns, holes, strict=True)]
    )


def _chain(function: object, steps: Array, window: Window, out: Array) -> None:
    if not callable(function):
        raise TypeError(function)
    out[:] = function(steps, window.first)


def _parts(members: list[int], cells: int) -> list[list[int]]:
    """Deal nodes to threads; each node's index is computed alone, so their number changes no result."""
    threads = 1 if cells < ALONE else min(os.cpu_count() or 1, len(members))
    return [members[number::threads] for number in range(threads)]


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
