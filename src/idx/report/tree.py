"""A framework's tree as a table."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from idx import graph
from idx.model import Composite, Indicator, label
from idx.report.numbers import exact, per_cent
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from idx.model import Child, Framework, Node


def tree_table(framework: Framework, language: str | None = None) -> Table:
    """Return the tree: name, label, unit, exact weight in the parent and in the root, and method."""
    levels = graph.levels(graph.build(framework))
    weights = {root: graph.effective_weights(framework, root) for root in framework.roots}
    rows: list[tuple[Cell, ...]] = []
    root = framework.roots[0]
    for placement in framework.placements:
        node = framework.nodes[placement.node]
        if placement.parent is None:
            root, own, whole = node.name, None, Fraction(1)
        else:
            parent = framework.nodes[placement.parent]
            own = next(child.weight for child in _children(parent) if child.name == node.name)
            whole = weights[root].get(placement.parent, Fraction(0)) * own
        style = "bold" if isinstance(node, Composite) else ""
        rows.append(
            (
                Cell(node.name, style, levels[node.name]),
                Cell(label(node, language) if node.labels else ""),
                Cell(node.unit or "" if isinstance(node, Indicator) else ""),
                Cell("" if own is None else exact(own)),
                Cell(f"{exact(whole)}  {per_cent(whole, 2)}" if whole != 1 else "1"),
                Cell(_method(node)),
            )
        )
    columns = (
        Column("node", "left"),
        Column("label", "left", folds=True),
        Column("unit", "left"),
        Column("weight"),
        Column("in the whole"),
        Column("method", "left"),
    )
    placed = {placement.node for placement in framework.placements}
    levels = {name: level for name, level in levels.items() if name in placed}
    counts = [sum(level == depth for level in levels.values()) for depth in range(max(levels.values()) + 1)]
    indicators = sum(node.name in placed for node in framework.indicators)
    notes = (
        f"{indicators} indicators; nodes by level: {'-'.join(map(str, counts))}.",
        "Weights are exact. In the whole they multiply along the path; past a mean that is not arithmetic, nominally.",
    )
    return Table(columns, rows, f"{label(framework, language)} · {framework.version}", notes)


def _children(node: Node) -> tuple[Child, ...]:
    return node.children if isinstance(node, Composite) else ()


def _method(node: Node) -> str:
    if isinstance(node, Indicator):
        said = f"= {node.formula}, " if node.formula else ""
        said += f"{node.normalise}{f' where {node.where}' if node.where else ''}"
        said += "".join(f" then {step}" for step in node.steps)
        return f"{said}{', negative' if node.negative else ''}"
    said = f"{node.aggregate}{f' over {node.over}' if node.over else ''}"
    return said + "".join(f" then {step}" for step in node.steps)
