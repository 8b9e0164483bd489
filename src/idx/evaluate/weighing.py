"""Weights that come of scores: computed from the children's scores over a reference set, as columns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule, Wording
from idx.evaluate.sets import parted
from idx.evaluate.window import PERIOD, STEP
from idx.methods.contracts import MethodError
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from idx.diagnostics import Collector
    from idx.evaluate.rows import Rows
    from idx.plan import Combine

    Array = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.int64]

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
NO_ROW = MethodError(
    Wording("no row has a score of every child", "没有一行的下级得分齐全"),
    Wording("fill the data (`impute`), or state weights", "请先插补（`impute`），或直接写明权重"),
)
NO_NUMBERS = MethodError(
    Wording("the scores lie beyond what it can compute with", "得分超出了可计算的范围"),
    Wording("normalise them to a common scale, or state weights", "请先标准化到同一尺度，或直接写明权重"),
)
ONE_ROW = MethodError(
    Wording("only one row has a score of every child", "只有一行的下级得分齐全"),
    Wording("weights come of how scores differ: state them", "权重来自得分之间的差异：请直接写明"),
)


def weight_column(composite: str, child: str) -> str:
    """Return what the column of a child's weight in a composite is called; no name in the language holds the dot."""
    return f"·weight {composite} {child}"


def weigh(steps: Sequence[Combine], scores: pl.DataFrame, rows: Rows, found: Collector) -> pl.DataFrame:
    """Return the weights of composites' children, a column each, missing where the reference set gives none.

    Rows in which a child has no score take no part in deciding them; nor do those that growth has no step into. They
    hold in all rows that are measured against the set; weights that each row has of its own, where it has all scores.
    """
    children = list(dict.fromkeys(child for step in steps for child in step.children))
    chosen = scores.select(children)
    matrix, there = chosen.to_numpy(), chosen.select(pl.all().is_not_null()).to_numpy()
    place = {child: at for at, child in enumerate(children)}
    columns: dict[str, Array] = {}
    for step in steps:
        places = [place[child] for child in step.children]
        table = _weighed(step, matrix[:, places], there[:, places], rows, found)
        columns |= {weight_column(step.node, child): table[:, at] for at, child in enumerate(step.children)}
    return pl.DataFrame(columns, nan_to_null=True)  # those that are known are finite


def _weighed(step: Combine, matrix: Array, there: Flags, rows: Rows, found: Collector) -> Array:
    """Return the weights of one composite's children; `matrix` has their scores, and where these are `there`."""
    if step.weighting is None:
        raise ValueError(step)
    evaluated = (rows.window.shown_rows & rows.window.marks[STEP] if step.growth else rows.window.shown_rows).to_numpy()
    complete = evaluated & there.all(axis=1)
    # Where the rule for missing children would make a composite of some, weights have to be known.
    asked = evaluated & there.any(axis=1) if step.missing.method.rescales else complete
    reference = step.weighting.arguments["reference"]
    taken = complete if reference == "each_period" else complete & rows.sets.lie_in(reference).to_numpy()
    sets = rows.sets.numbers(each_period=reference == "each_period").to_numpy()
    return _table(step, matrix, (taken, asked, sets), rows, found)


def _table(step: Combine, matrix: Array, parts: tuple[Flags, Flags, Places], rows: Rows, found: Collector) -> Array:
    """Return weights, rows × children; `parts` are the rows that decide, those asked for, and the sets of all."""
    taken, asked, sets = parts
    deciding = dict(parted(taken, sets))
    nowhere = taken.nonzero()[0][:0]
    stated: Array = pl.Series(step.weights).to_numpy()
    places = {number: deciding.get(number, nowhere) for number, _ in parted(asked, sets)}
    if rows.window.lenient:
        known = _of_variants(step, (matrix, stated), places, rows, found)
    else:
        known = {number: _weights(step, (matrix, stated), some, rows, found) for number, some in places.items()}
    own = step.weighting is not None and step.weighting.method.own
    table = _unknown(len(sets) if own else int(sets.max(initial=0)) + 1, len(step.children))
    for number, weights in known.items():
        if weights is not None:
            table[places[number] if own else number] = weights
    return table if own else table[sets]


def _of_variants(
    step: Combine, given: tuple[Array, Array], places: Mapping[int, Places], rows: Rows, found: Collector
) -> dict[int, Array | None]:
    """Return the weights that the rows of each set give, None where they give none.

    Variants often have the same scores; those that have not are weighed at once if the weighting can.
    """
    scores = {number: given[0][some].tobytes() for number, some in places.items()}
    distinct = {scores[number]: some for number, some in places.items()}
    made: dict[bytes, Array | None] = dict.fromkeys(distinct)
    if step.weighting is not None and step.weighting.method.stacks:
        function = step.weighting.method.prepared(step.weighting.arguments)
        for same in _as_long(distinct):
            weights = function(given[0][[distinct[key] for key in same]], given[1])
            sound = (abs(weights) < math.inf).all(axis=-1)
            made |= {key: own if is_sound else None for key, own, is_sound in zip(same, weights, sound, strict=True)}
    else:
        made = {key: _weights(step, given, some, rows, found) for key, some in distinct.items()}
    return {number: made[key] for number, key in scores.items()}


def _as_long(distinct: Mapping[bytes, Places]) -> list[list[bytes]]:
    """Return the sets that have as many rows as one another together, if these are enough."""
    by_length: dict[int, list[bytes]] = {}
    for key, places in distinct.items():
        by_length.setdefault(len(places), []).append(key)
    return [same for length, same in by_length.items() if length >= FEWEST]


def _unknown(rows: int, columns: int) -> Array:
    numbers: Array = pl.Series([math.nan]).new_from_index(0, rows * columns).to_numpy(writable=True)
    return numbers.reshape(rows, columns)


def _weights(step: Combine, given: tuple[Array, Array], places: Places, rows: Rows, found: Collector) -> Array | None:
    """Return the weights that the rows of one set give, or those of each of them; None where there are none.

    What is `given` are the children's scores on all rows, and the weights that are stated of them.
    """
    if step.weighting is None or found.failed:
        return None
    error = ONE_ROW if len(places) else NO_ROW
    scores = given[0][places]
    if not (abs(scores) < math.inf).all():
        error = NO_NUMBERS
    elif len(places) >= FEWEST:
        try:
            function = step.weighting.method.prepared(step.weighting.arguments)
            weights: Array = function(scores, given[1])
        except MethodError as raised:
            error = raised
        else:
            if all(math.isfinite(weight) for weight in weights.flat):
                return weights
            error = NO_NUMBERS
    if rows.window.lenient:
        return None
    reference = step.weighting.arguments["reference"]
    where = f" ({reference})" if not isinstance(reference, str) else ""
    if reference == "each_period" and len(places):
        period = rows.window.periods[rows.window.marks[PERIOD][int(places[0])]]
        where = "" if period is None else f" ({period})"
    message = Wording(f"`{step.node}`{where}: {error.message.en}", f"`{step.node}`{where}：{error.message.zh}")
    found.add(NO_WEIGHTS, message, step.weighting.span, help=error.advice)
    return None
