"""What a table of data says already, one row a figure, its texts as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.panel.values import text_of

if TYPE_CHECKING:
    from idx.panel import ReadTable

KEYS = ("item", "entity", "period")
REMARKS = ("status", "basis", "solved_from", "note")
SCHEMA = {"item": pl.String, "entity": pl.String, "period": pl.Int64, **dict.fromkeys(("value", *REMARKS), pl.String)}


def observations(read: ReadTable) -> pl.DataFrame:
    """Return the figures of a table: what is measured by its name, the entity, the period's number, value and remarks.

    Values are the texts of the table, null where it has none or a sign for a missing one. Rows about something that the
    framework does not name are left out, and so are cells without a value that say nothing else.
    """
    cells = read.cells
    height = read.table.height
    shared = {
        "entity": cells.entity if cells.entity is not None else pl.Series([None] * height, dtype=pl.String),
        "period": cells.period if cells.period is not None else pl.Series([None] * height, dtype=pl.Int64),
    }
    if cells.indicator is None:
        parts = [
            pl.DataFrame({"item": [name] * height, **shared, "value": _value(read, column)})
            for name, column in cells.values.items()
        ]
        found = pl.concat(parts) if parts else pl.DataFrame(schema={key: SCHEMA[key] for key in (*KEYS, "value")})
    else:
        columns = {role: _text(read, role) for role in REMARKS}
        stated = {role: column for role, column in columns.items() if column is not None}
        found = pl.DataFrame({"item": cells.indicator, **shared, "value": _value(read, cells.values[""]), **stated})
    missing = [pl.lit(None, dtype=pl.String).alias(role) for role in REMARKS if role not in found.columns]
    found = found.with_columns(missing).select(*SCHEMA).cast(SCHEMA)  # type: ignore[arg-type] # a schema is one
    said = pl.any_horizontal(pl.col("value", *REMARKS).is_not_null())
    return found.filter(pl.col("item").is_not_null() & said)


def groups(read: ReadTable) -> pl.DataFrame:
    """Return the group of each entity by the names of the groups, as far as the table has them."""
    cells = read.cells
    if cells.entity is None or not cells.groups:
        return pl.DataFrame(schema={"entity": pl.String})
    columns = [column.alias(name) for name, column in cells.groups.items()]
    table = pl.DataFrame([cells.entity.alias("entity"), *columns])
    return table.group_by("entity", maintain_order=True).agg(pl.all().drop_nulls().first())


def _value(read: ReadTable, numbers: pl.Series) -> pl.Series:
    text = text_of(read.table[numbers.name])  # a column of numbers is called as it is in the table
    return text.to_frame("text").select(pl.when(numbers.is_not_null()).then("text")).to_series()


def _text(read: ReadTable, role: str) -> pl.Series | None:
    heading = read.source.columns.get(role, role)
    return text_of(read.table[heading]) if heading in read.table.columns else None
