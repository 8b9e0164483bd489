"""What statistics give reason to look at, as text: the diagnostics, and what the file allows with its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.analysis.thresholds import LEAST_OBSERVATIONS
from idx.diagnostics import Wording, said
from idx.report.diagnostics import in_order, render_text
from idx.report.tables import Table

if TYPE_CHECKING:
    from idx.analysis.statistics.whole import Statistics
    from idx.diagnostics import Language

TITLE = Wording("Findings", "值得留意的情况")
NOTHING = Wording("Nothing beyond the thresholds.", "没有超出界限的情况。")
TOO_FEW = Wording(
    f"Not looked for: {LEAST_OBSERVATIONS} observations are the least from which the rules draw anything.",
    f"没有检查：至少要有 {LEAST_OBSERVATIONS} 个观测，这些规则才作判断。",
)


def findings_text(statistics: Statistics, language: Language, *, colour: bool = False) -> str:
    """Return the findings as `idx check` words them, and below them what the framework's file allows."""
    parts = []
    if statistics.findings:
        parts.append(render_text(statistics.findings, colour=colour, language=language))
    reasons = dict(statistics.allowed)
    if reasons:
        heading = said(Wording("Allowed in the file:", "文件中已豁免："), language)
        lines = [f"  {item.code}  {said(item.message, language)}" for item in in_order(reasons)]
        whys = [f"          # {reasons[item]}" for item in in_order(reasons)]
        parts.append("\n".join([heading, *(line for pair in zip(lines, whys, strict=True) for line in pair)]))
    if not parts:
        few = statistics.observations.keys.height < LEAST_OBSERVATIONS
        parts.append(said(TOO_FEW if few else NOTHING, language))
    return "\n\n".join(parts)


def findings_heading(language: Language) -> Table:
    """Return the heading of the section."""
    return Table((), [], said(TITLE, language))
