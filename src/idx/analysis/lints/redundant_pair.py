"""Two children of one composite that say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.analysis.lints.coefficient import stated
from idx.analysis.thresholds import LEAST_OBSERVATIONS, REDUNDANT
from idx.diagnostics import Collector, Related, Rule, Severity, Wording
from idx.resolve.example import HEADER, INDEX, METHOD

if TYPE_CHECKING:
    from idx.analysis.statistics.whole import Statistics
    from idx.diagnostics import Diagnostic

REDUNDANT_PAIR = Rule(
    "IDX320",
    Wording("two children of a composite that say the same", "同一复合指标的两个下级几乎重复"),
    Wording(
        "Beyond a correlation of ±0.92 two children carry one piece of information, which then counts twice. The usual "
        "remedies are to keep one of them, or to give the two the weight of one. Asked from ten observations on.",
        "相关系数超出 ±0.92 时，两个下级提供的是同一份信息，在合成中被计算了两次。通常的办法是只保留一个，"
        "或让两者合占一个的权重。观测达到十个才检查。",
    ),
    bad=HEADER + METHOD + INDEX,
    data="entity,a,b\n" + "".join(f"e{at},{10 * at},{9 * at + at % 2}\n" for at in range(10)),
    severity=Severity.NOTE,
)


def redundant_pair(statistics: Statistics) -> list[Diagnostic]:
    """Report pairs of weighing children whose correlation is beyond ±0.92."""
    found = Collector()
    nodes = statistics.result.framework.nodes
    weighing = {composite.name: {child.name for child in composite.weighing} for composite in statistics.composites}
    pairs = statistics.correlations.filter(
        (pl.col("relation") == "siblings")
        & (pl.col("n") >= LEAST_OBSERVATIONS)
        & (pl.col("correlation").abs() > REDUNDANT)
    )
    for composite, one, other, n, value in pairs.select("composite", "node", "other", "n", "correlation").iter_rows():
        if not {one, other} <= weighing[composite]:
            continue
        how = stated(statistics.coefficient, value, n)
        message = Wording(
            f"`{one}` and `{other}` say nearly the same under `{composite}` ({how.en})",
            f"`{composite}` 下的 `{one}` 与 `{other}` 几乎重复（{how.zh}）",
        )
        help_ = Wording("keep one, or give both the weight of one", "保留其中一个，或让两者合占一个的权重")
        the_other = Related(Wording(f"`{other}`", f"另一个：`{other}`"), nodes[other].span)
        found.add(REDUNDANT_PAIR, message, nodes[one].span, help=help_, related=[the_other])
    return found.items
