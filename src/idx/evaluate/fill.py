"""Fill missing cells from their neighbours in time, at the missing cells only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from idx.diagnostics import Rule
from idx.methods.contracts import Domain
from idx.resolve.example import GROWTH, HEADER, INDEX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from idx.diagnostics import Collector
    from idx.methods.contracts import Array
    from idx.model import MethodCall
    from idx.panel.model import Panel
    from idx.plan import Fill

    Rows = NDArray[np.int64]

NOT_POSITIVE = Rule(
    "IDX501",
    "an interpolation between values that it cannot take",
    "`log_linear` needs observations above zero on both sides of a gap, since it draws a line between logarithms.",
    bad=HEADER + GROWTH.replace("{\n", "{\n  impute gaps by log_linear\n", 1) + INDEX,
    data="indicator,period,value\na,2020,0\na,2022,20\nb,2020,1\nb,2021,2\nb,2022,3\n",
)


@dataclass(frozen=True, slots=True)
class Filled:
    """The cells of an indicator that were filled: their grid rows, and the rows they were filled from.

    `before` and `after` are equal where only one observation was used; `place` is the imputation's place.
    """

    place: str
    rows: Rows
    before: Rows
    after: Rows


def fill(steps: tuple[Fill, ...], panel: Panel, found: Collector) -> tuple[pl.DataFrame, dict[str, list[Filled]]]:
    """Return the values with gaps filled, and by indicator which cells were filled."""
    columns: list[pl.Series] = []
    filled: dict[str, list[Filled]] = {}
    incomplete = [step for step in steps if panel.values[step.node].null_count()]
    storage = np.empty((len(incomplete), panel.values.height))
    for step, values in zip(incomplete, storage, strict=True):
        column = panel.values[step.node]
        values[:] = column.fill_null(np.nan).to_numpy()
        missing = column.is_null().arg_true().to_numpy().astype(np.int64)
        filled[step.node] = _fill_column(step, values, missing, panel, found)
        still_missing = len(missing) > sum(len(part.rows) for part in filled[step.node])
        series = pl.Series(step.node, values)
        columns.append(series.fill_nan(None) if still_missing else series)
    return panel.values.with_columns(columns), filled


def _fill_column(step: Fill, values: Array, missing: Rows, panel: Panel, found: Collector) -> list[Filled]:
    """Fill one column in place. Neighbours are looked up per run of missing cells, within the entity."""
    length = panel.length
    breaks = np.flatnonzero((np.diff(missing) != 1) | (missing[1:] % length == 0))
    starts = np.concatenate([[0], breaks + 1])
    sizes = np.diff(np.concatenate([starts, [len(missing)]]))
    before = np.repeat(missing[starts] - 1, sizes)
    after = np.repeat(missing[starts + sizes - 1] + 1, sizes)
    has_before = before // length == missing // length
    has_after = (after // length == missing // length) & (after < len(values))
    parts: list[Filled] = []
    for place, call in step.places.items():
        chosen = has_before & (has_after if place == "gaps" else ~has_after)
        cells = Filled(place, missing[chosen], before[chosen], after[chosen] if place == "gaps" else before[chosen])
        if len(cells.rows):
            parts.append(_fill_place(step.node, call, cells, values, panel, found))
    return parts


def _fill_place(node: str, call: MethodCall, cells: Filled, values: Array, panel: Panel, found: Collector) -> Filled:
    start, end = values[cells.before], values[cells.after]
    function = call.method.prepared(call.arguments)
    if call.method.values(call.arguments) is Domain.POSITIVE:
        wrong = np.flatnonzero((start <= 0) | (end <= 0))
        if len(wrong):
            _report(node, call, cells, int(wrong[0]), values, panel, found)
            return Filled(cells.place, cells.rows[:0], cells.before[:0], cells.after[:0])
    if cells.place == "gaps":
        new = function(start, end, (cells.rows - cells.before) / (cells.after - cells.before))
    else:
        new = function(start, cells.rows - cells.before)
    done = ~np.isnan(new)
    if done.all():
        values[cells.rows] = new
        return cells
    values[cells.rows[done]] = new[done]
    return Filled(cells.place, cells.rows[done], cells.before[done], cells.after[done])


def _report(  # noqa: PLR0913, PLR0917 - all that the message says
    node: str, call: MethodCall, cells: Filled, index: int, values: Array, panel: Panel, found: Collector
) -> None:
    entity = panel.entities[int(cells.rows[index]) // panel.length]
    ends = [int(cells.before[index]), int(cells.after[index])]
    shown = " and ".join(f"{values[row]:g} in {panel.periods[row % panel.length]}" for row in ends)
    whose = f" of {entity}" if entity else ""
    found.add(
        NOT_POSITIVE,
        f"`{call.method.name}` cannot fill `{node}`{whose} between {shown}",
        call.span,
        help="`linear` takes any numbers",
    )
