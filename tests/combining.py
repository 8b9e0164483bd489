"""The oracle's half about composites: what is combined in one cell, with which weights, and what that rests on."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from descriptions import Arithmetic, Chain, Composite, Geometric, Indicator, Node, Other
from method_cases import COPELAND
from normalisers import SymmetricGrowth
from rules import BrokenChain, MissingValue, OutsideDomain, Rules
from walks import over_index, parts


@dataclass(slots=True)
class NodeCell:
    """What a node is worth in one cell, and the weights it gave there to what it combines."""

    raw: float | None = None
    score: float | None = None
    index: float | None = None
    status: str = "M"
    share: Fraction | None = None
    used: Sequence[Fraction | None] = ()


class Needed(NamedTuple):
    """Whether a cell is one that results show, and which of its parts may be missing by nature."""

    shown: bool
    excused: Sequence[bool]


def combined(
    composite: Composite,
    below: Sequence[NodeCell],
    rules: Rules,
    needed: Needed,
    weights: Sequence[Fraction],
    *,
    first: bool,
) -> NodeCell:
    """Combine the parts of a composite in one cell, as its rule for missing children permits.

    `needed` says when a missing part counts as one; `first` that no step leads here, so that raw values are what
    status and weights go by.
    """
    if composite.weighing is not None:  # scores decide: who is asked for cannot hang on what they say
        asking = [weight or Fraction(1, 10**30) for weight in weights]
    else:
        asking = list(weights)
    values = [cell.index if over_index(composite) else cell.score for cell in below]
    present = [value is not None for value in values]
    enough = complete = rules.covered(composite.missing, asking, present)
    asked = [there or not weight for weight, there in zip(asking, present, strict=True)]
    excused = all(there or by_nature for there, by_nature in zip(asked, needed.excused, strict=True))
    if not excused and needed.shown and composite.missing == "error":
        raise MissingValue(f"a part of {composite.name} is missing")
    if not complete and first:
        present = [cell.status != "M" for cell in below]
        enough = rules.covered(composite.missing, asking, present)
    used = rules.used_weights(composite.missing, weights, present)
    cell = NodeCell(used=used)
    if enough:
        cell.status = rules.weakest([part.status for part in below], used)
    if cell.status != "M":
        shares = [part.share or Fraction(0) for part in below]
        cell.share = sum((weight * share for weight, share in zip(used, shares, strict=True)), Fraction(0))
    if needed.shown:
        _check_zeros(composite, weights, values)
    if complete and over_index(composite):
        cell.index = mean_of(composite, used, values)
    elif complete:
        cell.score = mean_of(composite, used, values)
    return cell


def mean_of(composite: Composite, used: Sequence[Fraction], values: Sequence[float | None]) -> float:
    """Take the weighted mean of the parts that carry weight."""
    carrying = [
        (float(weight), value) for weight, value in zip(used, values, strict=True) if weight and value is not None
    ]
    if isinstance(composite.aggregate, Arithmetic):
        return math.fsum(weight * value for weight, value in carrying)
    if isinstance(composite.aggregate, Other) and composite.aggregate.case is COPELAND:
        return 0.0  # until all rows of the period are known
    if isinstance(composite.aggregate, Other):
        case = composite.aggregate.case
        combined: float = case.plain(
            [value for _, value in carrying], [weight for weight, _ in carrying], **case.arguments
        )
        return combined
    replaced = [(weight, _nonzero(composite.aggregate, value)) for weight, value in carrying]
    if any(value < 0 for _, value in replaced):
        raise OutsideDomain(f"a negative score before the geometric mean {composite.name}")
    if any(value == 0 for _, value in replaced):
        return 0.0
    return math.exp(math.fsum(weight * math.log(value) for weight, value in replaced))


def _nonzero(mean: Geometric, value: float) -> float:
    """Apply what a geometric mean says of zeros."""
    return float(mean.zero) if value == 0 and isinstance(mean.zero, Fraction) else value


def _check_zeros(composite: Composite, weights: Sequence[Fraction], values: Sequence[float | None]) -> None:
    """Refuse a zero before a geometric mean that says so, whatever else is missing."""
    zero = any(weight and value == 0 for weight, value in zip(weights, values, strict=True))
    if zero and isinstance(composite.aggregate, Geometric) and composite.aggregate.zero == "error":
        raise OutsideDomain(f"a zero before the geometric mean {composite.name}")


def check_step(composite: Composite, chain: Chain, cell: NodeCell, below: Sequence[NodeCell]) -> None:
    """Refuse a step that ends an index: every part starts from nothing or comes to nothing, or a fall by all of it."""
    if cell.score is None or chain.growth == "log":
        return
    if chain.growth == "simple" and cell.score <= -100:
        raise BrokenChain(f"{composite.name} would fall below zero")
    carrying = {part.score for weight, part in zip(cell.used, below, strict=True) if weight}
    if chain.growth == "symmetric" and (
        abs(cell.score) >= 200 if _by_value(composite) else carrying in ({200.0}, {-200.0})
    ):
        raise BrokenChain(f"{composite.name} at {cell.score}")


def _by_value(node: Node) -> bool:
    """Tell whether ±200 does not mean a zero: growth of another kind stands below, or a pipeline makes it."""
    if isinstance(node, Indicator):
        return bool(node.steps) or not isinstance(node.normaliser, SymmetricGrowth)
    return bool(node.steps) or any(_by_value(part.node) for part in parts(node) if part.weight)


def mark_filled(node: Node, cell: NodeCell, value: float | None) -> None:
    """Mark a cell that is missing but for a step that filled it."""
    if node.steps and cell.status == "M" and value is not None:
        cell.status, cell.share = "I", Fraction(1)


def leaf_cell(value: float | None, status: str) -> NodeCell:
    """Make an indicator's cell of its value."""
    if value is None:
        return NodeCell()
    return NodeCell(raw=value, status=status, share=Fraction(status in "IEF"))
