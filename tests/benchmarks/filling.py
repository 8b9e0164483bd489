"""Gaps filled by hand: log-linearly between two observations of an entity, carried forward after its last.

Every series begins with an observation, so that a run of missing cells never crosses into another entity. `sparse`
computes at the missing cells alone; with 5 % of 8.1 million cells missing it takes half the time of `dense`, the polars
form, which takes logarithms of every cell.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import polars as pl

from benchmarks.arrays import Array, Tables, arrays
from benchmarks.sample import FIRST_PERIOD, INDICATORS


def dense(frame: pl.DataFrame) -> pl.DataFrame:
    """Fill with polars expressions over whole columns."""
    entity = (pl.col("period") == FIRST_PERIOD).cum_sum().alias("number")
    return (
        frame.lazy()
        .with_columns(entity)
        .with_columns(_filled(name) for name in INDICATORS)
        .drop("number")
        .collect(engine="in-memory")
    )


def _filled(name: str) -> pl.Expr:
    value, entity = pl.col(name), pl.col("number")
    entity_of_next = pl.when(value.is_not_null()).then(entity).backward_fill()
    carried = entity_of_next.ne_missing(entity)
    filler = pl.when(carried).then(value.forward_fill()).otherwise(value.log().interpolate().exp())
    return value.fill_null(filler).alias(name)


def sparse(frame: pl.DataFrame) -> pl.DataFrame:
    """Fill with NumPy, computing at the missing cells only."""
    periods, filled = frame["period"].n_unique(), np.empty((len(INDICATORS), frame.height))

    def fill(row: int) -> None:
        values = frame[INDICATORS[row]]
        filled[row] = values.fill_null(1.0).to_numpy()
        _fill(filled[row], values.is_null().arg_true().to_numpy().astype(np.intp), periods)

    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        list(pool.map(fill, range(len(INDICATORS))))
    return frame.with_columns(map(pl.Series, INDICATORS, filled))


def _fill(values: Array, missing: npt.NDArray[np.intp], periods: int) -> None:
    starts = np.flatnonzero(np.diff(missing, prepend=-2) != 1)
    lengths = np.diff(starts, append=len(missing))
    before, after = missing[starts] - 1, missing[starts] + lengths
    carried = after % periods == 0
    after[carried] = before[carried]
    growth = np.log(values[after] / values[before]) / (lengths + 1)
    distance = missing - np.repeat(before, lengths)
    values[missing] = np.repeat(values[before], lengths) * np.exp(np.repeat(growth, lengths) * distance)


def evaluated(frame: pl.DataFrame) -> Tables:
    """Fill the gaps and evaluate the framework, both in their fastest form."""
    return arrays(sparse(frame))
