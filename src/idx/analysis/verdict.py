"""What sort of change two versions differ by, and whether it matters to what is published."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.edits.changes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from idx.edits.changes import Change
    from idx.model import Framework

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
    """The weightiest kind of change, the effect on values, and the value that decides it."""

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


def verdict_of(
    changes: Sequence[Change],
    values: pl.DataFrame | None,
    framework: Framework,
    names: Mapping[str, str],
    printed: float,
) -> Verdict:
    """Return the verdict on changes to a framework.

    Args:
        changes: what differs.
        values: the table of differences (see `values_table`), or None where there is none.
        framework: the version before, whose expectations say how near its values have to be met.
        names: the node of the table for each of its nodes.
        printed: half a unit of the last digit that the headline is printed with.
    """
    kind = max((change.kind for change in changes), default=Kind.COSMETIC)
    if values is None:
        return Verdict(kind, Effect.UNKNOWN, None)
    lost = values.filter(pl.col("before").is_null() != pl.col("after").is_null()).height
    moved = values.filter(pl.col("difference").abs() > ROUNDING).height
    if not moved and not lost:
        return Verdict(kind, Effect.NONE, None)
    published = _published(values, framework, names, printed)
    beyond = published.filter(pl.col("excess") > 0)
    roots = [names[root] for root in framework.roots if root in names]
    first = (pl.col("excess") > 0) & pl.col("node").is_in(roots)  # the headline says it best
    ordered = published.with_columns(first=first).sort(
        "first", "excess", descending=True, nulls_last=True, maintain_order=True
    )
    extreme = None
    if ordered.height and ordered["excess"][0] is not None:
        row = ordered.row(0, named=True)
        extreme = Extreme(row["node"], row["entity"], row["period"], row["difference"], row["tolerance"])
    broken = beyond.height or _lost_headline(values, framework, names)
    return Verdict(kind, Effect.BEYOND if broken else Effect.WITHIN, extreme)


def _published(values: pl.DataFrame, framework: Framework, names: Mapping[str, str], printed: float) -> pl.DataFrame:
    """Return the values that are printed or expected, each with its tolerance and how far it lies beyond that."""
    roots = [names[root] for root in framework.roots if root in names]
    headline = values.filter(pl.col("node").is_in(roots)).with_columns(tolerance=pl.lit(printed))
    expected = pl.DataFrame(
        list(_expected(framework, names)),
        schema={"node": pl.String, "entity": pl.String, "period": pl.String, "tolerance": pl.Float64},
        orient="row",
    )
    told = values.join(expected, on=["node", "entity", "period"], how="inner", nulls_equal=True)
    both = pl.concat([told.select(headline.columns), headline])  # what is expected goes before what is printed
    both = both.unique(["node", "entity", "period"], keep="first", maintain_order=True)
    return both.with_columns(excess=pl.col("difference").abs() - pl.col("tolerance") - ROUNDING)


def _expected(framework: Framework, names: Mapping[str, str]) -> Iterable[tuple[str, str | None, str | None, float]]:
    for item in framework.expectations:
        if item.node in names and item.column in {None, "index", "score"}:
            period = str(item.period) if item.period else None
            yield names[item.node], item.entity, period, float(item.tolerance)


def _lost_headline(values: pl.DataFrame, framework: Framework, names: Mapping[str, str]) -> bool:
    """Whether a value of the headline is there no more."""
    roots = [names[root] for root in framework.roots if root in names]
    gone = values.filter(pl.col("node").is_in(roots) & pl.col("before").is_not_null() & pl.col("after").is_null())
    return gone.height > 0 or any(root not in names for root in framework.roots)
