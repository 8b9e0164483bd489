"""A step in which an indicator more than tripled or fell below a third."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.evaluate.guard.cells import Guard
from idx.resolve.example import GROWTH, HEADER, INDEX

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result

STEEP = 100.0

STEEP_STEP = Rule(
    "IDX301",
    Wording("a change of more than threefold in one period", "一期之内增至三倍以上或降至三分之一以下"),
    Wording(
        "Symmetric growth beyond ±100 means that a value more than tripled or fell below a third in one step. It "
        "happens; more often the definition, the unit or the coverage of the series changed.",
        "对称增速超过 ±100，表示数值一期之内增至三倍以上，或降至三分之一以下。这种情形确实存在；"
        "但更多时候是指标的口径、计量单位或覆盖范围变了。",
    ),
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
                cells = guard.cells(steep)
                message = Wording(
                    f"`{node.name}` changes more than threefold in one step: {cells.en}",
                    f"`{node.name}` 一期之内增至三倍以上或降至三分之一以下：{cells.zh}",
                )
                help_ = Wording("a break in definition, unit or coverage?", "口径、计量单位或覆盖范围是否有变化？")
                found.add(STEEP_STEP, message, node.span, help=help_)
    return found.items
