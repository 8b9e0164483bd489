"""Shares and rates that are summed over entities or sub-periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.model import Framework

SHARES = {"%", "‰", "percent", "per cent"}
SUMMED = Rule(
    "IDX331",
    Wording("a share that is summed", "对比重求和"),
    Wording(
        "The share of a whole is no sum of the shares of its parts, and that of a year none of those of its quarters. "
        "`mean(weights = …)` with the denominator as weights gives the share of the whole.",
        "总体的比重不是各组成部分比重之和，全年的比重也不是各季比重之和。"
        "以分母为权重的 `mean(weights = …)` 得到总体的比重。",
    ),
    bad=HEADER + METHOD + 'index total {\n  a unit % source "S" across sum\n  b unit % source "S"\n}\n',
    severity=Severity.WARNING,
)


def summed_shares(framework: Framework) -> list[Diagnostic]:
    """Report what is measured in per cent and summed."""
    found = Collector()
    for item in framework.measured:
        for keyword, call in (("convert", item.convert), ("across", item.across)):
            if call is not None and call.method.name == "sum" and item.unit in SHARES:
                message = Wording(
                    f"`{item.name}` is in {item.unit}, and `{keyword} sum` adds it up",
                    f"`{item.name}` 的单位是 {item.unit}，而 `{keyword} sum` 对它求和",
                )
                help_ = Wording(f"write `{keyword} mean`", f"请写 `{keyword} mean`")
                if keyword == "across":
                    help_ = Wording(
                        "write `across mean(weights = …)` with its denominator",
                        "请写 `across mean(weights = …)`，以分母为权重",
                    )
                found.add(SUMMED, message, call.span or item.span, help=help_)
    return found.items
