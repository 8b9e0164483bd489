"""Where nodes have no scores by nature: growth needs a step, and none leads into an entity's first period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.methods.values import Scale
from idx.model import Composite

if TYPE_CHECKING:
    import polars as pl

    from idx.evaluate.rows import Rows


def without_step(name: str, rows: Rows) -> pl.Series | None:
    """Return the rows in which a node may lack a score without anything being missing; None where there are none.

    Growth has no step into the first evaluated period, nor from a row that is left out. What a pipeline makes of growth
    has none there either, nor has what is combined of it.
    """
    no_step = ~rows.window.step_rows
    found: pl.Series | None = None
    waiting, seen = [name], {name}
    while waiting:
        node = rows.framework.nodes[waiting.pop()]
        if isinstance(node, Composite):
            if node.over_index:  # its score is the growth of its index
                return no_step
            below = {child.name for child in node.weighing} - seen
            waiting.extend(below)
            seen |= below
        elif node.normalise.scale is Scale.GROWTH:
            if node.where is None:
                return no_step
            limited = no_step & rows.holding(node.where)
            found = limited if found is None else found | limited
    return found
