"""Correlations as tables: one for each composite, its children among themselves, with it and with the roots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.analysis.thresholds import REDUNDANT, SILENT
from idx.diagnostics import Wording
from idx.model import label
from idx.report.statistics.wording import COEFFICIENTS, N, count, reasons
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.analysis.statistics.whole import Statistics
    from idx.model import Composite
    from idx.report.statistics.wording import Wish

TITLE = Wording("Correlations of scores", "得分的相关系数")
WITH = Wording("with it", "与上级")
NOTE = Wording(
    "Observations where both have a score (pairwise); n: with the composite. Scores already have their direction.",
    "逐对取两者都有得分的观测；观测数是与上级共有的。得分已按指标方向调整。",
)


def correlation_tables(statistics: Statistics, wish: Wish) -> Iterator[Table]:
    """Yield a remark on how correlations are taken, and a table for each composite."""
    how = COEFFICIENTS[statistics.coefficient]
    method = Wording(f"{how.en} correlation.", f"{how.zh}相关系数。")
    yield Table((), [], wish.say(TITLE), (wish.say(method), wish.say(NOTE)))
    for composite in statistics.composites:
        yield _table(statistics, composite, wish)


def _table(statistics: Statistics, composite: Composite, wish: Wish) -> Table:
    frame, framework = statistics.correlations, statistics.result.framework
    children = [child.name for child in composite.children]
    own = frame.filter(pl.col("composite") == composite.name)
    known = {(row["node"], row["other"]): row for row in own.filter(pl.col("relation") != "root").iter_rows(named=True)}
    known |= {(row["other"], row["node"]): row for row in known.values()}
    at_roots = frame.filter((pl.col("relation") == "root") & pl.col("node").is_in(children))
    roots = [root for root in framework.roots if root != composite.name and root in set(at_roots["other"])]
    with_root = {(row["node"], row["other"]): row for row in at_roots.iter_rows(named=True)}
    rows = []
    for place, child in enumerate(children, 1):
        shown = [known[child, composite.name], *(with_root.get((child, root)) for root in roots)]
        among = (_cell(known[child, other], wish) if other != child else Cell("·") for other in children)
        head = Cell(f"{place}  {label(framework.nodes[child], wish.language)}")
        rows.append((head, count(known[child, composite.name]["n"]), *(_cell(row, wish) for row in shown), *among))
    headings = [
        wish.say(N),
        wish.say(WITH),
        *(label(framework.nodes[root], wish.language) for root in roots),
        *(map(str, range(1, len(children) + 1)) if len(children) > 1 else ()),
    ]
    if len(children) == 1:
        rows = [row[:-1] for row in rows]
    without = reasons(
        (row["node"] if row["relation"] != "siblings" else f"{row['node']} – {row['other']}", row["reason"])
        for row in own.filter(pl.col("relation") != "root").iter_rows(named=True)
    )
    columns = (Column("", "left", folds=True), *(Column(heading) for heading in headings))
    title = f"{composite.name} · {label(composite, wish.language)}" if composite.labels else composite.name
    return Table(columns, rows, title, (wish.say(without),) if without else ())


def _cell(row: dict[str, float | None] | None, wish: Wish) -> Cell:
    if row is None:  # a node of another tree
        return Cell("")
    value = row["correlation"]
    if value is None:
        return wish.number(None)
    style = "red" if value < 0 else "bold yellow" if value > REDUNDANT else "dim" if value < SILENT else ""
    return wish.number(value, style)
