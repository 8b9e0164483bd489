"""Moments of the indicators' values as a table, after treatment beside before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.analysis.thresholds import KURTOSIS, SKEWNESS
from idx.diagnostics import Wording
from idx.report.numbers import rounded
from idx.report.statistics.wording import N, count, magnitude, reasons
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.analysis.statistics.whole import Statistics
    from idx.report.statistics.wording import Wish

TITLE = Wording("Moments of raw values, after imputation", "原始值的分布特征（插补后）")
HEADINGS = (
    N,
    Wording("missing", "缺失"),
    Wording("min", "最小值"),
    Wording("max", "最大值"),
    Wording("mean", "均值"),
    Wording("median", "中位数"),
    Wording("sd", "标准差"),
    Wording("skewness", "偏度"),
    Wording("kurtosis", "峰度"),
    Wording(">1.5 IQR", "超 1.5 倍距"),
    Wording(">3 IQR", "超 3 倍距"),
    Wording("check", "检查"),
)
TREATED = Wording("after treatment", "处理后")
OUTLIERS, FINE = Wording("outliers", "有离群值"), Wording("ok", "通过")
NOTE = Wording(
    f"Sample standard deviation; skewness and excess kurtosis as in Excel's SKEW and KURT. >1.5 IQR, >3 IQR: how many "
    f"values lie further than that outside the quartiles. Check: outliers where |skewness| > {SKEWNESS:g} and kurtosis "
    f"> {KURTOSIS:g}.",
    f"标准差为样本标准差；偏度、峰度（超额峰度）与 Excel 的 SKEW、KURT 相同。超 1.5 倍距、超 3 倍距："
    "在四分位数之外超过 1.5 倍、3 倍四分位距的数值个数。检查："
    f"|偏度| > {SKEWNESS:g} 且峰度 > {KURTOSIS:g} 时判为有离群值。",
)


def moments_tables(statistics: Statistics, wish: Wish) -> Iterator[Table]:
    """Yield the moments, a row an indicator; below it one more where treatment has changed its values."""
    first = statistics.moments["stage"][0] if statistics.moments.height else None
    changed = {row["node"]: row for row in statistics.moments.filter(pl.col("stage") != first).iter_rows(named=True)}
    rows: list[tuple[Cell, ...]] = []
    for row in statistics.moments.filter(pl.col("stage") == first).iter_rows(named=True):
        rows.append((wish.node(statistics.result, row["node"]), *_cells(row, wish)))
        if row["node"] in changed:
            rows.append((Cell(wish.say(TREATED), depth=1), *_cells(changed[row["node"]], wish)))
    without = reasons((row["node"], row["reason"]) for row in statistics.moments.iter_rows(named=True))
    notes = (wish.say(NOTE), *((wish.say(without),) if without else ()))
    yield Table((Column("", "left", folds=True), *wish.columns(HEADINGS)), rows, wish.say(TITLE), notes)


def _cells(row: dict[str, float | None], wish: Wish) -> Iterator[Cell]:
    yield from (count(int(row[key] or 0)) for key in ("n", "missing"))
    values = [row[key] for key in ("minimum", "maximum", "mean", "median", "sd")]
    digits = magnitude(values)
    yield from (Cell(rounded(value, digits).replace("-", "−"), number=value) for value in values)
    yield from (wish.number(row[key]) for key in ("skewness", "kurtosis"))
    yield from (count(int(row[key] or 0)) for key in ("beyond_1_5_iqr", "beyond_3_iqr"))
    outlying = row["outlying"]
    if outlying is None:
        yield Cell("–")
    else:
        yield Cell(wish.say(OUTLIERS if outlying else FINE), "yellow" if outlying else "")
