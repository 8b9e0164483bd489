"""What a version publishes: its headline and what it expects, each value with the tolerance to which it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idx.model import Expectation, Framework

CELL = ("node", "entity", "period")


class Published(NamedTuple):
    """What the version before says of its values, by the nodes of the table of differences.

    `expected` has the tolerance of each cell that it expects (node, entity, period), `printed` by root, which are its
    headline, half a unit of the last digit of the other values.
    """

    expected: tuple[tuple[str, str | None, str | None, float], ...]
    printed: Mapping[str, float]


def published_by(
    framework: Framework, expectations: Iterable[Expectation], names: Mapping[str, str], printed: float
) -> Published:
    """Return what a framework says of its values; `names` has the node of the table for each of its own.

    The headline is printed as finely as the figures that are expected of it; where none is, `printed` holds.
    """
    about = [item for item in expectations if item.node in names and item.column in {None, "index", "score"}]
    finest: dict[str, float] = {}
    for item in about:
        node = names[item.node]
        if item.printed:
            finest[node] = min(finest.get(node, float(item.printed)), float(item.printed))
    return Published(
        tuple(
            (names[item.node], item.entity, str(item.period) if item.period else None, float(item.tolerance))
            for item in about
        ),
        {names[root]: finest.get(names[root], printed) for root in framework.roots},
    )


def published_cells(values: pl.DataFrame, published: Published) -> pl.DataFrame:
    """Return the values that are printed or expected, each with its `tolerance` and the `excess` over that."""
    schema = dict.fromkeys(CELL, pl.String) | {"tolerance": pl.Float64}
    expected = pl.DataFrame(list(published.expected), schema=schema, orient="row")
    printed = pl.DataFrame(list(published.printed.items()), schema=["node", "tolerance"], orient="row")
    about = {*(node for node, *_ in published.expected), *published.printed}
    values = values.filter(pl.col("node").is_in(list(about)))
    told = values.join(expected, on=CELL, how="inner", nulls_equal=True)
    headline = values.join(printed.cast({"node": pl.String, "tolerance": pl.Float64}), on="node", how="inner")
    both = pl.concat([told, headline.select(told.columns)])  # what is expected goes before what is printed
    both = both.unique(CELL, keep="first", maintain_order=True)
    return both.with_columns(excess=pl.col("difference").abs() - pl.col("tolerance") - ROUNDING)


ROUNDING = 1e-9  # below it, two ways to compute the same number differ
