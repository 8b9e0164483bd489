"""The revision triangle of a node: its value for each period in each edition, and how far it was revised."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.analysis.comparison import KEYS, column_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx.evaluate.result import Result

CELL = list(KEYS)
SCHEMA = {"edition": pl.Int64, "entity": pl.String, "period": pl.String, "value": pl.Float64}


class Release(NamedTuple):
    """An edition's values, and what it calls the node; None where it does not have it.

    `entities` are what its entities are called in the newest edition, where that is something else.
    """

    result: Result
    node: str | None
    entities: Mapping[str | None, str] = {}


def triangle(releases: Sequence[Release]) -> pl.DataFrame:
    """Return a node's values as the editions have them, a row per entity, period and edition.

    Columns: `edition` (counted from 0), `entity`, `period`, `value`; by entity, then period, then edition. What an
    edition has no value of is not among them.
    """
    parts = [pl.DataFrame(schema=SCHEMA)]
    for number, (result, node, entities) in enumerate(releases):
        if node is not None:
            shown = result.window.show(column_of(result, node).alias("value").to_frame())
            keyed = result.window.keys.hstack(shown).with_columns(edition=pl.lit(number, pl.Int64))
            called = keyed.with_columns(pl.col("entity").replace(dict(entities)))
            parts.append(called.select(list(SCHEMA)).drop_nulls("value"))
    return _ordered(pl.concat(parts))


def revised(values: pl.DataFrame) -> pl.DataFrame:
    """Return a triangle with how far each value was revised.

    Columns beside those of `triangle`: `first`, the edition that released the period's first value; `lag`, how many
    editions follow it up to this one; `previous`, the value of the edition before; `revision`, the value less that
    one; `since_first`, the value less the first one. A revision is null where there is nothing to take it from: at the
    first release, and from an edition that has no value between two that have.
    """
    released = values.group_by(CELL, maintain_order=True).agg(
        first=pl.col("edition").first(), initial=pl.col("value").first()
    )
    before = values.select(pl.col("edition") + 1, *KEYS, previous="value")
    joined = values.join(released, on=CELL, how="left", nulls_equal=True, maintain_order="left").join(
        before, on=["edition", *KEYS], how="left", nulls_equal=True, maintain_order="left"
    )
    lag = pl.col("edition") - pl.col("first")
    return joined.with_columns(
        lag=lag,
        revision=pl.col("value") - pl.col("previous"),
        since_first=pl.when(lag > 0).then(pl.col("value") - pl.col("initial")),
    ).drop("initial")


def _ordered(values: pl.DataFrame) -> pl.DataFrame:
    """Sort by entity in the order in which the editions bring them up, then period, then edition."""
    entities = values["entity"].unique(maintain_order=True)
    place = pl.DataFrame({"entity": entities, "place": pl.int_range(0, entities.len(), eager=True)})
    placed = values.join(place, on="entity", how="left", nulls_equal=True, maintain_order="left")
    return placed.sort("place", "period", "edition", nulls_last=False).drop("place")
