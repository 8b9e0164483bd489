"""Ranks as scores."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.ranks import Reversal, Ties, ascending_ranks, asks_when_negative
from idx.methods.registry import method
from idx.methods.values import Group, Scale, Together


@method(
    "normalise",
    level_index=False,
    yields=Scale.POSITIVE,
    asks_when_negative=asks_when_negative,
    examples=(
        Example("rank(reference = each_period, ties = lowest)", (30, 10, 10, None, 20), (4, 1, 1, None, 3)),
        Example("rank(reference = each_period, ties = highest)", (30, 10, 10), (3, 2, 2)),
        Example("rank(reference = each_period, ties = average)", (30, 10, 10), (3, 1.5, 1.5)),
        Example("rank(reference = each_period, ties = dense)", (30, 10, 10), (2, 1, 1)),
    ),
)
def rank(
    column: Column,
    *,
    reference: Together,
    ties: Ties,
    reversed_: Reversal | None = None,
    within: Group | None = None,
) -> pl.Expr:
    """Ranks as scores: 1 for the worst, the highest number for the best.

    Only the order counts, so outliers do not matter and distances are lost.

    Direction negative: the ranks of −x; or each rank r read from the other end, as n + 1 − r (`reversed`).

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5.

    Args:
        column: the indicator; any number.
        reference: who is ranked together: the entities of `each_period`, or those of `all_periods`.
        ties: equal values take the `lowest` of their ranks, the `highest` or the `average`, or share one, and the next
            value follows (`dense`).
        reversed_: under direction negative with ties `lowest` or `highest`: `reranked` or the `complement`.
        within: a group: each group is ranked by itself.
    """
    return ascending_ranks(column, ties, reversed_, reference, within)
