"""Principal components as tables: eigenvalues above, loadings below, one table for each composite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.analysis.statistics.reasons import reason_of
from idx.diagnostics import Wording
from idx.model import label
from idx.report.numbers import per_cent
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.analysis.statistics.whole import Statistics
    from idx.model import Composite
    from idx.report.statistics.wording import Wish

TITLE = Wording("Principal components of composites", "复合指标的主成分")
MOST = 5
EIGENVALUE = Wording("eigenvalue", "特征值")
EXPLAINED = Wording("explained", "方差贡献率")
CUMULATIVE = Wording("cumulative", "累计贡献率")
NOTE = Wording(
    "Of the correlation matrix, over the observations where all children have a score (complete cases). Loadings: "
    "correlations of a child with a component. The Handbook keeps components with an eigenvalue above one, or as many "
    "as explain enough.",
    "基于相关矩阵，只用所有下级都有得分的观测。载荷是下级与主成分的相关系数。《手册》建议保留特征值大于 1 的主成分，"
    "或累计贡献率足够高的前几个。",
)


def component_tables(statistics: Statistics, wish: Wish) -> Iterator[Table]:
    """Yield a remark on how components are taken, and a table for each composite that has some."""
    reasons = statistics.components.filter(pl.col("reason").is_not_null()).select("composite", "reason").rows()
    english = "; ".join(f"{name} ({reason_of(reason).value.en})" for name, reason in reasons)
    chinese = "；".join(f"{name}（{reason_of(reason).value.zh}）" for name, reason in reasons)
    without = Wording(f"No components of {english}.", f"没有主成分的：{chinese}。")
    notes = (wish.say(NOTE), *((wish.say(without),) if reasons else ()))
    yield Table((), [], wish.say(TITLE), notes)
    none = {name for name, _ in reasons}
    for composite in statistics.composites:
        if composite.name not in none:
            yield _table(statistics, composite, wish)


def _table(statistics: Statistics, composite: Composite, wish: Wish) -> Table:
    own = pl.col("composite") == composite.name
    frame = statistics.components.filter(own).head(MOST)
    loadings = statistics.loadings.filter(own & (pl.col("component") <= MOST))
    kmo = dict(statistics.adequacy.filter(own).select("node", "kmo").rows())
    rows = [
        (Cell(wish.say(EIGENVALUE), "dim"), *(wish.number(value) for value in frame["eigenvalue"]), Cell("")),
        (Cell(wish.say(EXPLAINED), "dim"), *(_share(value) for value in frame["explained"]), Cell("")),
        (Cell(wish.say(CUMULATIVE), "dim"), *(_share(value) for value in frame["cumulative"]), Cell("")),
    ]
    for (name,), part in loadings.group_by("node", maintain_order=True):
        numbers = (wish.number(value, "bold" if abs(value) > 0.5 else "") for value in part["loading"])
        rows.append((wish.node(statistics.result, str(name)), *numbers, wish.number(kmo.get(name))))
    headings = [*map(str, frame["component"]), "KMO"]
    n = frame["n"][0]
    size = wish.say(Wording(f"{n} observations", f"{n} 个观测"))
    columns = (Column("", "left", folds=True), *(Column(heading) for heading in headings))
    title = f"{composite.name} · {label(composite, wish.language)}" if composite.labels else composite.name
    return Table(columns, rows, f"{title} · {size}")


def _share(value: float) -> Cell:
    return Cell(per_cent(value, 1), number=value)
