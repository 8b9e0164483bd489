"""What fills an indicator's cells from the columns beside it, by what rows that have all of them teach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule, Wording
from idx.evaluate.window import PERIOD, VARIANT
from idx.methods.contracts import MethodError
from idx.methods.values import Names
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.diagnostics import Collector
    from idx.evaluate.filled import Data
    from idx.evaluate.sets import Sets
    from idx.model import MethodCall

NOT_PREDICTED = Rule(
    "IDX517",
    Wording("cells that the others do not predict", "其他数据不足以推算缺失值"),
    Wording(
        "A regression needs two rows more than it has predictors, and predictors that vary; nearest neighbours need as "
        "many rows as `count` says. Widen the reference set, name other columns, or fill the cells in another way.",
        "回归插补所需的完整行数至少比自变量个数多两个，并且自变量要有变化；最近邻插补所需的行数不少于 `count`。"
        "请扩大参照集、改用其他列，或换一种插补方法。",
    ),
    bad=HEADER
    + METHOD.replace("{\n", "{\n  impute rest by regression(on = b, reference = each_period)\n", 1)
    + "index total {\n  a\n  b\n}\n",
    data="entity,a,b\nX,1,2\nY,,3\nZ,4,5\n",
)
NOTHING_BESIDE = MethodError(
    Wording("it would be filled from itself alone", "只用其自身来插补"),
    Wording("name other series or indicators", "请写明其他数据序列或指标"),
)


def from_beside(
    name: str, call: MethodCall, data: Data, sets: Sets, there: pl.Series | None, found: Collector
) -> pl.Series:
    """Return what fills an indicator's missing cells, on the panel's rows; missing where nothing does.

    `sets` are those of the panel's rows, and `there` those rows that may teach (None for all). In each set those rows
    teach that have the indicator and all columns beside it, as observed or filled from neighbours in time; nothing that
    was filled from others. An indicator is never taken to predict itself. A set without any such row fills nothing.
    """
    beside = tuple(other for other in call.arguments["on"].names if other != name)
    column = pl.Series(name, [None], dtype=pl.Float64).new_from_index(0, data.values.height)
    if not beside:
        if not sets.window.lenient:
            _report(name, call, "", NOTHING_BESIDE, found)
        return column
    function = call.method.prepared(call.arguments | {"on": Names(beside)})
    others = pl.DataFrame([_observed(other, data) for other in beside])
    complete = others.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
    target = data.values[name]
    able = complete & target.is_not_null() if there is None else complete & target.is_not_null() & there
    for where, teaching, taught in _sets(call, sets):
        knowing, asking = (able & teaching).arg_true(), (complete & target.is_null() & taught).arg_true()
        if not len(knowing) or not len(asking):
            continue
        try:
            new = function(target.gather(knowing).to_numpy(), others[knowing].to_numpy(), others[asking].to_numpy())
        except MethodError as error:
            if not sets.window.lenient and sets.window.shown_rows.gather(asking).any():
                _report(name, call, where, error, found)
                return column
        else:
            column = column.scatter(asking, pl.Series(new, dtype=pl.Float64))
    return column


def _observed(name: str, data: Data) -> pl.Series:
    """Return a column as observed or filled from neighbours in time, without what was filled from others."""
    column = data.values[name].clone()
    for part in data.filled.get(name, ()):
        if part.place == "rest":
            column = column.scatter(part.cells["row"], None)
    return column


def _sets(call: MethodCall, sets: Sets) -> Iterator[tuple[str, pl.Series, pl.Series]]:
    """Yield what each set of rows is called, which of its rows teach, and which are taught."""
    window, position = sets.window, sets.window.marks[PERIOD]
    everywhere = pl.Series([True]).new_from_index(0, window.height)
    if window.variants is not None:
        everywhere = window.variants.there
    reference, within = call.arguments["reference"], call.arguments["within"]
    groups = [("", everywhere)]
    if within is not None:
        group = sets.group(within)
        groups = [(each, (group == each).fill_null(value=False)) for each in group.drop_nulls().unique().sort()]
    if reference == "each_period":
        named = [str(period) if period else "" for period in window.periods]
        parts = [(each, here, here) for at, each in enumerate(named) for here in [position == at]]
    else:
        periods = sets.positions(None if isinstance(reference, str) else reference)
        parts = [("", position.is_in(periods), everywhere)]
        if window.variants is not None:
            parts = [("", parts[0][1] & window.variants.observed, everywhere)]
    if window.variants is not None:
        blocks = [window.marks[VARIANT] == number for number in range(window.variants.blocks)]
        parts = [(said, here & block, taught & block) for said, here, taught in parts for block in blocks]
    for shown, members in groups:
        for period, teaching, taught in parts:
            yield " ".join(filter(None, (shown, period))), members & teaching, members & taught


def _report(name: str, call: MethodCall, where: str, error: MethodError, found: Collector) -> None:
    where = f" ({where})" if where else ""
    message = Wording(f"`{name}`{where}: {error.message.en}", f"`{name}`{where}：{error.message.zh}")
    found.add(NOT_PREDICTED, message, call.span, help=error.advice)
