"""What each node weighs before and after, in its parent and in the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx import graph
from idx.diagnostics import Wording, said
from idx.model import Composite
from idx.report.difference.furthest import FURTHEST
from idx.report.numbers import per_cent
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from idx.model import Framework
    from idx.project.compare import Comparison
    from idx.report.difference.wish import Wish


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
        unknown = graph.weighed_by_scores(model)
        for name in effective:
            node = model.nodes[name]
            for child in node.children if isinstance(node, Composite) else ():
                if child.name not in unknown:
                    place = (names[child.name], names[name], names[root])
                    found[place] = (child.weight, effective[child.name])
    return found


def weights_table(rows: Sequence[WeightRow], wish: Wish) -> Table:
    """Return what nodes weigh before and after, under their parent and in the whole."""
    heads = (
        Wording("node", "节点"),
        Wording("under", "上级"),
        Wording("weight before", "权重（前）"),
        Wording("after", "（后）"),
        Wording("effective before", "有效权重（前）"),
        Wording("after", "（后）"),
    )
    lines = [
        (
            Cell(row.node),
            Cell(row.parent),
            *(
                Cell("–" if number is None else per_cent(number, 2), number=number)
                for number in (row.weight_before, row.weight_after, row.effective_before, row.effective_after)
            ),
        )
        for row in rows
    ]
    columns = [Column(said(head, wish.speech), "left" if place < 2 else "right") for place, head in enumerate(heads)]
    return Table(tuple(columns), lines, said(Wording("weights", "权重"), wish.speech))


def weights_note(comparison: Comparison) -> list[Wording]:
    """Say which nodes weigh differently in the whole, those of the highest level first."""
    rows = [row for row in weight_rows(comparison) if row.effective_before != row.effective_after]
    both = [row for row in rows if row.effective_before is not None and row.effective_after is not None]
    if not both:
        return []
    listed = [
        f"{row.node} {per_cent(row.effective_before or 0, 1)} → {per_cent(row.effective_after or 0, 1)}"
        for row in both[:FURTHEST]
    ]
    more = " …" if both[FURTHEST:] else ""
    nodes = "1 node weighs" if len(both) == 1 else f"{len(both)} nodes weigh"
    return [
        Wording(
            f"{nodes} differently in the whole: {', '.join(listed)}{more}",
            f"{len(both)} 个节点在总体中的有效权重不同：{'、'.join(listed)}{more}",
        )
    ]
