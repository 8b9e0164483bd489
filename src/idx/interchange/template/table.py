"""The table to fill for a data statement, as `idx eval` reads it: one row a figure, under the statement's headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.interchange.template.grid import (
    entities_of,
    filled_rows,
    frequency_of,
    is_asked_for,
    left_out,
    periods_of,
    with_others,
)
from idx.interchange.template.observations import REMARKS, SCHEMA, groups, observations
from idx.model import label
from idx.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from idx.interchange.template.grid import Wanted
    from idx.model import Column, DataSource, Framework, Indicator
    from idx.panel import ReadTable

HELPING = ("label", "unit")  # for the reader: idx passes them over
SPARING = ("basis", "solved_from")  # left out where nothing is said in them


class Part(NamedTuple):
    """A column of the table: the part that it plays, its heading, its cells as texts, null where one is empty."""

    role: str
    heading: str
    cells: pl.Series


class Template(NamedTuple):
    """The table to fill; `title` is the framework's label, sheet and encoding are what the data statement states.

    `leaves_out` says that the statement's own table has figures that this one was not asked to hold.
    """

    title: str
    parts: tuple[Part, ...]
    sheet: str | None
    encoding: str | None
    leaves_out: bool = False


class Asked(NamedTuple):
    """A framework, one of its data statements, the statement's table as far as it is there, and what others hold."""

    framework: Framework
    source: DataSource | None
    read: ReadTable | None
    elsewhere: frozenset[str] = frozenset()


def make_template(asked: Asked, wanted: Wanted, language: str | None = None) -> Template:
    """Return the table to fill, labels in a language; it asks for nothing that another statement's table holds."""
    framework, source, read = asked.framework, asked.source, asked.read
    known = observations(read) if read else pl.DataFrame(schema=SCHEMA)
    here = set(known["item"])
    frequency = frequency_of(framework, read, wanted)
    items = {
        item.name: item
        for item in framework.measured
        if item.name in here or (item.name not in asked.elsewhere and is_asked_for(item, framework, frequency))
    }
    entities = entities_of(read, wanted)
    rows = filled_rows(known, list(items), entities, periods_of(framework, read, wanted))
    if wanted.everything:
        rows = with_others(rows, known, list(items), entities)
    columns = source.columns if source else {}
    cells = {
        "indicator": _words(rows["item"], {name: item.code or name for name, item in items.items()}),
        "label": _words(rows["item"], {name: _label(item, language) for name, item in items.items()}),
        "unit": _words(rows["item"], {name: item.unit for name, item in items.items()}),
        **_entities(asked, rows, columns),
        **_periods(asked, wanted, rows, columns),
        **{role: rows[role] for role in ("value", *REMARKS) if role not in SPARING or _said(role, rows, columns)},
    }
    return Template(
        title=label(framework, language),
        parts=_parts(framework, cells, columns),
        sheet=source.sheet if source else None,
        encoding=source.encoding if source else None,
        leaves_out=not wanted.everything and not left_out(rows, known).is_empty(),
    )


def _parts(framework: Framework, cells: Mapping[str, pl.Series], columns: Mapping[str, str]) -> tuple[Part, ...]:
    groups_ = {group.name: group.code or group.name for group in framework.groups}
    headings = {role: columns.get(role, groups_.get(role, role)) for role in cells}
    taken = {heading for role, heading in headings.items() if role not in HELPING}
    return tuple(
        Part(role, headings[role], column)
        for role, column in cells.items()
        if role not in HELPING or headings[role] not in taken
    )


def _said(role: str, rows: pl.DataFrame, columns: Mapping[str, str]) -> bool:
    return role in columns or bool(rows[role].count())


def _label(item: Column | Indicator, language: str | None) -> str:
    return item.labels.get(language or "") or item.labels.get("") or item.name


def _entities(asked: Asked, rows: pl.DataFrame, columns: Mapping[str, str]) -> dict[str, pl.Series]:
    """Return the columns of entities and of their groups, as far as the table has such, or is to have them."""
    if not _said("entity", rows, columns):
        return {}
    given = groups(asked.read) if asked.read else pl.DataFrame()
    found = {"entity": rows["entity"]}
    for group in asked.framework.groups:
        if group.name in given.columns:
            found[group.name] = _words(rows["entity"], dict(given.select("entity", group.name).iter_rows()))
        elif asked.read is None:
            found[group.name] = _words(rows["entity"], {})
    return found


def _periods(asked: Asked, wanted: Wanted, rows: pl.DataFrame, columns: Mapping[str, str]) -> dict[str, pl.Series]:
    if not _said("period", rows, columns):
        return {}
    frequency = frequency_of(asked.framework, asked.read, wanted)
    numbers = rows["period"].unique().drop_nulls()
    return {"period": _words(rows["period"], {number: str(Period(frequency, number)) for number in numbers})}


def _words(column: pl.Series, words: Mapping[str, str | None] | Mapping[int, str]) -> pl.Series:
    if not words:
        return pl.Series([None] * len(column), dtype=pl.String)
    return column.replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.String)
