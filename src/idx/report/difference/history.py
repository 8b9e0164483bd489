"""The history of a framework as a table: a row per version, or per entity with a column per version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from idx.analysis.comparison import column_of, headlines
from idx.diagnostics import Wording, said
from idx.evaluate.rows import ranked
from idx.report.difference.editions import DATE, REVISION, VERSION, headings, obstacle, obstacles, one_path, short_names
from idx.report.difference.verdicts import classed
from idx.report.numbers import rounded
from idx.report.ranking import place
from idx.report.results import ENTITY, SHOWN
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx.project.history import Step
    from idx.report.difference.wish import Wish

CHANGE = Wording("against the one above", "与上一行相比")
BESIDE = Wording("Against the one before", "与前一个相比")
TO_FIRST = Wording("against the first", "与第一行相比")
FROM_FIRST = Wording("Against the first", "与第一个相比")
LATEST = Wording(
    "Each version in the latest period that it has: --period shows one of them for all.",
    "各版本均为自身最新一期：用 --period 可统一为某一期。",
)
Shown = Literal["value", "rank"]


def history_rows(
    steps: Sequence[Step],
    nodes: Sequence[str | None] | None,
    entities: Sequence[Mapping[str | None, str]],
    wish: Wish,
    shown: Shown = "value",
) -> list[dict[str, Any]]:
    """Return a row per version, entity and period: the headline's value or rank, or that of another node.

    `nodes` are what each version calls the node, `entities` what the newest one calls the entities of each; `edition`
    is the version's place.
    """
    found = []
    for number, step in enumerate(steps):
        result = step.edition.result
        name = None if result is None else headlines(result)[0] if nodes is None else nodes[number]
        if result is None or name is None:
            continue
        frame = column_of(result, name).alias(name).to_frame()
        if shown == "rank":
            frame = ranked(frame, result.window, result.framework)
        values = result.window.show(frame).to_series().to_list()
        for (own, period), value in zip(result.window.keys.iter_rows(), values, strict=True):
            entity = entities[number].get(own, own)
            if (wish.entities and entity not in wish.entities) or (wish.periods and period not in wish.periods):
                continue
            row = {"edition": number, "name": step.edition.name, "version": result.framework.version, "node": name}
            found.append(row | {"entity": entity, "period": period, shown: value})
    return found


def history_table(
    steps: Sequence[Step], rows: Sequence[dict[str, Any]], wish: Wish, shown: Shown = "value", *, to_first: bool = False
) -> Table:
    """Return the headline of each version, and the class of what changed from one to the next."""
    entities = list(dict.fromkeys(row["entity"] for row in rows))
    if len(entities) > 1:
        return _by_entity(steps, rows, wish, shown, said(FROM_FIRST if to_first else BESIDE, wish.speech))
    editions = [step.edition for step in steps]
    path, names = one_path(editions), short_names(editions)
    periods = sorted({row["period"] for row in rows}, key=str)
    dated = any(edition.revision for edition in editions)
    columns = (
        Column(said(VERSION, wish.speech), "left"),
        Column(said(REVISION, wish.speech) if dated else "", "left"),
        *([Column(said(DATE, wish.speech), "left")] if dated else []),
        *(Column(period or said(Wording("value", "数值"), wish.speech)) for period in periods),
        Column(said(TO_FIRST if to_first else CHANGE, wish.speech), "left", folds=True),
    )
    lines = []
    for number, step in enumerate(steps):
        values = {row["period"]: row[shown] for row in rows if row["edition"] == number}
        title = step.edition.side.title(wish.speech) if step.edition.side else ""
        date = [Cell(step.edition.revision.date if step.edition.revision else "")] if dated else []
        cells = (_number(values.get(period), wish, shown) for period in periods)
        lines.append((Cell(title), Cell(names[number]), *date, *cells, Cell(_class(step, wish))))
    return Table(columns, lines, _title(rows, wish, shown, *filter(None, (*entities, path))))


def _by_entity(steps: Sequence[Step], rows: Sequence[dict[str, Any]], wish: Wish, shown: Shown, change: str) -> Table:
    """Return entities down and versions across, each in the latest period that it has."""
    periods = [
        max((str(row["period"] or "") for row in rows if row["edition"] == at), default="")
        for at, _ in enumerate(steps)
    ]
    here = {
        (row["edition"], row["entity"]): row[shown]
        for row in rows
        if str(row["period"] or "") == periods[row["edition"]]
    }
    entities = dict.fromkeys(row["entity"] for row in rows)
    editions = [step.edition for step in steps]
    several = len(set(filter(None, periods))) > 1
    heads = [
        " · ".join(filter(None, (heading, period if several else "")))
        for heading, period in zip(headings(editions, wish.speech), periods, strict=True)
    ]
    columns = (Column(said(ENTITY, wish.speech), "left"), *map(Column, heads))
    lines: list[tuple[Cell, ...]] = [
        (Cell(str(entity)), *(_number(here.get((at, entity)), wish, shown) for at, _ in enumerate(steps)))
        for entity in entities
    ]
    classes = [(head, _verdict(step, wish)) for head, step in zip(headings(editions, wish.speech), steps, strict=True)]
    mark = said(Wording("; ", "；"), wish.speech)
    compared = mark.join(f"{head} {verdict}" for head, verdict in classes if verdict)
    notes = [said(Wording(f"{change}: {compared}.", f"{change}：{compared}。"), wish.speech)] if compared else []
    notes += [said(note, wish.speech) for note in (*([LATEST] if several else []), *obstacles(editions))]
    last = "" if several else max(periods, default="")
    return Table(columns, lines, _title(rows, wish, shown, *filter(None, (last, one_path(editions)))), tuple(notes))


def _number(value: float | None, wish: Wish, shown: Shown) -> Cell:
    return Cell(place(value) if shown == "rank" else rounded(value, wish.digits), number=value)


def _title(rows: Sequence[dict[str, Any]], wish: Wish, shown: Shown, *more: str) -> str:
    """Return the node as the newest version calls it, what is shown of it, and of what."""
    parts = [str(rows[-1]["node"]) if rows else "", said(SHOWN["rank"], wish.speech) if shown == "rank" else "", *more]
    return " · ".join(filter(None, parts))


def _verdict(step: Step, wish: Wish) -> str:
    """Return the class of what changed; empty where a version is compared with none."""
    if step.comparison is None:
        return ""
    return said(classed(step.comparison.verdict), wish.speech)


def _class(step: Step, wish: Wish) -> str:
    """Return the class of what changed, and why a version has no values."""
    reason = obstacle(step.edition)
    return " · ".join(filter(None, (_verdict(step, wish), said(reason, wish.speech) if reason else "")))
