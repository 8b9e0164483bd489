"""Where one entity stands at every node: its value and rank beside the mean and the median of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx import graph
from idx.analysis.ranks import ranks
from idx.panel.model import STATUSES

if TYPE_CHECKING:
    from idx.analysis.ranks import Ties
    from idx.evaluate.result import Result


def standings(result: Result, period: str | None, ties: Ties, group: str | None) -> pl.DataFrame:
    """Return every entity's standing at every node in one period, nodes in tree order.

    Columns: `node`, `entity`, `value`, `rank`, `ranked`, `change` (see `ranks`), `mean`, `median`, `from_mean`,
    `from_median`, `standing` (standard deviations better than the mean; negative is worse; null where all are alike),
    with a group also `group`, `group_rank`, `group_ranked`, `group_mean`, `from_group_mean`.
    """
    low = graph.low_is_good(result.framework)
    value = pl.col("value")
    all_ranks = ranks(result, ties=ties).filter(pl.col("period").eq_missing(pl.lit(period, dtype=pl.String)))
    found = all_ranks.drop("period").with_columns(
        mean=value.mean().over("node"), median=value.median().over("node"), sd=value.std().over("node")
    )
    spread = value.max().over("node") - value.min().over("node")
    varies = spread > 1e-12 * value.abs().max().over("node")
    better = pl.when(pl.col("node").is_in(list(low))).then(-1.0).otherwise(1.0)
    found = found.with_columns(
        from_mean=value - pl.col("mean"),
        from_median=value - pl.col("median"),
        standing=pl.when(varies).then(better * (value - pl.col("mean")) / pl.col("sd")),
    ).drop("sd")
    return found if group is None else found.hstack(_in_groups(result, period, ties, group))


def _in_groups(result: Result, period: str | None, ties: Ties, group: str) -> pl.DataFrame:
    within = ranks(result, ties=ties, group=group).filter(pl.col("period").eq_missing(pl.lit(period, dtype=pl.String)))
    mean = pl.when(pl.col("group").is_not_null()).then(pl.col("value").mean().over("node", "group"))
    return within.select(
        "group",
        pl.col("rank").alias("group_rank"),
        pl.col("ranked").alias("group_ranked"),
        mean.alias("group_mean"),
        (pl.col("value") - mean).alias("from_group_mean"),
    )


def values_behind(result: Result, entity: str, period: str | None) -> pl.DataFrame:
    """Return what stands behind an entity's indicators in a period: `node`, `raw`, `status`, `filled`.

    `raw` is the value after imputation; `status` its SDMX code; `filled` says whether the framework filled it.
    Indicators that formulas compute from results have no data of their own and are left out.
    """
    keys = result.window.keys
    row = keys.with_row_index().filter(
        (pl.col("entity") == entity) & pl.col("period").eq_missing(pl.lit(period, dtype=pl.String))
    )["index"][0]
    statuses, observed = result.window.show(result.marks.statuses), result.observed
    rows = []
    placed = {placement.node for placement in result.framework.placements}
    for node in result.framework.indicators:
        if node.name in placed and not node.late:
            raw, there = result.raw[node.name][row], observed[node.name][row] is not None
            rows.append((node.name, raw, STATUSES[statuses[node.name][row]], raw is not None and not there))
    schema = {"node": pl.String, "raw": pl.Float64, "status": pl.String, "filled": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")
