"""What fills a cell from other entities: statistics over reference sets of the panel, stated numbers, predictions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule, Wording
from idx.evaluate.beside import from_beside
from idx.evaluate.sets import Sets
from idx.evaluate.window import Window
from idx.formula.lower import compute
from idx.methods.given import Cells
from idx.model import Indicator
from idx.panel.model import Variants
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from idx.diagnostics import Collector
    from idx.evaluate.filled import Data
    from idx.model import Framework, MethodCall
    from idx.panel.model import Panel

TOO_LATE = Rule(
    "IDX516",
    Wording("a condition on what is computed after it is needed", "条件引用了之后才计算的指标"),
    Wording(
        "Rows that `entities where` leaves out stand in no statistic, so the condition has to be known before a cell "
        "is filled with a mean of others. It cannot read an indicator whose formula is computed from what is filled.",
        "`entities where` 排除的行不参加任何统计，因此用其他对象的均值插补之前就要知道条件是否成立。"
        "条件不能引用由插补后的数据计算得出的指标。",
    ),
    bad=HEADER
    + METHOD.replace("{\n", "{\n  entities where c > 0\n  impute rest by mean(reference = each_period)\n", 1)
    + "indicator c {\n  formula a * 2\n}\nindex total {\n  a\n  c\n}\n",
    data="entity,a\nX,1\nY,\nZ,3\n",
)


def from_others(calls: Mapping[str, MethodCall], data: Data, framework: Framework, found: Collector) -> pl.DataFrame:
    """Return, for each indicator, what its missing cells are filled with: a column on the panel's rows.

    The values of `data` are filled from neighbours in time. Rows that are left out have no part in a statistic.
    """
    panel, values = data.panel, data.values
    sets = Sets(_whole(framework, panel), panel.group)
    statistics = [name for name, call in calls.items() if "reference" in call.arguments]
    there = _kept(framework, data, found, statistics[0]) if statistics else None
    if found.failed:
        return values.clear()
    expressions = []
    for name, call in calls.items():
        now = pl.col(name)
        if call.method.by == "rows":
            predicted = from_beside(name, call, data, sets, there, found)
            new = sets.kept(f"·new {name}", partial(pl.Series, values=predicted))
        else:
            if there is not None:
                now = pl.when(sets.kept("·kept", lambda: there)).then(now)
            new = call.method.prepared(call.arguments)(Cells(now, sets))
        expressions.append(pl.when(pl.col(name).is_null()).then(new).alias(name))
    return sets.select(values.select(list(calls)), expressions)


def _whole(framework: Framework, panel: Panel) -> Window:
    """Return the panel's rows as a window; sets of all periods hold only those that the framework evaluates."""
    evaluated = panel.observed
    if framework.periods is not None:
        evaluated = frozenset(range(framework.periods.first.number, framework.periods.last.number + 1))
    numbers = [period.number if period else None for period in panel.periods]
    shown = tuple(number is None or number in evaluated for number in numbers)
    variants = panel.variants
    if variants is not None:
        position = pl.int_range(0, panel.values.height, eager=True) % panel.length
        rows = variants.there if framework.periods is not None else variants.observed
        variants = Variants(variants.blocks, variants.there, rows & pl.Series(shown).gather(position))
    return Window(panel.entities, panel.first, panel.length, 0, 0, shown, variants=variants)


def _kept(framework: Framework, data: Data, found: Collector, first: str) -> pl.Series | None:
    """Return the rows that are not left out, as far as they are known before `first` is filled; None for all."""
    condition = framework.entities
    if condition is None:
        return None
    late = [
        (leaf, value.span)
        for value in condition.values
        for leaf in (framework.indicators_below(value.name) if value.name in framework.nodes else ())
        if leaf not in data.values.columns and not _is_result(framework, leaf)
    ]
    if late and data.panel.variants is not None:
        return data.panel.whole(0).cast(pl.Boolean)
    if late:
        name = late[0][0]
        message = Wording(
            f"`{name}` is computed after `{first}` is filled from other entities",
            f"`{name}` 要在 `{first}` 用其他对象插补之后才能计算",
        )
        help_ = Wording(
            "let the condition read series, groups, or indicators with data of their own",
            "请让条件引用数据序列、分组变量，或自有数据的指标",
        )
        found.add(TOO_LATE, message, late[0][1], help=help_)
        return data.panel.whole(0).cast(pl.Boolean)
    held = compute(condition, data.panel, lambda value: data.column(value, framework))
    return (held if data.panel.variants is None else held.forgiven()).values.fill_null(value=False)


def _is_result(framework: Framework, leaf: str) -> bool:
    node = framework.nodes[leaf]
    return isinstance(node, Indicator) and node.late
