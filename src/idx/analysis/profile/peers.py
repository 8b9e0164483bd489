"""Who is like an entity: those whose indicators' scores come nearest to its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection

LEAST_COMMON = 0.5  # share of an entity's indicators that a peer has to have as well


def peers(standings: pl.DataFrame, entity: str, indicators: Collection[str]) -> pl.DataFrame:
    """Return the other entities by their distance from one, the nearest first.

    Columns: `entity`, `distance`, `common`. The distance is the root of the mean squared difference of standings
    (standard deviations from the mean), over the `common` indicators that both have: every indicator counts the same,
    whatever its weight. An entity that lacks more than half of them is left out.
    """
    known = standings.filter(pl.col("node").is_in(list(indicators)) & pl.col("standing").is_not_null())
    own = known.filter(pl.col("entity") == entity).select("node", pl.col("standing").alias("own"))
    others = known.filter(pl.col("entity") != entity).join(own, on="node", how="inner")
    distance = ((pl.col("standing") - pl.col("own")) ** 2).mean().sqrt()
    found = others.group_by("entity", maintain_order=True).agg(
        distance.alias("distance"), pl.len().cast(pl.Int64).alias("common")
    )
    enough = found.filter(pl.col("common") >= LEAST_COMMON * own.height)
    return enough.sort("distance", "entity", maintain_order=True)
