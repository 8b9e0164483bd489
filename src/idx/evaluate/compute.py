"""Indicators that formulas compute: from the data before anything is filled, or from results."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule, Wording, did_you_mean
from idx.evaluate.states import bases, origins, present, statuses, weakest
from idx.formula.access import missing_place
from idx.formula.lower import compute
from idx.model import Composite
from idx.panel.model import MISSING, NORMAL, OBSERVED, least_values, missing_cells
from idx.period import Period
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx.diagnostics import Collector
    from idx.evaluate.fill import Filled
    from idx.evaluate.window import Window
    from idx.formula.access import Grid
    from idx.formula.expression import Formula, Value
    from idx.formula.lower import Trouble
    from idx.model import Framework
    from idx.panel.model import Origin, Panel
    from idx.plan import Compute

    Fills = Mapping[str, Sequence[Filled]]

SHARES = HEADER + METHOD + "series x\nseries y\nindex total {\n  share unit % formula x / y * 100\n}\n"

NO_RESULT = Rule(
    "IDX510",
    Wording("a formula without a result", "公式没有结果"),
    Wording(
        "Division by zero, the logarithm of a number that is not above zero, the root of a negative number: such a "
        "cell has no value, and is never taken for a missing one. Say in the formula what holds there: "
        "`if(y is 0, 0, x / y)`.",
        "除数为零、对非正数取对数、对负数开方：这样的单元格没有结果，也不会当作缺失值。请在公式中写明这时取什么值："
        "`if(y is 0, 0, x / y)`。",
    ),
    bad=SHARES,
    data="period,x,y\n2020,1,0\n2021,2,4\n",
)
NO_PLACE = Rule(
    "IDX511",
    Wording("a period or an entity that the data do not have", "数据中没有这个时期或评价对象"),
    Wording(
        "`x[2019]` is the value of one period in every row, `x[全国]` that of one entity; the data must have it.",
        "`x[2019]` 在每一行都取某一时期的值，`x[全国]` 取某一评价对象的值；数据中要有这个时期或评价对象。",
    ),
    bad=SHARES.replace("x / y", "x / y[2010]"),
    data="period,x,y\n2020,1,2\n2021,2,4\n",
)
MOST_CELLS = 5


def compute_from_data(
    steps: Sequence[Compute], panel: Panel, values: pl.DataFrame, filled: Fills, reporter: Reporter
) -> tuple[Panel, pl.DataFrame]:
    """Return the panel and its filled values, both with a column more for each indicator that a formula computes.

    The cells of a computed indicator have the weakest status and basis among those that they are computed from.
    """
    used = reporter.window.used_in_panel(panel)
    columns, states, resting, solved = [], dict(panel.statuses), dict(panel.bases), dict(panel.solved_from)
    for step in steps:
        if not reporter.places(step.formula, panel):
            continue
        done = compute(step.formula, panel, lambda value: _column(value, panel, values))
        reporter.troubles(step.node, done.troubles, used, panel)
        column = done.values.alias(step.node)
        columns.append(column)
        read = [(asked.value.name, asked.rows(panel)) for asked in done.asked if asked.value.name in values]
        there = column.is_not_null()
        known = [(codes, rows) for name, rows in read if (codes := statuses(panel, filled, name)) is not None]
        codes = weakest([(present(codes), rows) for codes, rows in known], NORMAL)
        if codes is not None:
            states[step.node] = codes.zip_with(there, panel.whole(MISSING))
        known = [(codes, rows) for name, rows in read if (codes := bases(panel, filled, name)) is not None]
        codes = weakest(known, OBSERVED)
        if codes is not None:
            resting[step.node] = codes.zip_with(there, panel.whole(OBSERVED))
        inherited = _inherited(read, panel, filled)
        if inherited:
            solved[step.node] = inherited
    new = pl.DataFrame(columns)
    cells = (
        missing_cells(pl.concat([column.alias("") for column in columns]), new.height, panel.length)
        if columns
        else panel.missing.clear()
    )
    width = pl.lit(panel.values.width, dtype=pl.UInt32)
    wider = replace(
        panel,
        values=panel.values.hstack(new),
        least={**panel.least, **least_values(new)},
        missing=pl.concat([panel.missing, cells.with_columns(pl.col("column") + width)]),
        statuses=states,
        bases=resting,
        solved_from=solved,
        computed=panel.computed | set(new.columns),
    )
    return wider, values.hstack(new)


def _column(value: Value, panel: Panel, values: pl.DataFrame) -> pl.Series:
    if value.name in values.columns:
        return values[value.name]
    return panel.group(value.name)


def _inherited(read: list[tuple[str, pl.Series]], panel: Panel, filled: Fills) -> dict[int, tuple[Origin, ...]]:
    found: dict[int, set[Origin]] = {}
    for name, rows in read:
        known = origins(panel, filled, name)
        for row, source in enumerate(rows) if known else ():
            if source in known:
                found.setdefault(row, set()).update(known[source])
    return {row: tuple(parts) for row, parts in found.items()}


def is_result(value: Value, framework: Framework) -> bool:
    """Whether a formula reads a value of the results rather than of the data."""
    node = framework.nodes.get(value.name)
    if node is None or value.column in {"score", "index", "rank"}:
        return node is not None
    return isinstance(node, Composite) or node.late


class Reporter:
    """Says where formulas have no result, in the words of entities and periods."""

    def __init__(self, framework: Framework, window: Window, found: Collector) -> None:
        """Keep the window, whose rows alone matter, and where diagnostics go."""
        self.framework, self.window, self.found = framework, window, found

    def places(self, formula: Formula, panel: Panel) -> bool:
        """Report values that are read at a period or an entity that is not there; return whether there is none."""
        wrong = [value for value in formula.values if self._missing(value, panel)]
        for value in wrong:
            period = isinstance(value.at, Period)
            known = [entity for entity in panel.entities if entity is not None]
            help_ = None if period else did_you_mean(str(value.at), known)
            whose = Wording("data", "数据")
            if not missing_place(value, panel):
                whose, help_ = Wording("results", "结果"), None
            message = Wording(
                f"the {whose.en} have no {'period' if period else 'entity'} `{value.at}`",
                f"{whose.zh}中没有{'时期' if period else '评价对象'} `{value.at}`",
            )
            self.found.add(NO_PLACE, message, value.span, help=help_)
        return not wrong

    def _missing(self, value: Value, panel: Panel) -> bool:
        if value.at is None or missing_place(value, panel) or not is_result(value, self.framework):
            return missing_place(value, panel)
        keys = self.window.keys
        return str(value.at) not in keys["period" if isinstance(value.at, Period) else "entity"]

    def troubles(self, name: str, troubles: Sequence[Trouble], used: pl.Series, grid: Grid) -> None:
        """Report the rows in which a formula has no result, as far as they are used."""
        for trouble in troubles:
            rows = (trouble.rows & used).arg_true().to_list()
            if not rows:
                continue
            cells = [_cell(row, grid) for row in rows[:MOST_CELLS]]
            english, chinese = ", ".join(cell.en for cell in cells), "、".join(cell.zh for cell in cells)
            more = len(rows) - MOST_CELLS
            message = Wording(
                f"`{name}`: {trouble.message.en} in {english}{f' and {more} more' if more > 0 else ''}",
                f"`{name}` 在 {chinese} {f'等 {len(rows)} 处' if more > 0 else ''}{trouble.message.zh}",
            )
            help_ = Wording(
                "correct the data, or say what holds there: `if(condition, value, formula)`",
                "请更正数据，或写明这时取什么值：`if(condition, value, formula)`",
            )
            self.found.add(NO_RESULT, message, trouble.span, help=help_)


def _cell(row: int, grid: Grid) -> Wording:
    entity, position = divmod(row, grid.length)
    period = str(Period(grid.first.frequency, grid.first.number + position)) if grid.first else None
    name = " ".join(part for part in (grid.entities[entity], period) if part)
    return Wording(name or "the only cell", name or "唯一的单元格")
