"""Editions in which all values of a node are those of the edition before by one factor: another scale or base."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

TOLERANCE = 1e-9  # of factors that are the same


class Rescaling(NamedTuple):
    """An edition whose values are those of the one before by a factor; None where each entity has its own."""

    edition: int
    factor: float | None


def rescalings(revisions: pl.DataFrame) -> list[Rescaling]:
    """Return the editions that rescale a node (see `revised`): what is revised there is no news of the period.

    Two values at least have to tell of a factor, and where entities have their own, two of each.
    """
    found = []
    for (edition,), cells in revisions.drop_nulls("previous").group_by("edition", maintain_order=True):
        if isinstance(edition, int) and (rescaling := _rescaling(edition, cells)) is not None:
            found.append(rescaling)
    return sorted(found)


def _rescaling(edition: int, cells: pl.DataFrame) -> Rescaling | None:
    zero = pl.col("previous").abs() <= TOLERANCE
    if cells.filter(zero & (pl.col("value").abs() > TOLERANCE)).height:
        return None
    factors = cells.filter(~zero).select("entity", factor=pl.col("value") / pl.col("previous"))
    if factors.height < 2 or not factors.filter((pl.col("factor") - 1).abs() > TOLERANCE).height:
        return None
    if _same(factors):
        return Rescaling(edition, factors["factor"][0])
    of_entities = factors.partition_by("entity")
    if all(part.height >= 2 and _same(part) for part in of_entities):
        return Rescaling(edition, None)
    return None


def _same(factors: pl.DataFrame) -> bool:
    least, most = factors["factor"].min(), factors["factor"].max()
    return isinstance(least, float) and isinstance(most, float) and most - least <= TOLERANCE * abs(most)
