"""An indicator that the index does not hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx import graph
from idx.analysis.lints.against_parent import THREE
from idx.analysis.lints.coefficient import stated
from idx.analysis.thresholds import LEAST_OBSERVATIONS, SILENT
from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.model import Indicator
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from idx.analysis.statistics.whole import Statistics
    from idx.diagnostics import Diagnostic

SILENT_INDICATOR = Rule(
    "IDX323",
    Wording("an indicator that the index does not hear", "指标与总指数几乎不相关"),
    Wording(
        "A correlation within ±0.3: the indicator shares less than a tenth of the variance of the index, whatever its "
        "weight says. It costs data and changes hardly a rank. Asked from ten observations on.",
        "相关系数在 ±0.3 以内：不论权重多大，这个指标与总指数共有的方差不足十分之一。收集它要花功夫，位次却几乎"
        "不受影响。观测达到十个才检查。",
    ),
    bad=HEADER + METHOD + THREE,
    data="entity,a,b,c\n" + "".join(f"e{at},{10 * at},{9 * at},{(at - 4.5) ** 2:g}\n" for at in range(10)),
    severity=Severity.NOTE,
)


def silent(statistics: Statistics) -> list[Diagnostic]:
    """Report indicators that weigh something in a root and whose correlation with it is within ±0.3."""
    found = Collector()
    framework = statistics.result.framework
    weights = {root: graph.effective_weights(framework, root) for root in framework.roots}
    low = statistics.correlations.filter(
        (pl.col("relation") == "root") & (pl.col("n") >= LEAST_OBSERVATIONS) & (pl.col("correlation").abs() < SILENT)
    )
    for root, name, n, value in low.select("other", "node", "n", "correlation").iter_rows():
        node, weight = framework.nodes[name], weights[root][name]
        if isinstance(node, Indicator) and weight:
            how, share = stated(statistics.coefficient, value, n), f"{float(weight):.1%}".replace("%", " %")
            message = Wording(
                f"`{root}` hardly hears `{name}` ({how.en}), which weighs {share} in it",
                f"`{name}` 与 `{root}` 几乎不相关（{how.zh}），而它的权重为 {share}",
            )
            help_ = Wording("does it belong here?", "它是否应当放在这里？")
            found.add(SILENT_INDICATOR, message, node.span, help=help_)
    return found.items
