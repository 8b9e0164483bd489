"""Which nodes differ, and by how much at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.analysis.comparison import headlines
from idx.analysis.printed import ROUNDING

if TYPE_CHECKING:
    from idx.project.compare import Comparison

FURTHEST = 3  # nodes that are named


def differing(comparison: Comparison) -> pl.DataFrame:
    """Return the largest difference of each node that differs, the furthest first."""
    if comparison.values is None:
        return pl.DataFrame(schema={"node": pl.String, "most": pl.Float64})
    moved = comparison.values.with_columns(most=pl.col("difference").abs()).drop_nulls("most")
    whole = moved.sort("most", descending=True, maintain_order=True).unique("node", keep="first", maintain_order=True)
    return whole.filter(pl.col("most") > ROUNDING).select("node", "period", "entity", "most", "difference")


def headline(comparison: Comparison) -> tuple[str, ...]:
    """Return the root whose values are shown: the first that differs."""
    result = comparison.after.result or comparison.before.result
    roots = headlines(result) if result else ()
    moved = set(differing(comparison)["node"]) if comparison.values is not None else set()
    first = [root for root in roots if root in moved]
    return tuple(first[:1] or roots[:1])
