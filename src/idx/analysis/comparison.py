"""Two versions side by side: the value of every node for every entity and period, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.evaluate.rows import ranked
from idx.model import Composite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.evaluate.result import Result

KEYS = ("entity", "period")


class Pair(NamedTuple):
    """A node as the two versions call it; None where a version does not have it."""

    name: str
    before: str | None
    after: str | None


def values_table(before: Result, after: Result, pairs: Sequence[Pair]) -> pl.DataFrame:
    """Return the table of differences, one row per node, entity and period; nodes in the order of `pairs`.

    Columns: `node`, `entity`, `period`, `before`, `after`, `difference`; with several entities also `rank_before` and
    `rank_after`. A value is a node's index where it is linked, else its score. A difference is null where a side has
    no value.
    """
    keys = union_keys(before, after)
    several = len(before.entities) > 1 or len(after.entities) > 1
    parts: dict[str, pl.Series] = {}
    for which, result, names in (
        ("before", before, [pair.before for pair in pairs]),
        ("after", after, [pair.after for pair in pairs]),
    ):
        values = value_columns(result)
        parts[which] = _stacked(values, result, keys, names)
        if several:
            ranks = ranked(values, result.window, result.framework)
            parts[f"rank_{which}"] = _stacked(ranks, result, keys, names)
    heads = pl.Series("node", [pair.name for pair in pairs], dtype=pl.String)
    place = pl.int_range(0, len(pairs) * keys.height, dtype=pl.UInt32, eager=True) // max(keys.height, 1)
    repeated = pl.concat([keys] * len(pairs)) if pairs else keys.clear()
    frame = pl.DataFrame({"node": heads.gather(place)}).hstack(repeated).hstack(pl.DataFrame(parts))
    whole = frame.with_columns(difference=pl.col("after") - pl.col("before"))
    return whole.select(
        "node", *KEYS, "before", "after", "difference", *(("rank_before", "rank_after") if several else ())
    )


def union_keys(before: Result, after: Result) -> pl.DataFrame:
    """Return the entities and periods that either version shows, by entity, then period."""
    one, other = before.window.keys, after.window.keys
    if one.equals(other):
        return one
    both = pl.concat([one, other]).unique(maintain_order=True)
    entities = {entity: place for place, entity in enumerate(sorted(both["entity"].unique().to_list(), key=str))}
    order = both["entity"].replace_strict(entities, return_dtype=pl.Int64) if both.height else both["entity"]
    return both.with_columns(order=order).sort("order", "period", nulls_last=False).drop("order")


def _stacked(values: pl.DataFrame, result: Result, keys: pl.DataFrame, names: Sequence[str | None]) -> pl.Series:
    """Return nodes' columns below one another on the rows of `keys`, null where a version does not have the node."""
    shown = result.window.show(values)
    there = result.window.keys
    if not there.equals(keys):
        found = keys.join(there.with_row_index("row"), on=KEYS, how="left", nulls_equal=True, maintain_order="left")
        shown = shown.select(pl.all().gather(found["row"]))
    columns = {column.name: column.alias("") for column in shown}
    empty = pl.Series([None], dtype=pl.Float64).new_from_index(0, keys.height)
    parts = [columns.get(name, empty) if name is not None else empty for name in names]
    return pl.concat(parts) if parts else pl.Series([], dtype=pl.Float64)


def value_columns(result: Result) -> pl.DataFrame:
    """Return every node's value on the rows of the window: its index where it is linked, else its score."""
    nodes = result.framework.nodes
    linked = [column for column in result.index_columns if nodes[column.name].link]
    return pl.DataFrame([*linked, *(column for column in result.score_columns if not nodes[column.name].link)])


def column_of(result: Result, name: str) -> pl.Series:
    """Return a node's value on the rows of the window: its index where it is linked, else its score."""
    node = result.framework.nodes[name]
    frame = result.index_columns if node.link else result.score_columns
    if name in frame.columns:
        return frame[name]
    return pl.Series([None], dtype=pl.Float64).new_from_index(0, result.window.height)


def headlines(result: Result) -> tuple[str, ...]:
    """Return the nodes that a framework is about: its roots, composites first."""
    roots = result.framework.roots
    return tuple(sorted(roots, key=lambda name: not isinstance(result.framework.nodes[name], Composite)))
