"""What stands below what: nothing below itself, and nothing too deep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx import graph
from idx.diagnostics import Rule, Wording
from idx.resolve.example import HEADER, METHOD
from idx.resolve.reading import references
from idx.syntax.errors import DEEPEST, TOO_DEEP

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.resolve.names import Names
    from idx.syntax import tree

CYCLE = Rule(
    "IDX103",
    Wording("a node that contains itself", "节点包含了自身"),
    Wording(
        "A composite is computed from what stands under it, so nothing under it can be the composite itself.",
        "复合指标由其下的指标计算得出，因此它自身不能出现在自己之下。",
    ),
    bad=HEADER + METHOD + "index total {\n  a {\n    b\n    total\n  }\n}\n",
)


def report_cycle(
    file: tree.File,
    found: Collector,
    names: Names,
    places: dict[str, list[tree.Node]],
    edges: list[tuple[str, str]],
) -> bool:
    """Report a cycle; return whether there is one."""
    cycle = graph.find_cycle(edges)
    if cycle is None:
        return False
    again = [node.name for name in cycle for node in places[name] if node is not names.definitions[name]]
    again += [item.name for name in cycle for item in references(names.definitions[name]) if item.name.text in cycle]
    found.add(
        CYCLE,
        Wording(f"`{cycle[0]}` contains itself: {' → '.join(cycle)}", f"`{cycle[0]}` 包含了自身：{' → '.join(cycle)}"),
        file.span(again[0]) if again else None,
        help=Wording("one of these nodes must not stand under the other", "这些节点中，必须有一个不再位于另一个之下"),
    )
    return True


def report_depth(
    file: tree.File,
    found: Collector,
    names: Names,
    places: dict[str, list[tree.Node]],
    edges: list[tuple[str, str]],
) -> None:
    """Report composites that refer to others so that more levels stand below one another than braces may."""
    if all(len(headings) == 1 for name, headings in places.items() if names.children(name)):
        return  # without references the parser has counted the braces
    depth: dict[str, int] = {}
    for name in graph.order(edges):
        below = [depth[child.name.text] for child in names.children(name)] if name in names.definitions else []
        depth[name] = 1 + max(below) if below else 0
        if depth[name] > DEEPEST:
            message = Wording(f"{depth[name]} levels stand below `{name}`", f"`{name}` 之下有 {depth[name]} 层")
            help_ = Wording(f"at most {DEEPEST} levels can be nested", f"最多嵌套 {DEEPEST} 层")
            found.add(TOO_DEEP, message, file.span(names.definitions[name].name), help=help_)
            return
