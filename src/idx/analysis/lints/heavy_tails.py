"""An indicator whose few extreme values decide the scores of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.analysis.thresholds import LEAST_OBSERVATIONS
from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.resolve.example import HEADER, INDEX, METHOD

if TYPE_CHECKING:
    from idx.analysis.statistics.whole import Statistics
    from idx.diagnostics import Diagnostic

HEAVY_TAILS = Rule(
    "IDX324",
    Wording("outliers that reach the scores", "离群值未经处理即进入得分"),
    Wording(
        "Skewness beyond ±2 together with excess kurtosis beyond 3.5 is the usual sign of outliers: a few values set "
        "the scale, and all others lie close together on it. Reported where the scores are still so, that is where "
        "neither a treatment nor the normalisation (ranks, logarithms, goal posts that clip) has dealt with it. Asked "
        "from ten observations on.",
        "偏度超出 ±2 且超额峰度大于 3.5，通常表明存在离群值：个别数值决定了尺度，其余数值挤在一起。只有得分仍然如此，"
        "即异常值处理和无量纲化（位次、对数、截断的阈值）都没有解决时才报告。观测达到十个才检查。",
    ),
    bad=HEADER + METHOD + INDEX,
    data="entity,a,b\n" + "".join(f"e{at},{at},{10 * at % 70}\n" for at in range(10)) + "e10,95,35\n",
    severity=Severity.NOTE,
)


def heavy_tails(statistics: Statistics) -> list[Diagnostic]:
    """Report indicators that fail the check of skewness and kurtosis before normalisation and after it."""
    found = Collector()
    raw = {row["node"]: row for row in statistics.moments.iter_rows(named=True)}  # of the last stage before scores
    scores = statistics.score_moments.filter(pl.col("outlying") & (pl.col("n") >= LEAST_OBSERVATIONS))
    for name in scores["node"]:
        row = raw[name]
        if not row["outlying"]:
            continue
        shape = [f"{row[key]:.1f}".replace("-", "−") for key in ("skewness", "kurtosis")]
        outside = row["beyond_3_iqr"]
        message = Wording(
            f"`{name}` has outliers that reach its scores: skewness {shape[0]}, kurtosis {shape[1]}, "
            f"{outside} of {row['n']} values far outside the quartiles",
            f"`{name}` 的离群值进入了得分：偏度 {shape[0]}，峰度 {shape[1]}，"
            f"{row['n']} 个数值中有 {outside} 个远在四分位数之外",
        )
        help_ = Wording("are these values right? then treat them", "这些数值是否正确？若正确，应作异常值处理")
        found.add(HEAVY_TAILS, message, statistics.result.framework.nodes[name].span, help=help_)
    return found.items
