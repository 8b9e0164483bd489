"""A naive evaluator in plain Python: every node × entity × period in turn, by the definitions and nothing else.

It is slow on purpose. It shares no code with the engine, so that where the two agree both are probably right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import late_formulas
from combining import NodeCell
from data_cells import At
from descriptions import Arithmetic, Composite, Description, Entity, Indicator
from node_cells import Nodes
from rules import RULES, MissingValue, Refusal, Rules
from walks import composites, nodes, over_index, parts

__all__ = ["Evaluation", "Key", "MissingValue", "Refusal", "Row", "evaluate", "ranks"]

Key: TypeAlias = tuple[str | None, str, Entity, int]


@dataclass(frozen=True, slots=True)
class Row:
    """The results of one placement in one cell; a root has neither weight nor contribution."""

    raw: float | None
    score: float | None
    index: float | None
    weight: float | None
    contribution: float | None
    status: str
    estimated_share: float | None


Evaluation: TypeAlias = dict[Key, Row]  # by parent, node, entity, period


def evaluate(description: Description, rules: Rules = RULES) -> Evaluation:
    """Evaluate a description; raise a Refusal where the methods demand an error."""
    results = _evaluated(description, rules)
    return dict(_rows(results))


def ranks(description: Description, rules: Rules = RULES) -> dict[tuple[str, At], float]:
    """Rank every node of the trees among the entities of each period."""
    results = _evaluated(description, rules)
    placed = {node.name for tree in description.trees for node in nodes(tree.node)}
    return {(name, at): rank for name in placed for at, rank in late_formulas.ranks(results, name).items()}


def _evaluated(description: Description, rules: Rules) -> Nodes:
    results = Nodes(description, rules)
    for name in results.known:
        results.cells(name)
    _check_bases(results)
    return results


def _check_bases(results: Nodes) -> None:
    """Refuse a base in which nothing that weighs has a value; of what is made of results that is not known before."""
    weighing: set[str] = set()
    for tree in results.description.trees:
        weighing |= _weighing(tree.node)
    for tree in results.description.trees:
        if tree.chain is None:
            continue
        linked = [name for name, chain in results.chains.items() if chain == tree.chain and name in weighing]
        leaves = [name for name in linked if isinstance(results.known[name], Indicator)]
        cells = [
            results.cells(name)[entity, period]
            for name in leaves
            for entity in results.description.entities
            for period in tree.chain.bases
        ]
        if results.late.isdisjoint(leaves) and all(cell.raw is None for cell in cells):
            raise MissingValue(f"no indicator has a value in {tree.chain.base}")


def _weighing(node: Composite | Indicator) -> set[str]:
    """Name a node and what weighs in it."""
    below = [child.node for child in node.children if child.weight] if isinstance(node, Composite) else []
    return {node.name}.union(*map(_weighing, below))


def _rows(results: Nodes) -> Iterator[tuple[Key, Row]]:
    """Lay the results out, a row for every placement of a node; what stands under a shared node is listed once."""
    shown = [at for at in results.grid if at in results.shown]
    listed: set[str] = set()
    for tree in results.description.trees:
        for at in shown:
            yield (None, tree.node.name, *at), _row(results.cells(tree.node.name)[at], None, None)
        for composite in composites(tree.node):
            if composite.name in listed:
                continue
            listed.add(composite.name)
            for at in shown:
                yield from _placed(results, composite, at)


def _placed(results: Nodes, composite: Composite, at: At) -> Iterator[tuple[Key, Row]]:
    """Yield the rows of a composite's children in one cell."""
    parent = results.cells(composite.name)[at]
    used = {part.node.name: weight for part, weight in zip(parts(composite), parent.used, strict=True)}
    for child in composite.children:
        cell = results.cells(child.node.name)[at]
        weight = child.weight if composite.aggregate.over_indicators else used[child.node.name]
        added = _contribution(composite, parent, cell, weight, results.rules)
        yield (composite.name, child.node.name, *at), _row(cell, None if weight is None else float(weight), added)


def _contribution(
    composite: Composite, parent: NodeCell, cell: NodeCell, used: Fraction | None, rules: Rules
) -> float | None:
    """Give a child's part in the score (over the index: in the index) of a parent that adds up."""
    if not isinstance(composite.aggregate, Arithmetic) or composite.steps or composite.aggregate.over_indicators:
        return None
    whole, part = (parent.index, cell.index) if over_index(composite) else (parent.score, cell.score)
    if whole is None or used is None:
        return None
    return 0.0 if part is None else rules.contribution(used, part)  # an absent child has no weight to add with


def _row(cell: NodeCell, weight: float | None, contribution: float | None) -> Row:
    share = None if cell.share is None else float(cell.share)
    return Row(cell.raw, cell.score, cell.index, weight, contribution, cell.status, share)
