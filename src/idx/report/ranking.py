"""Ranks as a table: a league for each node, periods across, with the places gained or lost since the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Wording, said
from idx.model import label
from idx.report.results import ENTITY, SHOWN, Selection
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from idx.analysis.ranks import Ties
    from idx.diagnostics import Language
    from idx.evaluate.result import Result

TIES: dict[Ties, Wording] = {
    "lowest": Wording("equal values share the better rank", "数值相同者并列，取较好的位次"),
    "highest": Wording("equal values share the worse rank", "数值相同者并列，取较差的位次"),
    "average": Wording("equal values share the mean of their ranks", "数值相同者取位次的平均值"),
    "dense": Wording(
        "equal values share a rank and the next one follows without a gap", "数值相同者并列，其后位次连续不跳号"
    ),
}
NO_GROUP = Wording("(no group)", "（未分组）")
GAINED = Wording("↑ and ↓: places gained and lost since the period before.", "↑、↓：与上一期相比上升、下降的位数。")


def ranks_table(
    result: Result,
    ranks: pl.DataFrame,
    selection: Selection,
    ties: Ties,
    language: str | None,
    speech: Language = "en",
) -> Table:
    """Return ranks (see `idx.analysis.ranks`) as a table, the best in the last shown period first.

    With groups, ranks are those within them, and entities stand by group. `language` is that of the labels, `speech`
    that of the headings and the remarks.
    """
    periods = [period for period in result.periods if not selection.periods or period in selection.periods]
    grouped = "group" in ranks.columns
    rows: list[tuple[Cell, ...]] = []
    for (node,), part in selection.of(ranks).group_by("node", maintain_order=True):
        for place, (entity, group, cells) in enumerate(_league(part, periods, grouped=grouped)):
            head = "" if place else label(result.framework.nodes[str(node)], language)
            named = [Cell(said(NO_GROUP, speech) if group is None else group)] if grouped else []
            rows.append((Cell(head, "bold"), *named, Cell(str(entity)), *cells))
    heads = [Column("", "left", folds=True)]
    if grouped:
        heads.append(Column(said(Wording("group", "分组"), speech), "left"))
    heads.append(Column(said(ENTITY, speech), "left"))
    shown = said(SHOWN["rank"], speech)
    low = any(result.framework.nodes[root].negative for root in result.framework.roots)
    best = Wording("1 is best", "1 为最好")
    if low:
        best = Wording("1 is best (the lowest under a root of negative direction)", "1 为最好（逆向的总指数以低为好）")
    note = Wording(f"{best.en}; {TIES[ties].en}.", f"{best.zh}；{TIES[ties].zh}。")
    changes = [said(GAINED, speech)] if len(periods) > 1 else []
    return Table(
        (*heads, *(Column(period or shown) for period in periods)),
        rows,
        f"{label(result.framework, language)} · {result.framework.version} · {shown}",
        (said(note, speech), *changes),
    )


def _league(
    part: pl.DataFrame, periods: Sequence[str | None], *, grouped: bool
) -> list[tuple[str | None, str | None, list[Cell]]]:
    """Return each entity with its group and its cells, in the order of the last period's ranks."""
    found = []
    for (entity,), rows in part.group_by("entity", maintain_order=True):
        by_period = {row["period"]: row for row in rows.iter_rows(named=True)}
        last = by_period.get(periods[-1]) if periods else None
        rank = last["rank"] if last else None
        group = rows["group"][0] if grouped else None
        cells = [_cell(by_period.get(period)) for period in periods]
        found.append(((group is None and grouped, group or "", rank is None, rank or 0.0), (entity, group, cells)))
    return [league for _, league in sorted(found, key=lambda each: each[0])]


def _cell(row: dict[str, float | None] | None) -> Cell:
    if row is None or row["rank"] is None:
        return Cell(f"–{' ' * 4}")
    return Cell(f"{place(row['rank'])} {moved(row['change'])}", number=row["rank"])


def place(rank: float | None) -> str:
    """Return a rank; a half where equal values share the mean."""
    return "–" if rank is None else f"{rank:g}" if rank < 1e6 else f"{rank:.0f}"


def moved(change: float | None) -> str:
    """Return how many places were gained or lost, three characters wide as long as they are fewer than a hundred."""
    text = "" if not change else f"{'↑' if change > 0 else '↓'}{abs(change):g}"
    return text.ljust(3)
