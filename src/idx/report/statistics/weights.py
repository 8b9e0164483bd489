"""Nominal weights beside importance in effect, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Wording
from idx.model import label
from idx.report.numbers import per_cent
from idx.report.statistics.wording import N, count, reasons
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.analysis.statistics.whole import Statistics
    from idx.report.statistics.wording import Wish

TITLE = Wording("Nominal weights and importance in effect", "名义权重与实际重要性")
HEADINGS = (
    Wording("weight", "权重"),
    Wording("importance", "重要性"),
    Wording("ratio", "比值"),
    Wording("r", "相关系数"),
    Wording("r²", "决定系数"),
    N,
)
NOTE = Wording(
    "Weight: nominal, as stated or multiplied along the path. r: Pearson's correlation with the composite. r²: the "
    "share of its variance that goes with this child, if their relation is a line (the first-order effect of Paruolo, "
    "Saisana and Saltelli 2013, by linear regression). Importance: r² as a share of the sum of all r² in the table. "
    "Ratio: importance to weight; 1 where a child matters as much as its weight says. Weights that scores decide are "
    "not stated.",
    "权重：名义权重，为写明的权重或路径上各级权重之积。相关系数：与所属复合指标的皮尔逊相关系数。决定系数：其平方，若两者为线性关系，复合"
    "指标的方差中随该下级变动的比重（Paruolo、Saisana、Saltelli 2013 的一阶效应，用线性回归估计）。重要性：决定系数"
    "占表中各项之和的比重。比值：重要性与权重之比，为 1 时实际作用与权重一致。由得分计算的权重不列出。",
)


def weight_tables(statistics: Statistics, wish: Wish) -> Iterator[Table]:
    """Yield a remark on what importance is, and a table for each root and each composite."""
    yield Table((), [], wish.say(TITLE), (wish.say(NOTE),))
    framework = statistics.result.framework
    for (scope, composite), part in statistics.weights.group_by("scope", "composite", maintain_order=True):
        node = framework.nodes[str(composite)]
        if part.height < 2:
            continue
        title = f"{composite} · {label(node, wish.language)}" if node.labels else str(composite)
        if scope == "whole":
            title = f"{title} · {wish.say(Wording('all indicators', '全部指标'))}"
        elif _same(statistics, str(composite), part):
            continue
        without = reasons(part.select("node", "reason").iter_rows())
        rows = [(wish.node(statistics.result, row["node"]), *_cells(row, wish)) for row in part.iter_rows(named=True)]
        columns = (Column("", "left", folds=True), *wish.columns(HEADINGS))
        yield Table(columns, rows, title, (wish.say(without),) if without else ())


def _same(statistics: Statistics, composite: str, part: pl.DataFrame) -> bool:
    """Whether a root's children are all its indicators, so that its table has been shown."""
    whole = statistics.weights.filter((pl.col("scope") == "whole") & (pl.col("composite") == composite))
    return whole["node"].to_list() == part["node"].to_list()


def _cells(row: dict[str, float | None], wish: Wish) -> Iterator[Cell]:
    nominal, share, value, square = row["nominal"], row["importance"], row["correlation"], row["explained"]
    yield Cell("–" if nominal is None else per_cent(nominal, 1), number=nominal)
    yield Cell("–" if share is None else per_cent(share, 1), number=share)
    yield wish.number(share / nominal if share is not None and nominal else None)
    yield from (wish.number(value), wish.number(square), count(int(row["n"] or 0)))
