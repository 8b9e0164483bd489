"""Two versions side by side: the value of every node for every entity and period, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx import graph
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
    sides = [_Side(before, keys), _Side(after, keys)]
    columns: dict[str, list[pl.Series]] = {"before": [], "after": []}
    ranks: dict[str, list[pl.Series]] = {"rank_before": [], "rank_after": []}
    several = len(before.entities) > 1 or len(after.entities) > 1
    for pair in pairs:
        for side, name, which in zip(sides, (pair.before, pair.after), ("before", "after"), strict=True):
            columns[which].append(side.values(name))
            if several:
                ranks[f"rank_{which}"].append(side.ranks(name))
    heads = pl.Series("node", [pair.name for pair in pairs], dtype=pl.String)
    place = pl.int_range(0, len(pairs) * keys.height, dtype=pl.UInt32, eager=True) // max(keys.height, 1)
    parts = {**columns, **(ranks if several else {})}
    stacked = {name: pl.concat(series) if series else pl.Series([], dtype=pl.Float64) for name, series in parts.items()}
    frame = pl.DataFrame({"node": heads.gather(place)}).hstack(
        pl.concat([keys] * len(pairs)) if pairs else keys.clear()
    )
    whole = frame.hstack(pl.DataFrame(stacked)).with_columns(difference=pl.col("after") - pl.col("before"))
    return whole.select("node", *KEYS, "before", "after", "difference", *(ranks if several else ()))


def union_keys(before: Result, after: Result) -> pl.DataFrame:
    """Return the entities and periods that either version shows, by entity, then period."""
    one, other = before.window.keys, after.window.keys
    if one.equals(other):
        return one
    both = pl.concat([one, other]).unique(maintain_order=True)
    entities = {entity: place for place, entity in enumerate(sorted(both["entity"].unique().to_list(), key=str))}
    order = both["entity"].replace_strict(entities, return_dtype=pl.Int64) if both.height else both["entity"]
    return both.with_columns(order=order).sort("order", "period", nulls_last=False).drop("order")


class _Side:
    """One version's values on the rows that both are shown on."""

    def __init__(self, result: Result, keys: pl.DataFrame) -> None:
        self.result, self.height = result, keys.height
        there = result.window.keys
        self.rows: pl.Series | None = None
        if not there.equals(keys):
            numbered = there.with_row_index("row")
            found = keys.join(numbered, on=KEYS, how="left", nulls_equal=True, maintain_order="left")
            self.rows = found["row"]

    def values(self, name: str | None) -> pl.Series:
        """Return a node's index, or its score where nothing links it."""
        if name is None:
            return pl.Series([None], dtype=pl.Float64).new_from_index(0, self.height)
        return self._shown(column_of(self.result, name))

    def ranks(self, name: str | None) -> pl.Series:
        """Return a node's rank among the entities of each period."""
        if name is None:
            return pl.Series([None], dtype=pl.Float64).new_from_index(0, self.height)
        ascending = graph.below_negative(self.result.framework, name)
        return self._shown(ranked(column_of(self.result, name), self.result.window, ascending=ascending))

    def _shown(self, column: pl.Series) -> pl.Series:
        shown = self.result.window.show(column.to_frame("")).to_series()
        return shown if self.rows is None else shown.gather(self.rows)


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
