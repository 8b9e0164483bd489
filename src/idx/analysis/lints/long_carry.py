"""A value carried forward over more than one period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.resolve.example import GROWTH, HEADER, INDEX

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result

LONG_CARRY = Rule(
    "IDX302",
    Wording("a value carried forward over more than one period", "数值连续沿用超过一期"),
    Wording(
        "A value carried once is a common nowcast; carried on and on it holds the index still where nobody looked. "
        "`carry_forward(1)` sets a limit.",
        "沿用上期数值一次，是常见的现时预测；一再沿用，则在无人留意处使指数停滞。`carry_forward(1)` 可限定期数。",
    ),
    bad=HEADER + GROWTH.replace("{\n", "{\n  impute latest by carry_forward\n", 1) + INDEX,
    data="indicator,period,value\na,2020,10\nb,2020,30\nb,2021,40\nb,2022,40\n",
    severity=Severity.WARNING,
)


def long_carry(result: Result) -> list[Diagnostic]:
    """Report indicators with a cell that was carried over more than one period."""
    found = Collector()
    panel = result.panel
    for node in result.framework.indicators:
        for part in result.filled.get(node.name, ()):
            carried = part.cells.filter((pl.col("row") - pl.col("before") > 1) & (part.place == "latest"))
            if carried.height:
                last = carried.row(0, named=True)
                entity, position = divmod(last["before"], panel.length)
                named, period = panel.entities[entity], panel.periods[position]
                steps = max(row - before for row, before in carried.select("row", "before").iter_rows())
                message = Wording(
                    f"`{node.name}`{f' of {named}' if named else ''} is carried forward {steps} periods, from {period}",
                    f"{f'{named} 的 ' if named else ''}`{node.name}` 自 {period} 起连续沿用 {steps} 期",
                )
                help_ = Wording("`carry_forward(1)` carries one period and no more", "`carry_forward(1)` 只沿用一期")
                found.add(LONG_CARRY, message, node.span, help=help_)
    return found.items
