"""An expectation that rests on figures solved from published values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.resolve.example import GROWTH, HEADER, INDEX

if TYPE_CHECKING:
    from idx.analysis.verify import Verification
    from idx.diagnostics import Diagnostic

IMPLIED = Rule(
    "IDX309",
    Wording("an expectation that rests on implied figures", "期望值建立在反推的数据上"),
    Wording(
        "A figure whose basis is `implied` was not published; it was solved from published results. What rests on it "
        "agrees with those results because it was made to, and confirms nothing.",
        "依据为 `implied` 的数据没有公布，是由公布的结果反推得到的。建立在它上面的结果必然相符，不能当作印证。",
    ),
    bad=HEADER + GROWTH + INDEX + "expect within 1 {\n  a 2021 = 200\n}\n",
    data="indicator,period,value,basis\na,2020,10,report\na,2021,20,implied\nb,2020,30,report\nb,2021,40,report\n",
    severity=Severity.WARNING,
)


def rests_on_implied(verification: Verification) -> list[Diagnostic]:
    """Report expectations in the file that are met resting on implied figures."""
    found = Collector()
    for finding in verification.findings:
        if finding.row is not None or not finding.implied or finding.verdict == "missed":
            continue
        share = f"{finding.basis['implied']:.0%}"
        said = f"{finding.node} {finding.period or ''}".strip()
        circular = (
            Wording("; one was solved from this very value", "；其中有的正是由这个值反推的")
            if finding.circular
            else Wording("", "")
        )
        message = Wording(
            f"`{said}` rests on implied figures for {share} of its weight{circular.en}",
            f"`{said}` 有 {share} 的权重建立在反推的数据上{circular.zh}",
        )
        help_ = Wording(
            "the match confirms nothing; look for a published figure", "这样的相符不能当作印证；请寻找公布的数据"
        )
        found.add(IMPLIED, message, finding.span, help=help_)
    return found.items
