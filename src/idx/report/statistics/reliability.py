"""Cronbach's alpha and the adequacy for components as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.analysis.statistics.reasons import reason_of
from idx.analysis.thresholds import COHERENT
from idx.diagnostics import Wording
from idx.report.statistics.wording import N, count, depths
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.analysis.statistics.whole import Statistics
    from idx.report.statistics.wording import Wish

TITLE = Wording("Coherence of composites", "复合指标的内部一致性")
HEADINGS = (Wording("children", "下级"), N, Wording("alpha", "α 系数"), Wording("KMO", "KMO 值"))
WHY = Wording("remark", "说明")
NOTE = Wording(
    f"Observations where all children have a score (complete cases). Cronbach's alpha: {COHERENT:g} and above is "
    "acceptable (Handbook, after Nunnally). KMO: below 0.5 principal components are of no use; of two children it is "
    "always 0.5.",
    f"只用所有下级都有得分的观测。克朗巴赫 α 系数：{COHERENT:g} 及以上可以接受（《手册》引 Nunnally）。KMO 低于 0.5 时"
    "不宜作主成分分析；只有两个下级时 KMO 恒为 0.5。",
)


def reliability_tables(statistics: Statistics, wish: Wish) -> Iterator[Table]:
    """Yield alpha and the overall KMO measure of each composite."""
    levels = depths(statistics)
    overall = statistics.adequacy.filter(pl.col("node").is_null())
    measured = {row["composite"]: row for row in overall.iter_rows(named=True)}
    rows: list[tuple[Cell, ...]] = []
    for row in statistics.reliability.iter_rows(named=True):
        name, kmo = row["composite"], measured[row["composite"]]
        why = dict.fromkeys(reason for reason in (row["reason"], kmo["reason"]) if reason)
        remark = "; ".join(wish.say(reason_of(reason).value) for reason in why)
        style = "yellow" if row["alpha"] is not None and row["alpha"] < COHERENT else ""
        numbers = (count(row["children"]), count(row["n"]), wish.number(row["alpha"], style), wish.number(kmo["kmo"]))
        rows.append((wish.node(statistics.result, name, levels[name]), *numbers, Cell(remark)))
    columns = (Column("", "left", folds=True), *wish.columns(HEADINGS))
    if any(row[-1].text for row in rows):
        columns = (*columns, Column(wish.say(WHY), "left"))
    else:
        rows = [row[:-1] for row in rows]
    yield Table(columns, rows, wish.say(TITLE), (wish.say(NOTE),))
