"""Ranks of entities at every node, among all or within their groups, and how they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from idx import graph
from idx.analysis.comparison import value_columns
from idx.evaluate.rows import compared
from idx.evaluate.window import PERIOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.evaluate.result import Result

Ties = Literal["lowest", "average", "highest", "dense"]
TIES: dict[Ties, Literal["min", "average", "max", "dense"]] = {
    "lowest": "min",
    "average": "average",
    "highest": "max",
    "dense": "dense",
}


def ranks(
    result: Result, nodes: Sequence[str] = (), *, ties: Ties = "lowest", group: str | None = None
) -> pl.DataFrame:
    """Return the rank of each entity in each period, a row per node, entity and period, nodes in tree order.

    Columns: `node`, `entity`, `period`, with a group `group`; `value` (the index where the node is linked, else its
    score), `rank` (1 is best: the highest, or the lowest under a root of negative direction), `ranked` (how many have a
    rank), `change` (places gained since the period before; negative where places were lost). An entity without a value,
    or without a group where groups are asked for, has no rank.

    Args:
        result: what `Framework.evaluate` returns.
        nodes: only these nodes; all in the trees unless stated.
        ties: what equal values get: the `lowest` of their rank numbers (they share the better rank), the `highest`,
            the `average`, or `dense`, which like `lowest` shares the better rank and leaves no number out after it.
        group: the name of a group of the framework; entities are then ranked among those of their group.

    Raises:
        ValueError: if there is no such node, group, or way with ties.
    """
    known = list(dict.fromkeys(placement.node for placement in result.framework.placements))
    groups = [column.name for column in result.framework.groups]
    for name, names, what in (
        *((node, known, "node") for node in nodes),
        *(((group, groups, "group"),) if group is not None else ()),
        (ties, list(TIES), "way with ties"),
    ):
        if name not in names:
            raise ValueError(f"there is no {what} {name!r}: choose from {', '.join(names)}")
    shown = [name for name in known if not nodes or name in nodes]
    keys = with_group(result, group)
    values = result.window.show(value_columns(result).select(shown))
    low = graph.low_is_good(result.framework)
    order = {period: place for place, period in enumerate(result.periods)}
    place = pl.Series("place", [order[period] for period in keys["period"]], dtype=pl.Int64)
    by_period = values.hstack([place.alias(PERIOD)])
    taken = by_period.select(compared(name, result.framework, [PERIOD]) for name in shown)
    ranked = pl.concat(_of_node(keys, values[name], taken[name], ties, low=name in low) for name in shown)
    before = pl.col("place").shift(1).over("node", "entity") == pl.col("place") - 1
    change = pl.when(before).then(pl.col("rank").shift(1).over("node", "entity") - pl.col("rank"))
    numbered = ranked.with_columns(pl.concat([place] * len(shown)))
    return numbered.with_columns(change=change).drop("place")


def with_group(result: Result, group: str | None) -> pl.DataFrame:
    """Return the entities and periods that results speak of, with each entity's group if one is named."""
    keys = result.window.keys
    if group is None:
        return keys
    of_entity = dict(zip(result.panel.entities, result.panel.groups[group], strict=True))
    return keys.with_columns(pl.Series("group", [of_entity[name] for name in keys["entity"]], dtype=pl.String))


def _of_node(keys: pl.DataFrame, values: pl.Series, taken: pl.Series, ties: Ties, *, low: bool) -> pl.DataFrame:
    among = ["period", *(["group"] if "group" in keys.columns else [])]
    counted = pl.when(pl.col("group").is_not_null()).then("taken") if "group" in among else pl.col("taken")
    rank = counted.rank(TIES[ties], descending=not low).over(among).cast(pl.Float64)
    ranked = keys.with_columns(node=pl.lit(values.name), value=values, taken=taken).with_columns(
        rank=rank, ranked=counted.count().over(among).cast(pl.Int64)
    )
    return ranked.select("node", "entity", "period", *among[1:], "value", "rank", "ranked")
