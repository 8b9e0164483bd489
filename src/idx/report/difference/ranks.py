"""Ranks in the place of values: how far each cause moved an entity, and past whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from idx.analysis.attribution.game import Comparing
from idx.graph import low_is_good
from idx.model import Composite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.project.compare import Comparison
    from idx.report.difference.shares import SharesOf

MOST_PASSED = 3
LEAST = 0.25  # of a place, for an entity to be named


def rank_values(
    comparison: Comparison, identity: str, values: pl.DataFrame, shares: SharesOf | None, rows: Sequence[int]
) -> tuple[pl.DataFrame, SharesOf | None]:
    """Return a node's table with ranks in the place of values, and the shares of causes in their changes."""
    if "rank_before" not in values.columns:
        return values, None
    ranks = values.with_columns(
        before="rank_before", after="rank_after", difference=pl.col("rank_after") - pl.col("rank_before")
    )
    if shares is None or shares.node.bridge is None or shares.node.withheld:
        return ranks, None
    comparing = _comparing(comparison, identity)
    told = {row: _bridged(shares, values, row, comparing) for row in rows if ranks["difference"][row] is not None}
    found = np.full_like(shares.node.shares, np.nan)
    passed: dict[tuple[int, int], tuple[str, ...]] = {}
    for row, (own, past) in told.items():
        found[:, row] = own
        passed |= {(number, row): names for number, names in past.items()}
    errors = None if shares.node.errors is None else np.zeros_like(found)
    node = shares.node._replace(shares=found, errors=errors)
    return ranks, shares._replace(node=node, passed=passed)


def _comparing(comparison: Comparison, identity: str) -> Comparing:
    pair = comparison.pairs[identity]
    side = comparison.after if pair.after is not None else comparison.before
    model = side.framework.model
    node = model.nodes[pair.after or pair.before or ""]
    low = node.name in low_is_good(model)
    return Comparing(rounded=node.link is not None or isinstance(node, Composite), ascending=low)


def _bridged(
    shares: SharesOf, values: pl.DataFrame, row: int, comparing: Comparing
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], dict[int, tuple[str, ...]]]:
    """Return the shares of causes in the change of a row's rank, and by cause past whom it moved the entity."""
    period = values["period"][row]
    others = values.filter(pl.col("period").eq_missing(period) & (pl.col("row") != row))
    places = others["row"].to_numpy().astype(np.int64)
    if shares.node.bridge is None:
        raise ValueError(row)
    bridge = shares.node.bridge(row, places, comparing)
    names = others["entity"].to_list()
    passed: dict[int, tuple[str, ...]] = {}
    for number, terms in enumerate(bridge.past):
        order = [at for at in np.argsort(-np.abs(terms), kind="stable") if abs(terms[at]) >= LEAST]
        if order:
            passed[number] = tuple(f"{'↑' if terms[at] < 0 else '↓'}{names[at]}" for at in order[:MOST_PASSED])
    return bridge.shares, passed
