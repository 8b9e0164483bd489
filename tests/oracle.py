"""A naive evaluator in plain Python: every node × entity × period in turn, by the definitions and nothing else.

It is slow on purpose. It shares no code with the engine, so that where the two agree both are probably right.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, get_args

from descriptions import (
    Arithmetic,
    Cell,
    Chain,
    Composite,
    Description,
    Entity,
    Geometric,
    Growth,
    Indicator,
    SymmetricGrowth,
)
from leaves import NodeCell, indicator_cells
from rules import RULES, BrokenChain, MissingValue, OutsideDomain, Refusal, Rules, index_growth
from walks import children_first, composites, indicators

__all__ = ["Evaluation", "Key", "MissingValue", "Refusal", "Row", "evaluate", "is_growth_family"]

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


def is_growth_family(description: Description) -> bool:
    """Tell whether scores are growths, so that the first evaluated period has no step of its own."""
    return any(isinstance(indicator.normaliser, get_args(Growth)) for indicator in indicators(description.root))


def evaluate(description: Description, rules: Rules = RULES) -> Evaluation:
    """Evaluate a description; raise a Refusal where the methods demand an error."""
    cells: dict[Cell, NodeCell] = {}
    for node in children_first(description.root):
        if isinstance(node, Indicator):
            cells |= indicator_cells(description, node, rules)
        else:
            for entity in description.entities:
                cells |= _composite(description, node, entity, cells, rules)
    _check_base(description, cells)
    return dict(_rows(description, cells, rules))


def _check_base(description: Description, cells: dict[Cell, NodeCell]) -> None:
    """Refuse a base period in which nothing that weighs has a value."""
    if description.chain is None:
        return
    weighing = {description.root.name}
    for node in reversed(list(children_first(description.root))):
        if isinstance(node, Composite) and node.name in weighing:
            weighing |= {child.node.name for child in node.children if child.weight}
    leaves = [leaf.name for leaf in indicators(description.root) if leaf.name in weighing]
    at_base = [cells[name, entity, description.chain.base] for name in leaves for entity in description.entities]
    if all(cell.raw is None for cell in at_base):
        raise MissingValue(f"no indicator has a value in {description.chain.base}")


def _composite(
    description: Description, composite: Composite, entity: Entity, cells: dict[Cell, NodeCell], rules: Rules
) -> dict[Cell, NodeCell]:
    """Combine the children of a composite for one entity, then link the result over the periods."""
    path: dict[int, NodeCell] = {}
    for period in description.computed_periods:
        children = [cells[child.node.name, entity, period] for child in composite.children]
        path[period] = _combined_cell(description, composite, (entity, period), children, rules)
    if description.chain is not None:
        if over_index(composite):
            _growth_of_index(path, description.chain)
        else:
            _link(path, description.chain, rules)
    return {(composite.name, entity, period): cell for period, cell in path.items()}


def over_index(composite: Composite) -> bool:
    """Tell whether a composite combines index levels."""
    return isinstance(composite.aggregate, Arithmetic) and composite.aggregate.over_index


def _combined_cell(
    description: Description, composite: Composite, at: tuple[Entity, int], children: list[NodeCell], rules: Rules
) -> NodeCell:
    """Combine the children of a composite in one cell, as its rule for missing children permits."""
    entity, period = at
    weights = [child.weight for child in composite.children]
    values = [child.index if over_index(composite) else child.score for child in children]
    present = [value is not None for value in values]
    enough = complete = rules.covered(composite.missing, weights, present)
    if not complete and not _needed(description, composite, period):
        present = [child.status != "M" for child in children]  # no step leads here: the raw values are what counts
        enough = rules.covered(composite.missing, weights, present)
    elif not complete and composite.missing == "error":
        raise MissingValue(f"a child of {composite.name} is missing for {entity} in {period}")
    used = rules.used_weights(composite.missing, weights, present)
    cell = NodeCell(used=used)
    if enough:
        cell.status = rules.weakest([child.status for child in children], used)
    if cell.status != "M":
        shares = [child.share or Fraction(0) for child in children]
        cell.share = sum((weight * share for weight, share in zip(used, shares, strict=True)), Fraction(0))
    _check_zeros(composite, weights, values)
    if complete and over_index(composite):
        cell.index = _combine(composite, used, values)
    elif complete:
        cell.score = _combine(composite, used, values)
        if description.chain is not None:
            _check_step(composite, used, values, description.chain)
    return cell


def _needed(description: Description, composite: Composite, period: int) -> bool:
    """Tell whether a missing child counts: not before the first period, nor its growth into the first one."""
    if period < description.first:
        return False
    return period > description.first or over_index(composite) or not is_growth_family(description)


def _combine(composite: Composite, used: Sequence[Fraction], values: Sequence[float | None]) -> float:
    """Take the weighted mean of the children that carry weight."""
    carrying = [
        (float(weight), value) for weight, value in zip(used, values, strict=True) if weight and value is not None
    ]
    if isinstance(composite.aggregate, Arithmetic):
        return math.fsum(weight * value for weight, value in carrying)
    replaced = [(weight, _nonzero(composite.aggregate, value)) for weight, value in carrying]
    if any(value == 0 for _, value in replaced):
        return 0.0
    return math.exp(math.fsum(weight * math.log(value) for weight, value in replaced))


def _nonzero(mean: Geometric, value: float) -> float:
    """Apply what a geometric mean says of zeros."""
    return float(mean.zero) if value == 0 and isinstance(mean.zero, Fraction) else value


def _check_zeros(composite: Composite, weights: Sequence[Fraction], values: Sequence[float | None]) -> None:
    """Refuse a zero before a geometric mean that says so, whatever else is missing."""
    zero = any(weight and value == 0 for weight, value in zip(weights, values, strict=True))
    if zero and composite.aggregate == Geometric("error"):
        raise OutsideDomain(f"a zero before the geometric mean {composite.name}")


def _check_step(composite: Composite, used: Sequence[Fraction], values: Sequence[float | None], chain: Chain) -> None:
    """Refuse a step that ends an index: every child starts from nothing or comes to nothing, or a fall by all of it."""
    carrying = {value for weight, value in zip(used, values, strict=True) if weight}
    if chain.growth == "symmetric" and carrying in ({200.0}, {-200.0}) and symmetric_below(composite):
        raise BrokenChain(f"all children of {composite.name} at {carrying}")
    if chain.growth == "simple" and _combine(composite, used, values) <= -100:
        raise BrokenChain(f"{composite.name} would fall below zero")


def symmetric_below(composite: Composite) -> bool:
    """Tell whether the growths below are bounded by ±200, so that these values mean a zero."""
    return all(isinstance(indicator.normaliser, SymmetricGrowth) for indicator in indicators(composite))


def _link(path: dict[int, NodeCell], chain: Chain, rules: Rules) -> None:
    """Chain a composite's growth from the base, forward and backward; nothing lies beyond a hole."""
    path[chain.base].index = float(chain.value)
    for direction in (1, -1):
        logarithm, period = math.log(chain.value), chain.base
        while (beyond := period + direction) in path:
            step = path[max(period, beyond)].score
            if step is None:
                break
            logarithm += direction * rules.log_ratio(step, chain.growth)
            path[beyond].index = math.exp(logarithm)
            period = beyond


