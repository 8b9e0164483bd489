"""Indicators of unequal weight where every level is weighted equally."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx import graph
from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.model import Composite
from idx.resolve.example import HEADER, METHOD

if TYPE_CHECKING:
    from fractions import Fraction

    from idx.diagnostics import Diagnostic
    from idx.model import Framework

UNEQUAL = Rule(
    "IDX305",
    Wording("equal weights by level that make indicators unequal", "逐级等权使指标权重不等"),
    Wording(
        "Under equal weights level by level an indicator in a group of two weighs more than one in a group of three. "
        "That may be meant (each dimension counts the same); a reader who sees `equal` easily takes it for equal "
        "weights of the indicators. `idx show` prints the effective weights.",
        "逐级等权时，两个一组的指标比三个一组的指标权重大。这也许是有意的（每个维度同样重要）；但读者看到 `equal` "
        "容易以为各指标权重相等。`idx show` 列出实际权重。",
    ),
    bad=HEADER
    + METHOD
    + 'index total {\n  x {\n    a unit % source "S"\n    b unit % source "S"\n  }\n'
    + '  y {\n    c unit % source "S"\n    d unit % source "S"\n    e unit % source "S"\n  }\n}\n',
    severity=Severity.WARNING,
)


def unequal_indicators(framework: Framework) -> list[Diagnostic]:
    """Report trees whose composites all weigh their children equally while the indicators' weights differ."""
    found = Collector()
    built = graph.build(framework)
    for name in framework.roots:
        root = framework.nodes[name]
        if not isinstance(root, Composite) or root.over == "indicators":
            continue
        weights = graph.effective_weights(framework, name, built)
        if not all(_equal(node) for each in weights if isinstance(node := framework.nodes[each], Composite)):
            continue
        leaves = {each: weight for each, weight in weights.items() if not isinstance(framework.nodes[each], Composite)}
        least, most = (choose(leaves, key=lambda each: leaves[each]) for choose in (min, max))
        if leaves[least] < leaves[most]:
            _report(found, root, (least, leaves[least]), (most, leaves[most]))
    return found.items


def _equal(node: Composite) -> bool:
    return node.weighting.method.name == "equal" and all(child.stated is None for child in node.children)


def _report(found: Collector, root: Composite, least: tuple[str, Fraction], most: tuple[str, Fraction]) -> None:
    low, high = (f"`{name}` {float(weight):.2%}" for name, weight in (least, most))
    message = Wording(
        f"every level of `{root.name}` is weighted equally, and its indicators are not: {low}, {high}",
        f"`{root.name}` 逐级等权，各指标的权重却不相等：{low}，{high}",
    )
    help_ = Wording(
        "say that it is meant (`# allow IDX305: reason`), or state weights",
        "请写明这是有意的（`# allow IDX305: reason`），或写出权重",
    )
    found.add(UNEQUAL, message, root.weighting.span or root.span, help=help_)
