"""What formulas cannot compute, and what they read where nothing is: told in the words of entities and periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule, Wording, did_you_mean
from idx.formula.access import missing_place
from idx.model import Composite
from idx.period import Period
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idx.diagnostics import Collector
    from idx.evaluate.window import Window
    from idx.formula.access import Asked, Grid
    from idx.formula.expression import Formula, Value
    from idx.formula.lower import Computed, Trouble
    from idx.model import Framework
    from idx.panel.model import Panel

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


def is_result(value: Value, framework: Framework) -> bool:
    """Whether a formula reads a value of the results rather than of the data."""
    node = framework.nodes.get(value.name)
    if node is None or value.column in {"score", "index", "rank"}:
        return node is not None
    return isinstance(node, Composite) or node.late


class Reporter:
    """Says where formulas have no result, in the words of entities and periods.

    `computed` are the indicators that formulas compute from the data, what a formula reads before it. That one has no
    result in a row is told when the row is asked for: because it is evaluated, or because another formula or a
    condition reads it.
    """

    def __init__(self, framework: Framework, window: Window, found: Collector) -> None:
        """Keep the window and where diagnostics go."""
        self.framework, self.window, self.found = framework, window, found
        self.computed: dict[str, Computed] = {}
        self._asked_for: dict[str, pl.Series] = {}

    def evaluated(self, window: Window, panel: Panel) -> None:
        """Ask for all that formulas compute from the data, in the rows that are evaluated."""
        self.window = window
        if not self._troubled:
            return
        rows = window.used_in_panel(panel)
        if window.kept is not None:
            rows &= window.spread(window.kept, panel).fill_null(value=False)
        self._ask(dict.fromkeys(self.computed, rows), panel)

    def ask(self, asked: Iterable[Asked], rows: pl.Series, panel: Panel) -> None:
        """Ask for what a formula or a condition reads in some rows."""
        if self._troubled:
            wanted: dict[str, pl.Series] = {}
            self._want(asked, rows, wanted, panel)
            self._ask(wanted, panel)

    @property
    def _troubled(self) -> bool:
        return any(done.troubles for done in self.computed.values())

    def _ask(self, wanted: dict[str, pl.Series], panel: Panel) -> None:
        """Report where what is wanted has no result, and want in turn what it is computed from."""
        new: dict[str, pl.Series] = {}
        for name in reversed(self.computed):
            if name in wanted:
                before = self._asked_for.get(name)
                new[name] = wanted[name] if before is None else wanted[name] & ~before
                self._asked_for[name] = wanted[name] if before is None else wanted[name] | before
                self._want(self.computed[name].asked, new[name], wanted, panel)
        for name in reversed(new):
            self.troubles(name, self.computed[name].troubles, new[name], panel)

    def _want(self, asked: Iterable[Asked], rows: pl.Series, wanted: dict[str, pl.Series], panel: Panel) -> None:
        nowhere = pl.Series([False]).new_from_index(0, panel.values.height)
        for one in asked:
            names = [name for name in self._looked_at(one.value) if name in self.computed]
            if names:
                read = one.rows(panel).filter(rows).drop_nulls()
                cells = nowhere.clone().scatter(read, True)  # noqa: FBT003 - the value that is laid in
                wanted |= {name: wanted.get(name, nowhere) | cells for name in names}

    def _looked_at(self, value: Value) -> tuple[str, ...]:
        """Return the names whose data a value is made of; what is a result has been asked for where it is shown."""
        if value.column == "available":
            return self.framework.indicators_below(value.name)
        return () if is_result(value, self.framework) else (value.name,)

    def places(self, formula: Formula, panel: Panel) -> bool:
        """Report values that are read at a period or an entity that is not there; return whether there is none."""
        if self.window.lenient:
            return True
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
