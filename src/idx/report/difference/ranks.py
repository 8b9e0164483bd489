"""Ranks in the place of values: how far each cause moved an entity, and past whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.analysis.attribution.ranks import Ranks
    from idx.report.difference.shares import SharesOf

MOST_PASSED = 3
LEAST = 0.25  # of a place, for an entity to be named


def rank_values(
    values: pl.DataFrame, shares: SharesOf | None, rows: Sequence[int]
) -> tuple[pl.DataFrame, SharesOf | None]:
    """Return a node's table with ranks in the place of values, and the shares of causes in their changes."""
    if "rank_before" not in values.columns:
        return values, None
    ranks = values.with_columns(
        before="rank_before", after="rank_after", difference=pl.col("rank_after") - pl.col("rank_before")
    )
    if shares is None or shares.node.bridge is None or shares.node.withheld:
        return ranks, None
    bridge = shares.node.bridge
    told = {row: _bridged(bridge, row) for row in rows if ranks["difference"][row] is not None}
    found = np.full_like(shares.node.shares, np.nan)
    passed: dict[tuple[int, int], tuple[str, ...]] = {}
    for row, (own, past) in told.items():
        found[:, row] = own
        passed |= {(number, row): names for number, names in past.items()}
    errors = None if shares.node.errors is None else np.zeros_like(found)
    node = shares.node._replace(shares=found, errors=errors)
    return ranks, shares._replace(node=node, passed=passed)


def _bridged(ranks: Ranks, row: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], dict[int, tuple[str, ...]]]:
    """Return the shares of causes in the change of a row's rank, and by cause past whom it moved the entity."""
    bridge = ranks.bridge(row)
    passed: dict[int, tuple[str, ...]] = {}
    for number, terms in enumerate(bridge.past):
        order = [at for at in np.argsort(-np.abs(terms), kind="stable") if abs(terms[at]) >= LEAST]
        if order:
            named = (f"{'↑' if terms[at] < 0 else '↓'}{bridge.entities[at]}" for at in order[:MOST_PASSED])
            passed[number] = tuple(named)
    return bridge.shares, passed
