"""The form in NumPy alone: one block of entities per thread, one large array for each result.

One large array, since NumPy asks the system for huge pages then; with an array per column the page faults cost more
than the arithmetic. One block per thread, since threads wait for each other between two steps of small blocks.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from benchmarks.sample import COMPOSITES, FIRST_PERIOD, INDICATORS, KEYS, LEVELS, NODES

Array: TypeAlias = npt.NDArray[np.float64]


class Tables(NamedTuple):
    """The scores and the indices of all nodes, one wide frame each."""

    scores: pl.DataFrame
    indices: pl.DataFrame


def arrays(frame: pl.DataFrame) -> Tables:
    """Evaluate with NumPy alone."""
    periods = frame["period"].n_unique()
    values = [frame[name].to_numpy() for name in INDICATORS]
    scores, indices = np.empty((len(NODES), frame.height)), np.empty((len(NODES), frame.height))

    def fill(block: slice) -> None:
        _leaves([value[block] for value in values], scores[:, block], indices[:, block], periods)
        _means(scores[:, block])
        _chains(scores[len(INDICATORS) :, block], indices[len(INDICATORS) :, block], periods)

    in_blocks(fill, frame.height, periods)
    growth = frame.select(KEYS).with_columns(map(pl.Series, NODES, scores))
    return Tables(masked(growth), frame.select(KEYS).with_columns(map(pl.Series, NODES, indices)))


def chains(scores: pl.DataFrame, periods: int) -> list[pl.Series]:
    """Chain the composites' growth, which may hold no nulls; the first period of an entity is the base."""
    growth, indices = [scores[name].to_numpy() for name in COMPOSITES], np.empty((len(COMPOSITES), scores.height))

    def fill(block: slice) -> None:
        _chains([each[block] for each in growth], indices[:, block], periods)

    in_blocks(fill, scores.height, periods)
    return list(map(pl.Series, COMPOSITES, indices))


def in_blocks(fill: Callable[[slice], None], rows: int, periods: int) -> None:
    """Give every thread as many whole entities as the others."""
    threads = pl.thread_pool_size()
    bounds = [rows // periods * number // threads * periods for number in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(fill, map(slice, bounds[:-1], bounds[1:])))


def masked(scores: pl.DataFrame) -> pl.DataFrame:
    """Take the growth out of each entity's first period; only the bitmaps are written."""
    inside = pl.when(pl.col("period") > FIRST_PERIOD)
    query = scores.lazy().select(*KEYS, *(inside.then(pl.col(name)).alias(name) for name in NODES))
    return query.collect(engine="in-memory")


def _leaves(values: Sequence[Array], scores: Array, indices: Array, periods: int) -> None:
    spare = np.empty_like(values[0])
    for value, score, index in zip(values, scores, indices, strict=False):
        np.subtract(value[1:], value[:-1], out=score[1:])
        np.add(value[1:], value[:-1], out=spare[1:])
        np.divide(score[1:], spare[1:], out=score[1:])
        score[::periods] = 0
        np.multiply(score, 200, out=score)
        np.divide(value.reshape(-1, periods), value[::periods, None], out=index.reshape(-1, periods))
        np.multiply(index, 100, out=index)


def _means(scores: Array) -> None:
    rows = dict(zip(NODES, scores, strict=True))
    for level in LEVELS:
        for name, children in level.items():
            total = rows[name]
            np.add(rows[children[0]], rows[children[1]], out=total)
            for child in children[2:]:
                total += rows[child]
            total *= 1 / len(children)


def _chains(scores: Sequence[Array] | Array, indices: Array, periods: int) -> None:
    spare = np.empty_like(indices[0])
    for score, index in zip(scores, indices, strict=True):
        np.add(200, score, out=index)
        np.subtract(200, score, out=spare)
        np.divide(index, spare, out=index)
        index[::periods] = 100
        for period in range(1, periods):
            index[period::periods] *= index[period - 1 :: periods]
