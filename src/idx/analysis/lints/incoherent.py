"""A composite whose children do not measure one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.analysis.lints.against_parent import THREE
from idx.analysis.thresholds import COHERENT, LEAST_CHILDREN, LEAST_OBSERVATIONS
from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from idx.analysis.statistics.whole import Statistics
    from idx.diagnostics import Diagnostic

INCOHERENT = Rule(
    "IDX322",
    Wording("a composite whose children do not cohere", "复合指标的下级缺乏内部一致性"),
    Wording(
        "Cronbach's alpha below 0.7: the children have little in common, so that their mean says little about any of "
        "them. The Handbook gives 0.7 as the acceptable threshold (after Nunnally) and knows authors that are content "
        "with 0.6 or ask for 0.8. A composite may gather causes that need not go together; then alpha is no objection, "
        "and a comment says so. Asked of three children or more, from ten observations on.",
        "克朗巴赫 α 系数低于 0.7，说明各下级共同之处不多，平均数难以代表其中任何一个。《手册》引用 Nunnally，以 0.7 为"
        "可接受的界限，也提到有的作者取 0.6 或 0.8。有些复合指标汇集的是成因，本来不必同升同降，这时 α 偏低并不是缺陷，"
        "可用注释说明。下级不少于三个、观测达到十个才检查。",
    ),
    bad=HEADER + METHOD + THREE,
    data="entity,a,b,c\n" + "".join(f"e{at},{10 * at},{7 * at % 10},{31 * at % 17}\n" for at in range(10)),
    severity=Severity.NOTE,
)


def incoherent(statistics: Statistics) -> list[Diagnostic]:
    """Report composites of three children or more whose alpha is below 0.7."""
    found = Collector()
    low = statistics.reliability.filter(
        (pl.col("children") >= LEAST_CHILDREN) & (pl.col("n") >= LEAST_OBSERVATIONS) & (pl.col("alpha") < COHERENT)
    )
    for composite, children, n, alpha in low.select("composite", "children", "n", "alpha").iter_rows():
        value = f"α = {alpha:.2f}".replace("-", "−")
        message = Wording(
            f"the {children} children of `{composite}` do not cohere ({value}, {n} observations)",
            f"`{composite}` 的 {children} 个下级缺乏内部一致性（{value}，{n} 个观测）",
        )
        help_ = Wording(
            "are they of one kind? `idx stats --section correlation` shows which stand apart",
            "它们是否属于同一类？用 `idx stats --section correlation` 查看哪些下级与众不同",
        )
        found.add(INCOHERENT, message, statistics.result.framework.nodes[composite].span, help=help_)
    return found.items
