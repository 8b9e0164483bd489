"""What each node weighs before and after, in its parent and in the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx import graph
from idx.model import Composite

if TYPE_CHECKING:
    from fractions import Fraction

    from idx.model import Framework
    from idx.project.compare import Comparison


class WeightRow(NamedTuple):
    """A node's weight under a parent and its effective weight in a root, before and after; None where it has none."""

    node: str
    parent: str
    weight_before: float | None
    weight_after: float | None
    root: str
    effective_before: float | None
    effective_after: float | None


def weight_rows(comparison: Comparison) -> list[WeightRow]:
    """Return the places of nodes whose weights differ, exactly compared."""
    sides = (comparison.before.framework.model, comparison.after.framework.model)
    names = [
        {pair[1 + side]: pair.name for pair in comparison.pairs.values() if pair[1 + side] is not None}
        for side in range(2)
    ]
    before, after = (_placed(model, names[side]) for side, model in enumerate(sides))
    found = []
    for place in dict.fromkeys((*after, *before)):
        old, new = before.get(place, (None, None)), after.get(place, (None, None))
        if old != new:
            node, parent, root = place
            own, effective = zip(old, new, strict=True)
            found.append(
                WeightRow(
                    node,
                    parent,
                    _float(own[0]),
                    _float(own[1]),
                    root,
                    _float(effective[0]),
                    _float(effective[1]),
                )
            )
    return found


def _float(weight: Fraction | None) -> float | None:
    return None if weight is None else float(weight)


def _placed(model: Framework, names: dict[str | None, str]) -> dict[tuple[str, str, str], tuple[Fraction, Fraction]]:
    """Return each place's own weight, and the effective weight of its node, by node, parent and root."""
    built = graph.build(model)
    found = {}
    for root in model.roots:
        if not isinstance(model.nodes[root], Composite):
            continue
        effective = graph.effective_weights(model, root, built)
        for name in effective:
            node = model.nodes[name]
            for child in node.children if isinstance(node, Composite) else ():
                place = (names[child.name], names[name], names[root])
                found[place] = (child.weight, effective[child.name])
    return found
