"""A framework's tree as a table."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from idx import graph
from idx.diagnostics import Wording, said
from idx.model import Composite, Indicator, label
from idx.report.numbers import exact, per_cent
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from idx.diagnostics import Language
    from idx.model import Child, Framework, Node


HEADINGS = (
    Wording("node", "节点"),
    Wording("label", "名称"),
    Wording("unit", "单位"),
    Wording("weight", "权重"),
    Wording("in the whole", "对总指数的权重"),
    Wording("method", "方法"),
)
EXACT = Wording(
    "Weights are exact. In the whole they multiply along the path; past a mean that is not arithmetic, nominally.",
    "权重是精确值。对总指数的权重是路径上各级权重的乘积；途中若有算术平均以外的合成方法，则只是名义权重。",
)
COMPUTED = Wording(
    "A weighting in the place of a weight computes it from scores; `idx eval --format csv` has those that were used.",
    "权重处写的是赋权方法时，权重由得分计算得出；所用的权重见 `idx eval --format csv`。",
)
NEGATIVE = Wording(", negative", "，逆向")


def tree_table(framework: Framework, language: str | None = None, speech: Language = "en") -> Table:
    """Return the tree: name, label, unit, exact weight in the parent and in the root, and method.

    `language` is that of the labels, `speech` that of the headings and the remarks.
    """
    built = graph.build(framework)
    levels = graph.levels(built)
    weights = {root: graph.effective_weights(framework, root, built) for root in framework.roots}
    unknown = graph.weighed_by_scores(framework)
    rows: list[tuple[Cell, ...]] = []
    root = framework.roots[0]
    for placement in framework.placements:
        node = framework.nodes[placement.node]
        own: str
        if placement.parent is None:
            root, own, whole = node.name, "", Fraction(1)
        else:
            parent = framework.nodes[placement.parent]
            share = next(child.weight for child in _children(parent) if child.name == node.name)
            own = _computed(parent) or exact(share)
            whole = weights[root].get(placement.parent, Fraction(0)) * share
        in_whole = f"{exact(whole)}  {per_cent(whole, 2)}" if whole != 1 else "1"
        style = "bold" if isinstance(node, Composite) else ""
        rows.append(
            (
                Cell(node.name, style, levels[node.name]),
                Cell(label(node, language) if node.labels else ""),
                Cell(node.unit or "" if isinstance(node, Indicator) else ""),
                Cell(own),
                Cell("–" if node.name in unknown else in_whole),
                Cell(_method(node, speech)),
            )
        )
    node_, label_, unit, weight, in_whole, method = (said(heading, speech) for heading in HEADINGS)
    columns = (
        Column(node_, "left"),
        Column(label_, "left", folds=True),
        Column(unit, "left"),
        Column(weight),
        Column(in_whole),
        Column(method, "left"),
    )
    placed = {placement.node for placement in framework.placements}
    levels = {name: level for name, level in levels.items() if name in placed}
    counts = [sum(level == depth for level in levels.values()) for depth in range(max(levels.values()) + 1)]
    indicators = sum(node.name in placed for node in framework.indicators)
    by_level = "-".join(map(str, counts))
    counted = Wording(
        f"{indicators} indicators; nodes by level: {by_level}.", f"{indicators} 个指标；各级节点数：{by_level}。"
    )
    computed = [said(COMPUTED, speech)] if unknown else []
    notes = (said(counted, speech), said(EXACT, speech), *computed, *_origins(framework, speech))
    return Table(columns, rows, f"{label(framework, language)} · {framework.version}", notes)


def _origins(framework: Framework, speech: Language) -> list[str]:
    """Say of each method that is none of the language's own which distribution it comes from."""
    return [
        said(
            Wording(
                f"`{method.kind} {method.name}` comes from {method.origin}.",
                f"`{method.kind} {method.name}` 来自 {method.origin}。",
            ),
            speech,
        )
        for method in framework.foreign
    ]


def _children(node: Node) -> tuple[Child, ...]:
    return node.children if isinstance(node, Composite) else ()


def _computed(parent: Node) -> str:
    """Return the weighting that computes the weights of a composite's children, if one does."""
    computed = isinstance(parent, Composite) and parent.weighting.method.computed
    return parent.weighting.method.name if isinstance(parent, Composite) and computed else ""


def _method(node: Node, speech: Language) -> str:
    if isinstance(node, Indicator):
        steps = f"= {node.formula}, " if node.formula else ""
        steps += "".join(f"{step}, " for step in node.treat)
        steps += f"{node.normalise}{f' where {node.where}' if node.where else ''}"
        steps += "".join(f" then {step}" for step in node.steps)
        return f"{steps}{said(NEGATIVE, speech) if node.negative else ''}"
    steps = f"{node.aggregate}{f' over {node.over}' if node.over else ''}"
    return steps + "".join(f" then {step}" for step in node.steps)
