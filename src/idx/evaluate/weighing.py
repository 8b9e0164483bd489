"""Weights that come of scores: computed from the children's scores over a reference set, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule, Wording
from idx.evaluate.window import PERIOD, STEP
from idx.methods.contracts import MethodError
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from idx.diagnostics import Collector
    from idx.evaluate.rows import Rows
    from idx.plan import Combine

    Array = npt.NDArray[np.float64]

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
FEWEST = 2


def weight_column(composite: str, child: str) -> str:
    """Return what the column of a child's weight in a composite is called; no name in the language holds the dot."""
    return f"·weight {composite} {child}"


def weigh(step: Combine, scores: pl.DataFrame, rows: Rows, found: Collector) -> pl.DataFrame:
    """Return the weights of a composite's children, a column each, missing where the reference set gives none.

    Rows in which a child has no score take no part; nor do those that growth has no step into.
    """
    if step.weighting is None:
        raise ValueError(step)
    reference = step.weighting.arguments["reference"]
    marks = rows.window.marks
    complete = scores.select(pl.all_horizontal(pl.col(step.children).is_not_null())).to_series()
    complete &= rows.window.shown_rows
    if step.growth:
        complete &= marks[STEP]
    matrix: Array = scores.select(step.children).to_numpy()
    whole = [pl.Series([None], dtype=pl.Float64).new_from_index(0, len(complete)) for _ in step.children]
    if reference == "each_period":
        for position in rows.sets.positions(None):
            here = marks[PERIOD] == position
            whole = _laid(step, matrix, complete & here, here, whole, rows, found)
    else:
        among = rows.sets.positions(None if isinstance(reference, str) else reference)
        everywhere = pl.Series([True]).new_from_index(0, len(complete))
        whole = _laid(step, matrix, complete & marks[PERIOD].is_in(among), everywhere, whole, rows, found)
    return pl.DataFrame(
        [column.alias(weight_column(step.node, child)) for column, child in zip(whole, step.children, strict=True)]
    )


def _laid(
    step: Combine,
    matrix: Array,
    taken: pl.Series,
    there: pl.Series,
    columns: list[pl.Series],
    rows: Rows,
    found: Collector,
) -> list[pl.Series]:
    """Return the columns with the weights of one reference set in the rows that have them."""
    if step.weighting is None or found.failed:
        return columns
    places = taken.arg_true()
    if not len(places):
        return columns
    function, method = step.weighting.method.prepared(step.weighting.arguments), step.weighting.method
    targets = pl.Series(step.weights).to_numpy()
    try:
        if len(places) < FEWEST:
            raise MethodError(
                Wording("only one row has a score of every child", "只有一行的下级得分齐全"),
                Wording("weights come of how scores differ: state them", "权重来自得分之间的差异：请直接写明"),
            )
        weights: Array = function(matrix[places.to_numpy()], targets)
    except MethodError as error:
        cells = "" if there.all() else f" ({rows.window.periods[rows.window.marks[PERIOD][int(places[0])]]})"
        message = Wording(f"`{step.node}`{cells}: {error.message.en}", f"`{step.node}`{cells}：{error.message.zh}")
        found.add(NO_WEIGHTS, message, step.weighting.span, help=error.advice)
        return columns
    if method.own:
        return [column.scatter(places, pl.Series(weights[:, place])) for place, column in enumerate(columns)]
    where = there.arg_true()
    return [column.scatter(where, float(weights[place])) for place, column in enumerate(columns)]
