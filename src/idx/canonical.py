"""The canonical form of a framework: its meaning as plain data, without layout, comments or positions."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from idx.model import Indicator

if TYPE_CHECKING:
    from idx.model import Column, Framework, Node


def canonical(framework: Framework) -> dict[str, Any]:
    """Return a framework's meaning as plain data."""
    return {
        "framework": framework.name,
        "labels": framework.labels,
        "version": framework.version,
        "source": framework.source,
        "note": framework.note,
        "periods": str(framework.periods) if framework.periods else None,
        "roots": framework.roots,
        **_beyond_the_trees(framework),
        "nodes": [_node(node) for node in framework.nodes.values()],
    }


def fingerprint(framework: Framework) -> str:
    """Return the SHA-256 of the canonical form."""
    text = json.dumps(canonical(framework), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _beyond_the_trees(framework: Framework) -> dict[str, Any]:
    """Return what only some frameworks state, left out where it is absent."""
    stated: dict[str, Any] = {}
    if framework.columns:
        stated["columns"] = [
            {"keyword": item.keyword, "name": item.name, "labels": item.labels, "unit": item.unit}
            | {"source": item.source, "note": item.note, "code": item.code}
            | _reading(item)
            for item in framework.columns.values()
        ]
    if framework.made:
        stated["made"] = [
            {"name": item.name, "labels": item.labels, "where": str(item.where)}
            | {"source": item.source, "note": item.note, "code": item.code}
            for item in framework.made
        ]
    if framework.entities:
        stated["entities"] = str(framework.entities)
    if framework.foreign:
        stated["methods"] = sorted([method.kind, method.name, *(method.origin or ())] for method in framework.foreign)
    return stated


def _reading(item: Column | Indicator) -> dict[str, str]:
    """Return how data are read, as far as it is stated."""
    stated = {"convert": item.convert, "across": item.across}
    return {keyword: str(call) for keyword, call in stated.items() if call}


def _node(node: Node) -> dict[str, Any]:
    shared: dict[str, Any] = {"name": node.name, "labels": node.labels, "source": node.source, "note": node.note}
    shared |= {"negative": node.negative, "link": str(node.link) if node.link else None}
    if node.steps:
        shared["steps"] = [str(step) for step in node.steps]
    if isinstance(node, Indicator):
        if node.formula:
            shared["formula"] = str(node.formula)
        if node.where:
            shared["where"] = str(node.where)
        return shared | {
            "unit": node.unit,
            "code": node.code,
            "impute": {place: str(call) for place, call in node.impute.items()},
            **({"treat": [str(step) for step in node.treat]} if node.treat else {}),
            "normalise": str(node.normalise),
            **_reading(node),
        }
    shared |= {"code": node.code} if node.code else {}
    return shared | {
        "weighting": str(node.weighting),
        "aggregate": f"{node.aggregate}{f' over {node.over}' if node.over else ''}",
        "missing": str(node.missing),
        "children": [[child.name, str(child.weight)] for child in node.children],
    }
