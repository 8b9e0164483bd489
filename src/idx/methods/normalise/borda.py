"""How many others a value beats."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.ranks import Reversal, Ties, ascending_ranks, asks_when_negative
from idx.methods.registry import method
from idx.methods.values import Group, Scale, Together


@method(
    "normalise",
    level_index=False,
    yields=Scale.NON_NEGATIVE,
    asks_when_negative=asks_when_negative,
    examples=(
        Example("borda(reference = each_period, ties = lowest)", (30, 10, 10, None, 20), (3, 0, 0, None, 2)),
        Example("borda(reference = each_period, ties = average)", (30, 10, 10), (2, 0.5, 0.5)),
    ),
)
def borda(
    column: Column,
    *,
    reference: Together,
    ties: Ties,
    reversed_: Reversal | None = None,
    within: Group | None = None,
) -> pl.Expr:
    """Borda points: how many others a value beats, 0 for the worst.

    s = rank − 1, with ranks from the worst. A sum of Borda points over indicators is the Borda count.

    Direction negative: the points of −x, or those read from the other end (`reversed`).

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.7; Munda and Nardo (2005).

    Args:
        column: the indicator; any number.
        reference: who is compared: the entities of `each_period`, or those of `all_periods`.
        ties: equal values take the `lowest` of their ranks, the `highest` or the `average`, or share one (`dense`).
        reversed_: under direction negative with ties `lowest` or `highest`: `reranked` or the `complement`.
        within: a group: comparisons are made within the entity's own group.
    """
    return ascending_ranks(column, ties, reversed_, reference, within) - 1
