"""Columns of weights that scores decide; what computes them needs NumPy, and is loaded where a framework has some."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from idx.diagnostics import Rule, Wording
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from idx.diagnostics import Collector
    from idx.evaluate.rows import Rows
    from idx.plan import Combine

NO_WEIGHTS = Rule(
    "IDX514",
    Wording("weights that the scores do not give", "无法由得分计算权重"),
    Wording(
        "Weights that are computed from scores need rows in which every child has one, and children that vary. State "
        "weights where the data give none.",
        "由得分计算权重，需要各下级得分齐全的行，并且各下级有变化。数据不足以计算时，请直接写明权重。",
    ),
    bad=HEADER
    + METHOD.replace("weighting equal", "weighting inverse_sd(reference = each_period)")
    + "index total {\n  a\n  b\n}\n",
    data="entity,a,b\nX,1,2\nY,3,2\n",
)


def weight_column(composite: str, child: str) -> str:
    """Return what the column of a child's weight in a composite is called; no name in the language holds the dot."""
    return f"·weight {composite} {child}"


def weight_columns(steps: Sequence[Combine], scores: pl.DataFrame, rows: Rows, found: Collector) -> pl.DataFrame:
    """Return the weights of composites' children, a column each (see `weigh`)."""
    return cast("pl.DataFrame", import_module("idx.evaluate.weighing").weigh(steps, scores, rows, found))
