"""Running products along each entity's periods: plain Python for few numbers, NumPy for many, the same digits.

A product from one period to the next has an order, so it cannot be a column expression; polars' own ways (by group, or
by doubling) are slower than NumPy's loop. NumPy takes as long to load as a small framework takes to
evaluate, so it is loaded where there are numbers enough to gain from it. Both ways multiply in the same order.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import accumulate, pairwise
from operator import mul
from typing import NamedTuple

import polars as pl

MANY = 50_000
BLOCK = 150_000  # rows; a column of so many stays in a processor's cache between its two passes


class Ratios(NamedTuple):
    """A node's ratios E / E₋₁ by row (NaN in a hole), their inverses where the base has periods before it, its base.

    `start` is the position of the base among the periods, `value` what stands there.
    """

    name: str
    forward: pl.Series
    backward: pl.Series | None
    start: int
    value: float


def running_products(nodes: list[Ratios], length: int) -> pl.DataFrame:
    """Return, for each node, what its ratios multiply up to from the value at the base, both ways from it.

    `length` is the number of periods; rows stand by entity, then period. A NaN runs on to all that lies beyond it.
    """
    cells = sum(len(node.forward) for node in nodes)
    products = _in_numpy if cells >= MANY else _in_python
    return products(nodes, length)


def _in_python(nodes: list[Ratios], length: int) -> pl.DataFrame:
    return pl.DataFrame({node.name: pl.Series(_products(node, length), dtype=pl.Float64) for node in nodes})


def _products(node: Ratios, length: int) -> list[float]:
    forward = node.forward.to_list()
    backward = node.backward.to_list() if node.backward is not None else []
    products: list[float] = []
    for begin in range(0, len(forward), length):
        base = begin + node.start
        if backward:
            before = list(accumulate(reversed(backward[begin + 1 : base + 1]), mul, initial=node.value))
            products.extend(reversed(before[1:]))
        products.extend(accumulate(forward[base + 1 : begin + length], mul, initial=node.value))
    return products


def _in_numpy(nodes: list[Ratios], length: int) -> pl.DataFrame:
    numpy = import_module("numpy")
    # One block of memory for all nodes: page faults of many small ones would cost more than the arithmetic.
    storage = numpy.empty((len(nodes), len(nodes[0].forward)))
    columns = [(node.forward.to_numpy(), None if node.backward is None else node.backward.to_numpy()) for node in nodes]

    def work(rows: slice) -> None:
        for node, (forward, backward), stored in zip(nodes, columns, storage, strict=True):
            out = stored[rows].reshape(-1, length)
            out[:] = forward[rows].reshape(-1, length)
            if backward is not None:
                out[:, : node.start] = backward[rows].reshape(-1, length)[:, 1 : node.start + 1]
            out[:, node.start] = node.value
            for side in (out[:, node.start :], out[:, node.start :: -1]):
                numpy.multiply.accumulate(side, axis=1, out=side)

    threads = max(1, os.cpu_count() or 1)
    entities = len(nodes[0].forward) // length
    blocks = max(threads, len(nodes[0].forward) // BLOCK)
    bounds = [entities * number // blocks * length for number in range(blocks + 1)]
    with ThreadPoolExecutor(threads) as pool:  # entities are independent, so their number changes no digit
        list(pool.map(work, (slice(low, high) for low, high in pairwise(bounds))))
    return pl.DataFrame({node.name: pl.Series(values) for node, values in zip(nodes, storage, strict=True)})
