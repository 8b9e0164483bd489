"""Vintages as files: CSV with a row per entity, period and edition, or per lag, and JSON with both."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from idx.analysis.vintages.lags import by_lag
from idx.analysis.vintages.parts import PARTS
from idx.report.difference.editions import obstacle
from idx.report.files import provenance
from idx.report.vintages.triangle import as_of, shown

if TYPE_CHECKING:
    from idx.project.editions import Edition
    from idx.project.vintages import Vintages
    from idx.report.difference.wish import Wish

SCHEMA = "https://idx-lang.org/schema/vintages-1.json"
COLUMNS = ("node", "edition", "name", "date", "entity", "period", "value", "lag", "revision", "since_first")


def rows(vintages: Vintages, wish: Wish) -> pl.DataFrame:
    """Return a row per entity, period and edition: the value, its lag, and its revisions in full precision."""
    parts = (*PARTS, *(f"since_first_{part}" for part in PARTS)) if vintages.split else ()
    heads = pl.DataFrame(
        [
            (number, name, edition.side.framework.model.version if edition.side else None, edition.name, _date(edition))
            for number, (edition, name) in enumerate(zip(vintages.editions, vintages.names, strict=True))
        ],
        schema={"number": pl.Int64, **dict.fromkeys(("node", "edition", "name", "date"), pl.String)},
        orient="row",
    )
    numbered = shown(vintages, wish).rename({"edition": "number"})
    joined = numbered.join(heads, on="number", how="left", maintain_order="left")
    return joined.select(*COLUMNS, *parts)


def csv_bytes(vintages: Vintages, wish: Wish, *, lags: bool, edition: int | None) -> bytes:
    """Return the rows as CSV, or those by lag, or the series as of an edition; UTF-8, empty for null."""
    if edition is not None:
        return as_of(vintages, edition, wish).write_csv().encode()
    table = by_lag(shown(vintages, wish), len(vintages.editions)) if lags else rows(vintages, wish)
    return table.write_csv().encode()


def json_bytes(vintages: Vintages, wish: Wish, *, edition: int | None) -> bytes:
    """Return the editions, the rows and the means by lag as JSON, or the series as of an edition."""
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "node": vintages.node,
        "editions": [_edition(item) for item in (*vintages.editions, *vintages.passed)],
        "rescaled": [
            {"edition": vintages.editions[number].name, "factor": factor} for number, factor in vintages.rescalings
        ],
    }
    if edition is None:
        content["values"] = rows(vintages, wish).to_dicts()
        content["lags"] = by_lag(shown(vintages, wish), len(vintages.editions)).to_dicts()
    else:
        content["as_of"] = vintages.editions[edition].name
        content["values"] = as_of(vintages, edition, wish).to_dicts()
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _edition(edition: Edition) -> dict[str, Any]:
    reason = obstacle(edition)
    return {
        "name": edition.name,
        "version": edition.side.framework.model.version if edition.side else None,
        "date": _date(edition),
        "provenance": provenance(edition.result) if edition.result else None,
        "obstacle": reason.en if reason else None,
    }


def _date(edition: Edition) -> str | None:
    return edition.revision.date if edition.revision else None
