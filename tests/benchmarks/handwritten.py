"""The framework of 2025 by hand: every form that might be the fastest, so that the reader sees the choice measured.

Each form takes a complete wide frame (entity, period, 27 indicators; sorted; the same periods for every entity; the
first period is the base) and returns the scores and the indices of all 44 nodes as two wide frames. With
V = 200 (x − x₋₁) / (x + x₋₁), C = the mean of V over the children and E = E₋₁ (200 + C) / (200 − C), the forms are, for
8.1 million values on two cores,

| form | growth and means | chain | time |
|---|---|---|---|
| `grouped` | polars, `.over("entity")` | `cum_prod().over("entity")` | 20 |
| `scanned` | polars, `shift(1)` and a boundary mask | a scan of five masked shifts | 2.1 |
| `mixed` | the same | NumPy, period by period for all entities at once | 1.2 |
| `arrays` | NumPy, a block of entities per thread | the same | 1 |

Under load from other processes `arrays` loses more than `mixed`; the engine is held against the faster of the two.

Measured and left out: one `cum_sum` of logarithms over all entities less its value at the base (slower than `scanned`,
and off by 1e−11 at ten thousand entities); `multiply.accumulate` for the chain (twice the time of the loop over
periods); `arr.eval`, `group_by` with `explode`, a column per period (slower than `scanned`); `sum_horizontal` (half as
fast as `+` for two or three columns, and it takes nulls for 0); a null-carrying column as a mask in every step (as fast
as one mask at the end, but the chain cannot read such columns without a copy).
"""

from collections.abc import Callable, Iterable
from typing import TypeAlias

import polars as pl

from benchmarks.arrays import Tables, arrays, chains, masked
from benchmarks.sample import COMPOSITES, FIRST_PERIOD, INDICATORS, KEYS, LEVELS

Form: TypeAlias = Callable[[pl.DataFrame], Tables]


def grouped(frame: pl.DataFrame) -> Tables:
    """The obvious polars form: everything per entity is `.over("entity")`."""
    scores = _collect(_means(frame.lazy().select(*KEYS, *_growth(lambda value: value.shift(1).over("entity")))))
    own = (pl.col(name) / pl.col(name).first().over("entity") * 100 for name in INDICATORS)
    chain = (_factor(name).fill_null(100.0).cum_prod().over("entity") for name in COMPOSITES)
    indices = _collect(frame.lazy().select(*KEYS, *own))
    return Tables(scores, indices.with_columns(_collect(scores.lazy().select("entity", *chain))))


def scanned(frame: pl.DataFrame) -> Tables:
    """Polars alone, without groups: growth by a masked shift, the chain by a scan of masked shifts."""
    scores, distance = masked(_shifted(frame)), 1
    chain = scores.lazy().select("period", *(_factor(name).fill_null(100.0) for name in COMPOSITES))
    while distance < frame["period"].n_unique():
        inside = pl.when(pl.col("period") >= FIRST_PERIOD + distance)
        products = {name: pl.col(name) * pl.col(name).shift(distance) for name in COMPOSITES}
        chain = chain.with_columns(inside.then(product).otherwise(pl.col(name)) for name, product in products.items())
        distance *= 2
    return Tables(scores, _own_indices(frame).with_columns(_collect(chain.select(COMPOSITES))))


def mixed(frame: pl.DataFrame) -> Tables:
    """Polars for growth, means and the indicators' indices; NumPy for the chains."""
    scores = _shifted(frame)
    indices = _own_indices(frame).with_columns(chains(scores, frame["period"].n_unique()))
    return Tables(masked(scores), indices)


FORMS: dict[str, Form] = {form.__name__: form for form in (grouped, scanned, mixed, arrays)}


def _shifted(frame: pl.DataFrame) -> pl.DataFrame:
    # Across the boundary of two entities the growth is wrong until it is masked; it is never null.
    return _collect(_means(frame.lazy().select(*KEYS, *_growth(lambda value: value.shift(1, fill_value=1.0)))))


def _growth(previous: Callable[[pl.Expr], pl.Expr]) -> Iterable[pl.Expr]:
    values = map(pl.col, INDICATORS)
    return ((value - previous(value)) / (value + previous(value)) * 200 for value in values)


def _means(scores: pl.LazyFrame) -> pl.LazyFrame:
    for level in LEVELS:
        scores = scores.with_columns(_mean(children).alias(name) for name, children in level.items())
    return scores


def _mean(children: list[str]) -> pl.Expr:
    total = pl.col(children[0])
    for child in children[1:]:
        total = total + pl.col(child)
    return total * (1 / len(children))


def _factor(name: str) -> pl.Expr:
    return ((200 + pl.col(name)) / (200 - pl.col(name))).alias(name)


def _own_indices(frame: pl.DataFrame) -> pl.DataFrame:
    periods = frame["period"].n_unique()
    own = (
        (pl.col(name).reshape((-1, periods)) / pl.col(name).gather_every(periods)).reshape((-1,)) * 100
        for name in INDICATORS
    )
    return _collect(frame.lazy().select(*KEYS, *own))


def _collect(query: pl.LazyFrame) -> pl.DataFrame:
    return query.collect(engine="in-memory")
