"""What happened to values between two versions: which moved, and how far, which came, and which are there no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.analysis.printed import ROUNDING, published_cells

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from idx.analysis.comparison import Pair
    from idx.analysis.printed import Published


class Extreme(NamedTuple):
    """The published value that moved furthest beyond its tolerance or came nearest to it; one of the headline first."""

    node: str
    entity: str | None
    period: str | None
    difference: float
    tolerance: float


class Movement(NamedTuple):
    """What values did.

    `moved` and `lost` count values of any node, `came` those of nodes that both versions have and of new indices, and
    `added` those of other new nodes.
    Of the published values `compared` says how many both have, `beyond` how many moved by more than their tolerance;
    `withdrawn` are those that are there no more, `new` those of the headline that were not there before; `extreme`
    moved furthest. `gone` are indices that are there no more as a whole.
    """

    moved: int
    lost: int
    came: int
    added: int
    compared: int
    beyond: int
    withdrawn: pl.DataFrame
    new: pl.DataFrame
    extreme: Extreme | None
    gone: tuple[str, ...]


def movement_of(values: pl.DataFrame, published: Published, pairs: Sequence[Pair], roots: Collection[str]) -> Movement:
    """Return what values did, from the table of differences (see `values_table`).

    `roots` are the headlines of the version after, by their nodes in the table.
    """
    ended = {pair.name for pair in pairs if pair.after is None}
    kept = [pair.name for pair in pairs if None not in pair]
    came = pl.col("before").is_null() & pl.col("after").is_not_null()
    lost = pl.col("before").is_not_null() & pl.col("after").is_null()
    moved = pl.col("difference").abs() > ROUNDING
    counts = values.select(moved=moved.sum(), lost=lost.sum(), came=came.sum()).row(0, named=True)
    fresh = values.filter(came).filter(pl.col("node").is_in([*kept, *roots]))
    cells = published_cells(values, published)
    beyond = cells.filter(pl.col("excess") > 0)
    first = (pl.col("excess") > 0) & pl.col("node").is_in(list(published.printed))  # the headline says it best
    ordered = cells.filter(moved).with_columns(first=first)
    ordered = ordered.sort("first", "excess", descending=True, maintain_order=True)
    row = next(ordered.iter_rows(named=True), None)
    return Movement(
        moved=counts["moved"],
        lost=counts["lost"],
        came=fresh.height,
        added=counts["came"] - fresh.height,
        compared=cells.drop_nulls("difference").height,
        beyond=beyond.height,
        withdrawn=cells.filter(lost),
        new=fresh.filter(pl.col("node").is_in([*published.printed, *roots])),
        extreme=Extreme(**{name: row[name] for name in Extreme._fields}) if row else None,
        gone=tuple(root for root in published.printed if root in ended),
    )
