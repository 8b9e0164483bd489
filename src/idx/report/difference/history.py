"""The history of a framework as a table: a row per version, or per entity with a column per version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from idx.analysis.comparison import column_of, headlines
from idx.diagnostics import Wording, said
from idx.report.difference.verdicts import classed
from idx.report.numbers import rounded
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.project.history import Step
    from idx.report.difference.wish import Wish

VERSION = Wording("version", "版本")
CHANGE = Wording("against the one above", "与上一行相比")
TO_FIRST = Wording("against the first", "与第一行相比")


def history_rows(steps: Sequence[Step], node: str | None = None) -> list[dict[str, Any]]:
    """Return a row per version, entity and period: the headline's value, or that of another node."""
    found = []
    for step in steps:
        result = step.side.result
        name = node if node is not None else headlines(result)[0] if result else None
        if result is None or name is None or name not in result.framework.nodes:
            continue
        values = result.window.show(column_of(result, name).to_frame("value")).to_series().to_list()
        for (entity, period), value in zip(result.window.keys.iter_rows(), values, strict=True):
            row = {"name": step.side.name, "version": result.framework.version, "node": name}
            found.append(row | {"entity": entity, "period": period, "value": value})
    return found


def history_table(steps: Sequence[Step], wish: Wish, *, to_first: bool = False) -> Table:
    """Return the headline of each version, and the class of what changed from one to the next."""
    rows = history_rows(steps, wish.nodes[0] if wish.nodes else None)
    entities = list(dict.fromkeys(row["entity"] for row in rows))
    change = said(TO_FIRST if to_first else CHANGE, wish.speech)
    if len(entities) > 1:
        return _by_entity(steps, rows, wish, change)
    periods = list(dict.fromkeys(row["period"] for row in rows if not wish.periods or row["period"] in wish.periods))
    columns = (
        Column(said(VERSION, wish.speech), "left"),
        Column("", "left"),
        *(Column(period or said(Wording("value", "数值"), wish.speech)) for period in sorted(periods, key=str)),
        Column(change, "left"),
    )
    lines = []
    for step in steps:
        values = {row["period"]: row["value"] for row in rows if row["name"] == step.side.name}
        cells = (_number(values.get(period), wish) for period in sorted(periods, key=str))
        lines.append((Cell(step.side.title(wish.speech)), Cell(step.side.name), *cells, Cell(_class(step, wish))))
    return Table(columns, lines, _title(rows, wish), tuple(_obstacles(steps, wish)))


def _by_entity(steps: Sequence[Step], rows: list[dict[str, Any]], wish: Wish, change: str) -> Table:
    """Return entities down and versions across, in the last period that is asked for."""
    periods = sorted({row["period"] for row in rows if not wish.periods or row["period"] in wish.periods}, key=str)
    last = periods[-1] if periods else None
    here = {(row["name"], row["entity"]): row["value"] for row in rows if row["period"] == last}
    known = dict.fromkeys(row["entity"] for row in rows)
    entities = [entity for entity in known if not wish.entities or entity in wish.entities]
    names = [step.side.name for step in steps]
    columns = (
        Column(said(Wording("entity", "评价对象"), wish.speech), "left"),
        *(Column(step.side.title(wish.speech)) for step in steps),
    )
    lines: list[tuple[Cell, ...]] = [
        (Cell(str(entity)), *(_number(here.get((name, entity)), wish) for name in names)) for entity in entities
    ]
    lines.append((Cell(change), *(Cell(_class(step, wish)) for step in steps)))
    title = " · ".join(part for part in (_title(rows, wish), last) if part)
    return Table(columns, lines, title, tuple(_obstacles(steps, wish)))


def _number(value: float | None, wish: Wish) -> Cell:
    return Cell(rounded(value, wish.digits), number=value)


def _title(rows: list[dict[str, Any]], wish: Wish) -> str:
    del wish
    return str(rows[0]["node"]) if rows else ""


def _class(step: Step, wish: Wish) -> str:
    if step.comparison is None:
        return ""
    return said(classed(step.comparison.verdict), wish.speech)


def _obstacles(steps: Sequence[Step], wish: Wish) -> list[str]:
    return [
        said(
            Wording(
                f"{step.side.name} has no values: {step.side.obstacles[0].message.en}",
                f"{step.side.name} 没有数值：{step.side.obstacles[0].message.zh}",
            ),
            wish.speech,
        )
        for step in steps
        if step.side.result is None and step.side.obstacles
    ]
