"""A composite with one child."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.model import Framework

ONLY_CHILD = Rule(
    "IDX304",
    Wording("a composite with one child", "只有一个下级的复合指标"),
    Wording(
        "A composite of one child is that child under a second name: it combines nothing, and the child has the weight "
        "of a whole group. Sometimes the published framework is so; more often a level is one too many.",
        "只有一个下级的复合指标只是给下级换了名称：没有合成什么，而这个下级独占整组的权重。有时公布的指标体系就是这样；"
        "更常见的是多了一层。",
    ),
    bad=HEADER + METHOD + 'index total {\n  group_a {\n    a unit % source "S"\n  }\n  b unit % source "S"\n}\n',
    severity=Severity.WARNING,
)


def only_child(framework: Framework) -> list[Diagnostic]:
    """Report composites with one child."""
    found = Collector()
    for node in framework.composites:
        if len(node.children) == 1:
            child = node.children[0].name
            message = Wording(f"`{node.name}` has one child, `{child}`", f"`{node.name}` 只有一个下级 `{child}`")
            help_ = Wording(
                f"let `{child}` stand in its place, unless the framework is published so",
                f"请让 `{child}` 直接处于这一级，除非公布的指标体系就是如此",
            )
            found.add(ONLY_CHILD, message, node.span, help=help_)
    return found.items
