"""Vintages as tables: the triangle of periods and editions, and the series as one edition shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Wording, said
from idx.report.difference.editions import headings
from idx.report.difference.wish import signed
from idx.report.numbers import rounded
from idx.report.results import ENTITY
from idx.report.tables import Cell, Column, Table
from idx.report.vintages.notes import notes_on, title

if TYPE_CHECKING:
    from idx.project.vintages import Vintages
    from idx.report.difference.wish import Wish

PERIOD = Wording("period", "时期")
AS_OF = Wording("as of", "截至")


def triangle_tables(vintages: Vintages, wish: Wish) -> list[Table]:
    """Return a table for each entity: periods down, editions across; empty before a period's first release."""
    tables = [
        _triangle(vintages, wish, entity, part)
        for (entity,), part in shown(vintages, wish).group_by("entity", maintain_order=True)
    ]
    none = said(Wording("No edition has a value.", "没有任何版次有数值。"), wish.speech)
    return tables or [Table((), [], title(vintages, wish), (none, *notes_on(vintages, wish)))]


def shown(vintages: Vintages, wish: Wish) -> pl.DataFrame:
    """Return the revisions of the entities and periods that are asked for."""
    revisions = vintages.revisions
    for column, chosen in (("entity", wish.entities), ("period", wish.periods)):
        if chosen:
            revisions = revisions.filter(pl.col(column).is_in(list(chosen)))
    return revisions


def _triangle(vintages: Vintages, wish: Wish, entity: object, part: pl.DataFrame) -> Table:
    heads = headings(vintages.editions, wish.speech)
    lines = []
    for (period,), cells in part.group_by("period", maintain_order=True):
        of = {row["edition"]: row for row in cells.to_dicts()}
        first = min(of)
        numbers = (_cell(of.get(number), wish, released=number >= first) for number in range(len(heads)))
        lines.append((Cell(str(period or "")), *numbers))
    columns = (Column(said(PERIOD, wish.speech), "left"), *map(Column, heads))
    return Table(columns, lines, title(vintages, wish, str(entity or "")), tuple(notes_on(vintages, wish)))


def _cell(row: dict[str, float | None] | None, wish: Wish, *, released: bool) -> Cell:
    """Return a value, in bold where it was revised; a dash where an edition has lost it."""
    if row is None:
        return Cell("–" if released else "")
    return Cell(rounded(row["value"], wish.digits), "bold" if row["revision"] else "", number=row["value"])


def as_of(vintages: Vintages, edition: int, wish: Wish) -> pl.DataFrame:
    """Return the series as an edition shows it, beside the newest edition: `value`, `newest`, `revision` since."""
    revisions = shown(vintages, wish)
    last = len(vintages.editions) - 1
    newest = revisions.filter(edition=last).select("entity", "period", newest="value")
    then = revisions.filter(edition=edition).select("entity", "period", "value")
    joined = then.join(newest, on=["entity", "period"], how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(revision=pl.col("newest") - pl.col("value"))


def as_of_table(vintages: Vintages, edition: int, wish: Wish) -> Table:
    """Return the series of an entity as an edition shows it and as the newest one does; of several, periods across."""
    series = as_of(vintages, edition, wish)
    heads = headings(vintages.editions, wish.speech)
    then = said(Wording(f"as of {heads[edition]}", f"截至 {heads[edition]}"), wish.speech)
    notes = tuple(notes_on(vintages, wish))
    entities = series["entity"].unique(maintain_order=True).to_list()
    if len(entities) > 1:
        periods = series["period"].unique().sort().to_list()
        of = {(row["entity"], row["period"]): row["value"] for row in series.to_dicts()}
        columns = (Column(said(ENTITY, wish.speech), "left"), *(Column(str(period or "")) for period in periods))
        lines = [
            (Cell(str(entity)), *(_number(of.get((entity, period)), wish) for period in periods)) for entity in entities
        ]
        return Table(columns, lines, title(vintages, wish, then), notes)
    words = (then, heads[-1], said(Wording("revision since", "此后修订"), wish.speech))
    columns = (Column(said(PERIOD, wish.speech), "left"), *map(Column, words))
    lines = [
        (
            Cell(str(row["period"] or "")),
            _number(row["value"], wish),
            _number(row["newest"], wish),
            Cell(signed(row["revision"], wish.digits), number=row["revision"]),
        )
        for row in series.to_dicts()
    ]
    return Table(columns, lines, title(vintages, wish, *map(str, filter(None, entities))), notes)


def _number(value: float | None, wish: Wish) -> Cell:
    return Cell(rounded(value, wish.digits), number=value)
