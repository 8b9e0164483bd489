"""The methods that a framework from an outline begins with, each with what to check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Wording, said

if TYPE_CHECKING:
    from idx.interchange.outline.write import Settings

KEYWORDS = ("periods", "impute", "missing", "normalise", "weighting", "aggregate", "link")

MISSING = Wording("check: a missing child leaves its parent without a value", "核对：下级缺数值，上级也没有数值")
MISSING_COINR = Wording(
    "check: as in COINr, the children present share the weight", "核对：与 COINr 一样，由有数值的下级分配权重"
)
MIN_MAX = Wording(
    "check: over all periods the least scores 0, the greatest 100", "核对：各期合在一起，最小的得0分，最大的得100分"
)
GROWTH = Wording("check: growth on the period before", "核对：与上一期相比的增速")
EQUAL = Wording("siblings weigh the same, unless weights are stated", "同级各项权重相等，写明权重的除外")
MEAN = Wording("check: the weighted mean of the children", "核对：下级的加权平均")
LINK = Wording("check: growth is chained into an index, 100 in the base", "核对：由增速连乘成指数，基期为100")
NO_BASE = Wording(
    "check: growth becomes an index by a link from its base on: link chain(base = 2019, value = 100)",
    "核对：加上 link 才能由增速得到指数，例如 link chain(base = 2019, value = 100)",
)
FILLS = Wording(
    "check: missing values can be filled: impute gaps by log_linear, impute latest by carry_forward",
    "核对：可以填补缺失值：impute gaps by log_linear，impute latest by carry_forward",
)


def method_block(settings: Settings, *, coinr: bool) -> list[str]:
    """Return the `method` block: what was asked for as it is, the rest by default with a remark."""
    language, growth = settings.language, settings.family == "growth"
    defaults: dict[str, tuple[str, Wording]] = {
        "missing": ("drop(min_coverage = 0)", MISSING_COINR) if coinr else ("null", MISSING),
        "normalise": ("symmetric_growth", GROWTH)
        if growth
        else ("min_max(reference = all_periods, to = 0..100)", MIN_MAX),
        "weighting": ("equal", EQUAL),
        "aggregate": ("arithmetic", MEAN),
    }
    base = settings.data.first if settings.data else ""
    if growth and base:
        defaults["link"] = (f"chain(base = {base}, value = 100)", LINK)
    rows = []
    for keyword in KEYWORDS:
        asked = settings.methods.get(keyword, ())
        rows += [f"{keyword} {text}" for text in asked]
        if not asked and keyword in defaults:
            text, remark = defaults[keyword]
            rows.append(f"{keyword} {text}  # {said(remark, language)}")
    remarks = []
    if growth and "impute" not in settings.methods:
        remarks.append(FILLS)
    if growth and not base and "link" not in settings.methods:
        remarks.append(NO_BASE)
    return ["method {", *rows, *(f"# {said(remark, language)}" for remark in remarks), "}"]
