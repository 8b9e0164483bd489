"""What sort of change two versions differ by, and whether it matters to what is published."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.edits.changes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from idx.edits.changes import Change
    from idx.model import Expectation, Framework

ROUNDING = 1e-9  # below it, two ways to compute the same number differ


class Effect(Enum):
    """What the changes do to values: nothing, nothing that would be seen, or more."""

    NONE = "none"
    WITHIN = "within"
    BEYOND = "beyond"
    UNKNOWN = "unknown"


class Extreme(NamedTuple):
    """The value of the headline that moved furthest beyond its tolerance, or came nearest to it."""

    node: str
    entity: str | None
    period: str | None
    difference: float
    tolerance: float


class Verdict(NamedTuple):
    """The weightiest kind of change, the effect on values, and the value that decides it.

    `extreme` is None for a break where no value moved too far: a value of the headline is there no more.
    """

    kind: Kind
    effect: Effect
    extreme: Extreme | None

    @property
    def word(self) -> str:
        """The verdict in a word: BREAK, COMPARABLE, SAME, or NOT COMPARED."""
        return {
            Effect.NONE: "SAME",
            Effect.WITHIN: "COMPARABLE",
            Effect.BEYOND: "BREAK",
            Effect.UNKNOWN: "NOT COMPARED",
        }[self.effect]


class Published(NamedTuple):
    """What the version before says of its values, by the nodes of the table of differences.

    `roots` are its headline, None for one that is there no more; `expected` has the tolerance of each cell that it
    expects (node, entity, period), `printed` half a unit of the last digit of the headline's other values.
    """

    roots: tuple[str | None, ...]
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
        tuple(names.get(root) for root in framework.roots),
        tuple(
            (names[item.node], item.entity, str(item.period) if item.period else None, float(item.tolerance))
            for item in about
        ),
        {name: finest.get(name, printed) for root in framework.roots if (name := names.get(root)) is not None},
    )


def verdict_of(changes: Sequence[Change], values: pl.DataFrame | None, published: Published) -> Verdict:
    """Return the verdict on changes, from the table of differences (see `values_table`), or without one."""
    kind = max((change.kind for change in changes), default=Kind.COSMETIC)
    if values is None:
        return Verdict(kind, Effect.UNKNOWN, None)
    lost = values.filter(pl.col("before").is_null() != pl.col("after").is_null()).height
    moved = values.filter(pl.col("difference").abs() > ROUNDING).height
    if not moved and not lost:
        return Verdict(kind, Effect.NONE, None)
    cells = _cells(values, published)
    first = (pl.col("excess") > 0) & pl.col("node").is_in(list(published.printed))  # the headline says it best
    ordered = cells.with_columns(first=first).sort(
        "first", "excess", descending=True, nulls_last=True, maintain_order=True
    )
    extreme = None
    beyond = cells.filter(pl.col("excess") > 0).height > 0
    broken = beyond or _lost_headline(values, published)
    if ordered.height and ordered["excess"][0] is not None and beyond == broken:  # else what is lost decides
        row = ordered.row(0, named=True)
        extreme = Extreme(row["node"], row["entity"], row["period"], row["difference"], row["tolerance"])
    return Verdict(kind, Effect.BEYOND if broken else Effect.WITHIN, extreme)


def _cells(values: pl.DataFrame, published: Published) -> pl.DataFrame:
    """Return the values that are printed or expected, each with its tolerance and how far it lies beyond that."""
    schema = {"node": pl.String, "entity": pl.String, "period": pl.String, "tolerance": pl.Float64}
    expected = pl.DataFrame(list(published.expected), schema=schema, orient="row")
    printed = pl.DataFrame(list(published.printed.items()), schema=["node", "tolerance"], orient="row")
    told = values.join(expected, on=["node", "entity", "period"], how="inner", nulls_equal=True)
    headline = values.join(printed.cast({"node": pl.String, "tolerance": pl.Float64}), on="node", how="inner")
    both = pl.concat([told, headline.select(told.columns)])  # what is expected goes before what is printed
    both = both.unique(["node", "entity", "period"], keep="first", maintain_order=True)
    return both.with_columns(excess=pl.col("difference").abs() - pl.col("tolerance") - ROUNDING)


def _lost_headline(values: pl.DataFrame, published: Published) -> bool:
    """Whether a value of the headline is there no more."""
    roots = [root for root in published.roots if root is not None]
    gone = values.filter(pl.col("node").is_in(roots) & pl.col("before").is_not_null() & pl.col("after").is_null())
    return gone.height > 0 or None in published.roots
