"""What changed in the data: the cells of each series, indicator and group that two versions have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.analysis.attribution.panels import Sides, rows_of, union_shape

if TYPE_CHECKING:
    from idx.panel.model import Panel


def revisions(sides: Sides) -> dict[str, pl.DataFrame]:
    """Return the cells that differ, by identity: `entity`, `period`, `before` and `after`; None is no value.

    For a group, `before` and `after` are the names of groups, and `period` is empty.
    """
    shape = union_shape(sides)
    keys = keys_of(shape)
    places = [rows_of(panel, shape) for panel in sides.panels]
    found: dict[str, pl.DataFrame] = {}
    for identity, name in sides.columns[0].items():
        other = sides.columns[1].get(identity)
        if other is None:
            continue
        old, new = sides.panels[0].values[name], sides.panels[1].values[other]
        if old.len() == new.len() and places[0].equals(places[1]) and old.equals(new, null_equal=True):
            continue
        frame = keys.with_columns(before=old.gather(places[0]), after=new.gather(places[1]))
        differing = frame.filter(pl.col("before").ne_missing(pl.col("after")))
        if differing.height:
            found[identity] = differing
    return found | _regrouped(sides)


def keys_of(shape: Panel) -> pl.DataFrame:
    """Return the entity and period of each row of a panel, as text."""
    periods = pl.Series([str(period) if period else None for period in shape.periods], dtype=pl.String)
    entities = pl.Series(shape.entities, dtype=pl.String)
    row = pl.int_range(0, len(shape.entities) * shape.length, eager=True)
    return pl.DataFrame({"entity": entities.gather(row // shape.length), "period": periods.gather(row % shape.length)})


def _regrouped(sides: Sides) -> dict[str, pl.DataFrame]:
    before, after = sides.panels
    entities = sorted({entity for panel in sides.panels for entity in panel.entities if entity is not None})
    found = {}
    for identity, name in sides.groups[0].items():
        if identity not in sides.groups[1]:
            continue
        old = dict(zip(before.entities, before.groups[name], strict=True))
        new = dict(zip(after.entities, after.groups[sides.groups[1][identity]], strict=True))
        frame = pl.DataFrame(
            {
                "entity": pl.Series(entities, dtype=pl.String),
                "period": pl.Series([None] * len(entities), dtype=pl.String),
                "before": pl.Series([old.get(entity) for entity in entities], dtype=pl.String),
                "after": pl.Series([new.get(entity) for entity in entities], dtype=pl.String),
            }
        )
        differing = frame.filter(pl.col("before").ne_missing(pl.col("after")))
        if differing.height:
            found[identity] = differing
    return found
