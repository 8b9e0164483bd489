"""A framework's graph in the notations of Graphviz and Mermaid, and as node-link JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from idx import graph
from idx.model import Composite, label
from idx.report.numbers import exact

if TYPE_CHECKING:
    from idx.model import Framework


def render(framework: Framework, form: str, language: str | None = None) -> str:
    """Return the graph as `dot`, `mermaid` or `json`."""
    return {"dot": _dot, "mermaid": _mermaid, "json": _json}[form](framework, language)


def _edges(framework: Framework) -> list[tuple[str, str, str]]:
    return [(node.name, child.name, exact(child.weight)) for node in framework.composites for child in node.children]


def _reads(framework: Framework) -> list[tuple[str, str]]:
    """Return which node each formula reads; these edges weigh nothing."""
    return [
        (node.name, name)
        for node in framework.indicators
        if node.formula
        for name in node.formula.reads
        if name in framework.nodes
    ]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'


def _dot(framework: Framework, language: str | None) -> str:
    lines = [f"digraph {_quoted(framework.name)} {{", "  rankdir=LR;", "  node [shape=box];"]
    for node in framework.nodes.values():
        shape = "" if isinstance(node, Composite) else ", style=rounded"
        lines.append(f"  {_quoted(node.name)} [label={_quoted(label(node, language))}{shape}];")
    lines += [
        f"  {_quoted(up)} -> {_quoted(down)} [label={_quoted(weight)}];" for up, down, weight in _edges(framework)
    ]
    lines += [f"  {_quoted(up)} -> {_quoted(down)} [style=dashed];" for up, down in _reads(framework)]
    return "\n".join([*lines, "}"])


def _mermaid(framework: Framework, language: str | None) -> str:
    number = {name: f"n{index}" for index, name in enumerate(framework.nodes)}
    lines = ["graph LR"]
    for node in framework.nodes.values():
        text = label(node, language).replace('"', "#quot;")
        opening, closing = ("[", "]") if isinstance(node, Composite) else ("(", ")")
        lines.append(f'  {number[node.name]}{opening}"{text}"{closing}')
    lines += [f'  {number[up]} -->|"{weight}"| {number[down]}' for up, down, weight in _edges(framework)]
    lines += [f"  {number[up]} -.-> {number[down]}" for up, down in _reads(framework)]
    return "\n".join(lines)


def _json(framework: Framework, language: str | None) -> str:
    built = graph.build(framework)
    content = {
        "framework": framework.name,
        "version": framework.version,
        "nodes": [
            {
                "name": node.name,
                "label": label(node, language),
                "kind": "composite" if isinstance(node, Composite) else "indicator",
                "level": built.nodes[node.name]["level"],
            }
            for node in framework.nodes.values()
        ],
        "edges": [{"parent": up, "child": down, "weight": weight} for up, down, weight in _edges(framework)],
        "formulas": [{"node": up, "reads": down} for up, down in _reads(framework)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)