def _growth_of_index(path: dict[int, NodeCell], chain: Chain) -> None:
    """Give a composite over the index the growth that its own link would need."""
    for period, cell in path.items():
        before = path[period - 1].index if period - 1 in path else None
        if cell.index is not None and before is not None:
            cell.score = index_growth(cell.index, before, chain.growth)


def _rows(description: Description, cells: dict[Cell, NodeCell], rules: Rules) -> Iterator[tuple[Key, Row]]:
    """Lay the results out, a row for every placement of a node."""
    for entity in description.entities:
        for period in description.periods:
            root = cells[description.root.name, entity, period]
            yield (None, description.root.name, entity, period), _row(root, None, None)
            for composite in composites(description.root):
                parent = cells[composite.name, entity, period]
                for child, used in zip(composite.children, parent.used, strict=True):
                    cell = cells[child.node.name, entity, period]
                    added = _contribution(composite, parent, cell, used, rules)
                    yield (composite.name, child.node.name, entity, period), _row(cell, float(used), added)


def _contribution(composite: Composite, parent: NodeCell, cell: NodeCell, used: Fraction, rules: Rules) -> float | None:
    """Give a child's part in the score (over the index: in the index) of a parent that adds up."""
    if not isinstance(composite.aggregate, Arithmetic):
        return None
    whole, part = (parent.index, cell.index) if composite.aggregate.over_index else (parent.score, cell.score)
    if whole is None:
        return None
    return 0.0 if part is None else rules.contribution(used, part)  # an absent child has no weight to add with


def _row(cell: NodeCell, weight: float | None, contribution: float | None) -> Row:
    share = None if cell.share is None else float(cell.share)
    return Row(cell.raw, cell.score, cell.index, weight, contribution, cell.status, share)
