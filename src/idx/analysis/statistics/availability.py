"""How much of the data is there: by indicator, by entity, and by composite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from idx.analysis.statistics.observations import Observations

SCHEMA = {
    "by": pl.String,
    "name": pl.String,
    "cells": pl.Int64,
    "observed": pl.Int64,
    "filled": pl.Int64,
    "missing": pl.Int64,
    "share": pl.Float64,
}


def availability(observations: Observations) -> pl.DataFrame:
    """Return how many cells have a value, of each node over its indicators and of each entity over all of them.

    Columns: `by` (`node` or `entity`), `name`, `cells`, `observed` (in the data, or computed from them), `filled` (by
    imputation), `missing` (still), `share` (observed / cells; null where there are no cells). An indicator that a
    formula computes from results has no cells.
    """
    names = observations.indicators
    nodes = observations.result.framework
    before = observations.rows(observations.result.observed).select(names)
    after = observations.rows(observations.result.raw).select(names)
    there, then = (frame.select(pl.all().is_not_null().cast(pl.Int64)) for frame in (before, after))
    height = there.height
    own = {name: (int(there[name].sum()), int(then[name].sum())) for name in names}
    rows: list[tuple[object, ...]] = []
    for name in observations.nodes:
        counted = [own[below] for below in nodes.indicators_below(name) if below in own]
        rows.append(_row("node", name, height * len(counted), *map(sum, zip(*counted, strict=True))))
    if names and observations.entities > 1:
        sums = observations.keys.select("entity").hstack(
            [there.sum_horizontal().alias("before"), then.sum_horizontal().alias("after")]
        )
        by = sums.group_by("entity", maintain_order=True).agg(pl.len(), pl.col("before", "after").sum())
        rows.extend(_row("entity", entity, count * len(names), *found) for entity, count, *found in by.iter_rows())
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _row(by: str, name: str, cells: int, observed: int = 0, present: int = 0) -> tuple[object, ...]:
    share = observed / cells if cells else None
    return by, name, cells, observed, present - observed, cells - present, share
