"""Revisions split by what caused them: data, method and structure, and what cannot be split."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from idx.analysis.comparison import KEYS
from idx.analysis.printed import ROUNDING
from idx.edits.changes import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from idx.analysis.attribution.attribute import Attribution
    from idx.analysis.attribution.causes import Cause

KINDS = {Kind.DATA: "data", Kind.METHOD: "method", Kind.STRUCTURE: "structure"}
REST = "not_split"
UNKNOWN = -1  # of a cause that is of no one kind
PARTS = (*KINDS.values(), REST)
SCHEMA = {**dict.fromkeys(KEYS, pl.String), **dict.fromkeys(KINDS.values(), pl.Float64)}


def mixed(cause: Cause) -> bool:
    """Whether data and something else can only be changed together, so that neither is the cause by itself."""
    kinds = {change.kind for change in cause.changes}
    return Kind.DATA in kinds and len(kinds) > 1


def shares_by_kind(
    attribution: Attribution | None,
    keys: pl.DataFrame | None,
    identity: str | None,
    entities: Mapping[str | None, str],
) -> pl.DataFrame:
    """Return how much of a node's difference each kind of change caused, on the rows of a comparison that have shares.

    `entities` are what entities are called in the newest edition, where that is something else.

    Columns: `entity`, `period`, and one for each of `KINDS`. A cause that mixes data with something else is of no kind,
    and a share that is not known is left out: what they make of the difference is what is not split.
    """
    shares = attribution.nodes.get(identity) if attribution is not None and identity is not None else None
    if attribution is None or keys is None or shares is None or shares.withheld:
        return pl.DataFrame(schema=SCHEMA)
    kinds = np.array([UNKNOWN if mixed(cause) else cause.kind for cause in attribution.causes], dtype=np.int64)
    known = np.where(of_one(shares.joined, kinds), np.nan_to_num(shares.shares, nan=0.0), 0.0)
    sums = {name: known[kinds == kind].sum(axis=0) for kind, name in KINDS.items()}
    called = keys.select(pl.col("entity").replace(dict(entities)), "period")
    return called.hstack(pl.DataFrame(sums))


def of_one(joined: NDArray[np.int64], sorts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which shares, causes × rows, are those of causes of one sort; `sorts` has the number of each cause's.

    Where causes are joined, the share of all stands at the first: it is of one sort if they all are.
    """
    found = joined < 0
    for first in range(len(joined)):
        rows = joined[first] == first
        members = joined[:, rows] == first
        found[first, rows] = np.all(~members | (sorts == sorts[first])[:, np.newaxis], axis=0)
    return np.array(found)


def with_parts(revisions: pl.DataFrame, splits: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return revisions (see `revised`) with their parts: `PARTS` of `revision`, and with `since_first_` of that.

    `splits` has the shares of each edition against the one before, beginning with the second. Parts sum to the
    revision; since the first release they are those of all revisions on the way.
    """
    numbered = [split.with_columns(edition=pl.lit(number, pl.Int64)) for number, split in enumerate(splits, 1)]
    shares = pl.concat([pl.DataFrame(schema={**SCHEMA, "edition": pl.Int64}), *numbered])
    joined = revisions.join(shares, on=["edition", *KEYS], how="left", nulls_equal=True, maintain_order="left")
    known = pl.col("revision").is_not_null()
    own = joined.with_columns(pl.when(known).then(pl.col(name).fill_null(0.0)) for name in KINDS.values())
    whole = own.with_columns(_rest("revision", "").alias(REST))
    on_the_way = [
        pl.when(pl.col("lag") > 0).then(pl.col(name).fill_null(0.0).cum_sum().over(*KEYS)).alias(f"since_first_{name}")
        for name in KINDS.values()
    ]
    return whole.with_columns(on_the_way).with_columns(
        _rest("since_first", "since_first_").alias(f"since_first_{REST}")
    )


def _rest(whole: str, prefix: str) -> pl.Expr:
    """Return what the kinds leave of a revision; nothing where only rounding is left."""
    rest = pl.col(whole) - pl.sum_horizontal(f"{prefix}{name}" for name in KINDS.values())
    tolerance = ROUNDING * pl.max_horizontal(pl.col("value").abs(), pl.col(whole).abs(), 1.0)
    return pl.when(rest.abs() > tolerance).then(rest).when(rest.is_not_null()).then(0.0)
