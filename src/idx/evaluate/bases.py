"""Bases of level scores: what is divided by the value of a base needs one, and one that is not zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Related, Wording
from idx.evaluate.base import base_positions
from idx.evaluate.guard.cells import Guard
from idx.evaluate.guard.links import NO_BASE
from idx.evaluate.guard.values import DOMAIN
from idx.evaluate.window import PERIOD

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.evaluate.rows import Rows
    from idx.period import Periods
    from idx.plan import Normalise


def check_base(step: Normalise, base: Periods, rows: Rows, found: Collector) -> bool:
    """Report a base that is not evaluated (False), in which an indicator has no value, or has zero."""
    window = rows.window
    known = [period for period, shown in zip(window.periods, window.shown, strict=True) if period and shown]
    if not known:
        message = Wording(f"the base is {base}, and the data have no periods", f"基期为 {base}，但数据没有时期")
        found.add(NO_BASE, message, step.call.span)
    elif base.first not in known or base.last not in known:
        message = Wording(
            f"the base {base} is not among the periods {known[0]}..{known[-1]}",
            f"基期 {base} 不在各期 {known[0]}..{known[-1]} 之内",
        )
        found.add(NO_BASE, message, step.call.span)
    else:
        _check_values(step, base, rows, found)
        return True
    return False


def _check_values(step: Normalise, base: Periods, rows: Rows, found: Collector) -> None:
    low, high = base_positions(base, rows.window)
    column = rows.values[step.node]
    at_base = rows.window.marks[PERIOD].is_between(low, high)
    node = rows.framework.nodes[step.node]
    stated = Wording("the base is stated here", "基期写在这里")
    related = [Related(stated, step.call.span)] if step.call.span else ()
    there = column.is_not_null() & rows.window.shown_rows
    if step.where is not None:
        there &= rows.holding(step.where)
    if there.any() and not (column.is_not_null() & at_base).any():
        found.add(
            NO_BASE,
            Wording(f"`{step.node}` has no value in the base period {base}", f"`{step.node}` 在基期 {base} 没有数值"),
            node.span,
            help=Wording(
                "choose a base in which it has one, or fill it (`impute earliest by carry_backward`)",
                "请选择有数值的基期，或先插补（`impute earliest by carry_backward`）",
            ),
            related=related,
        )
    divided = column if step.negative else _value_at_base(step.node, base, rows)
    zero = (divided == 0).fill_null(value=False) & at_base
    if zero.any():
        cells = Guard(rows.framework, rows.window, found).cells(zero)
        found.add(
            DOMAIN,
            Wording(
                f"`{step.call.method.name}` divides by the value of the base; `{step.node}` is zero in {cells.en}",
                f"`{step.call.method.name}` 以基期数值为分母；`{step.node}` 在 {cells.zh} 为零",
            ),
            node.span,
            help=Wording("choose a base in which it is above zero", "请选择数值大于零的基期"),
            related=related,
        )


def _value_at_base(node: str, base: Periods, rows: Rows) -> pl.Series:
    frame = rows.values.select(node).hstack(rows.window.marks).lazy()
    return frame.select(rows.sets.at_base(pl.col(node), base)).collect(engine="in-memory").to_series()
