"""A step in which an indicator more than tripled or fell below a third."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Rule, Severity
from idx.evaluate.guard import Guard
from idx.resolve.example import GROWTH, HEADER, INDEX

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result

STEEP = 100.0

STEEP_STEP = Rule(
    "IDX301",
    "a change of more than threefold in one period",
    "Symmetric growth beyond ±100 means that a value more than tripled or fell below a third in one step. It happens; "
    "more often the definition, the unit or the coverage of the series changed.",
    bad=HEADER + GROWTH + INDEX,
    data="indicator,period,value\na,2020,10\na,2021,31\nb,2020,30\nb,2021,40\n",
    severity=Severity.WARNING,
)


def steep_step(result: Result) -> list[Diagnostic]:
    """Report indicators with a step beyond ±100 of symmetric growth."""
    found = Collector()
    guard = Guard(result.framework, result.window, found)
    for node in result.framework.indicators:
        if node.normalise.method.form == "symmetric" and node.normalise.method.level_index:
            score = result.score_columns[node.name].fill_null(0.0)
            steep = (score.abs() > STEEP) & result.window.shown_rows
            if steep.any():
                message = f"`{node.name}` changes more than threefold in one step: {guard.cells(steep)}"
                found.add(STEEP_STEP, message, node.span, help="a break in definition, unit or coverage?")
    return found.items
