"""Goal posts and a direction that reverse each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.model import Framework

REVERSED = Rule(
    "IDX308",
    Wording("goal posts that contradict the direction", "上下限阈值与指标方向相矛盾"),
    Wording(
        "The order of the goal posts is the direction: `worst = 50, best = 0` says that low is good. `direction "
        "negative` swaps the two posts, so that the one called worst scores best.",
        "上下限阈值的次序就是指标方向：`worst = 50, best = 0` 表示越低越好。`direction negative` 会把两个阈值对调，"
        "于是写作 `worst` 的值反而得分最高。",
    ),
    bad=HEADER + METHOD + 'index total {\n  a unit % source "S" direction negative\n  b unit % source "S"\n}\n',
    severity=Severity.WARNING,
)


def goal_posts(framework: Framework) -> list[Diagnostic]:
    """Report indicators of negative direction that are normalised between goal posts."""
    found = Collector()
    for node in framework.indicators:
        posts = node.normalise.arguments
        if not node.negative or node.normalise.method.name != "goalposts":
            continue
        worst, best = posts["worst"], posts["best"]
        message = Wording(
            f"`direction negative` swaps the goal posts of `{node.name}`: {worst:g}, called worst, scores best",
            f"`direction negative` 对调了 `{node.name}` 的上下限阈值：写作 `worst` 的 {worst:g} 得分最高",
        )
        low, high = sorted((worst, best))
        help_ = Wording(
            f"leave the direction out; if low is good, write `worst = {high:g}, best = {low:g}`",
            f"请删去 `direction`；若越低越好，请写 `worst = {high:g}, best = {low:g}`",
        )
        found.add(REVERSED, message, node.span, help=help_)
    return found.items
