"""What two versions differ by, as tables: the changes, then nodes before and after, with the share of each cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.analysis.verdict import Effect
from idx.report.difference.changes import changes_table
from idx.report.difference.furthest import headline
from idx.report.difference.nodes import node_tables
from idx.report.difference.weights import weight_rows, weights_table

if TYPE_CHECKING:
    from idx.project.compare import Comparison
    from idx.report.difference.wish import Wish
    from idx.report.tables import Table


def tables(comparison: Comparison, wish: Wish) -> list[Table]:
    """Return the tables of a comparison, those of the changes first."""
    found = [changes_table(comparison, wish)]
    if wish.full and (rows := weight_rows(comparison)):
        found.append(weights_table(rows, wish))
    if comparison.values is None or not comparison.comparable:
        return found
    if comparison.verdict.effect is Effect.NONE and not wish.nodes:
        return found
    chosen = wish.nodes or headline(comparison)
    if wish.full and not wish.nodes:
        chosen = tuple(pair.name for pair in comparison.pairs.values())
    return found + [
        table
        for identity, pair in comparison.pairs.items()
        if pair.name in chosen
        for table in node_tables(comparison, identity, wish)
    ]
