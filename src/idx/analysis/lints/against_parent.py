"""A child that falls where its composite rises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.analysis.lints.coefficient import stated
from idx.analysis.thresholds import LEAST_OBSERVATIONS
from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from idx.analysis.statistics.whole import Statistics
    from idx.diagnostics import Diagnostic

THREE = "index total {\n  a unit %\n  b unit %\n  c unit %\n}\n"

AGAINST_PARENT = Rule(
    "IDX321",
    Wording("a child that runs against its composite", "下级与所属复合指标负相关"),
    Wording(
        "Whoever improves in this child comes off worse in its composite: the other children outweigh it and run the "
        "other way. Either its direction is not the one that is meant, or it belongs elsewhere, or the composite "
        "trades it off, which readers should know. Asked from ten observations on.",
        "这个下级的得分越高，所属复合指标反而越低：其他下级的走向与它相反，并且作用更大。可能是指标方向写反了，"
        "可能是归类不当，也可能确实存在此消彼长的关系，那就应当向读者说明。观测达到十个才检查。",
    ),
    bad=HEADER + METHOD + THREE,
    data="entity,a,b,c\n" + "".join(f"e{at},{10 * at},{9 * at},{90 - 5 * at}\n" for at in range(10)),
    severity=Severity.NOTE,
)


def against_parent(statistics: Statistics) -> list[Diagnostic]:
    """Report weighing children whose correlation with their composite is below zero."""
    found = Collector()
    nodes = statistics.result.framework.nodes
    weighing = {composite.name: {child.name for child in composite.weighing} for composite in statistics.composites}
    negative = statistics.correlations.filter(
        (pl.col("relation") == "parent") & (pl.col("n") >= LEAST_OBSERVATIONS) & (pl.col("correlation") < 0)
    )
    for composite, child, n, value in negative.select("composite", "node", "n", "correlation").iter_rows():
        if child in weighing[composite]:
            how = stated(statistics.coefficient, value, n)
            message = Wording(
                f"`{child}` runs against `{composite}`, which it is a part of ({how.en})",
                f"`{child}` 与所属的 `{composite}` 负相关（{how.zh}）",
            )
            help_ = Wording("is its direction right, and its place?", "指标方向和归类是否正确？")
            found.add(AGAINST_PARENT, message, nodes[child].span, help=help_)
    return found.items
