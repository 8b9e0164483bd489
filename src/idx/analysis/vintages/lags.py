"""Revisions by lag: how many there are, their mean, which is the bias of first figures, and how large they are."""

from __future__ import annotations

import polars as pl

from idx.analysis.vintages.parts import PARTS

BEFORE, FIRST = "edition_before", "first_release"
WHOLE = {FIRST: "since_first", BEFORE: "revision"}
LAST = "last"


def by_lag(revisions: pl.DataFrame, editions: int) -> pl.DataFrame:
    """Return the mean and the mean absolute revision by lag, all entities and periods together.

    Columns: `against` (`first_release` or `edition_before`), `lag` (text; `last` is the newest edition, whatever the
    lag), `observations`, `mean`, `mean_absolute`, and both for each of `PARTS` where revisions are split.
    """
    parts = PARTS if set(PARTS) <= set(revisions.columns) else ()
    found = []
    for against, whole in WHOLE.items():
        prefix = "since_first_" if against == FIRST else ""
        there = revisions.filter(pl.col(whole).is_not_null())
        columns = {"": whole, **{f"_{part}": f"{prefix}{part}" for part in parts}}
        found.append(_means(there, pl.col("lag").cast(pl.String), columns, against))
        if against == FIRST:
            newest = there.filter(pl.col("edition") == editions - 1)
            found.append(_means(newest, pl.lit(LAST), columns, against))
    return pl.concat(found)


def _means(revisions: pl.DataFrame, label: pl.Expr, columns: dict[str, str], against: str) -> pl.DataFrame:
    measures = [
        measure
        for suffix, name in columns.items()
        for measure in (
            pl.col(name).mean().alias(f"mean{suffix}"),
            pl.col(name).abs().mean().alias(f"mean_absolute{suffix}"),
        )
    ]
    counted = revisions.with_columns(label=label).sort("lag", maintain_order=True)
    grouped = counted.group_by("label", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("observations"), *measures
    )
    return grouped.select(pl.lit(against).alias("against"), pl.col("label").alias("lag"), pl.exclude("label"))
