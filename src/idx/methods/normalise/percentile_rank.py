"""The share of others that a value leaves behind."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.equality import evened_column
from idx.methods.given import Column
from idx.methods.ranks import Reversal, Ties, ascending_ranks, asks_when_negative
from idx.methods.registry import method
from idx.methods.values import UNIT, Group, Scale, Together


@method(
    "normalise",
    level_index=False,
    yields=Scale.NON_NEGATIVE,
    ends=lambda _: UNIT,
    asks_when_negative=asks_when_negative,
    examples=(
        Example(
            "percentile_rank(reference = each_period, ties = lowest)",
            (10, 20, 20, 30, None),
            (0, 1 / 3, 1 / 3, 1, None),
        ),
        Example("percentile_rank(reference = each_period, ties = average)", (5, 5, 9), (0.25, 0.25, 1)),
        Example(
            "percentile_rank(reference = each_period, ties = lowest)", (5,), (None,), says="alone, there is no standing"
        ),
    ),
)
def percentile_rank(
    column: Column,
    *,
    reference: Together,
    ties: Ties,
    reversed_: Reversal | None = None,
    within: Group | None = None,
) -> pl.Expr:
    """The share of others that a value leaves behind, from 0 to 1.

    s = (rank − 1) / (n − 1), with ranks from the worst and n values in the set (the largest rank under `dense`).
    A single value has no score.

    Direction negative: the percentile ranks of −x, or 1 − s (`reversed`).

    Source: CDC/ATSDR (2022), Social Vulnerability Index; as PERCENTRANK.INC in spreadsheets.

    Args:
        column: the indicator; any number.
        reference: who is ranked together: the entities of `each_period`, or those of `all_periods`.
        ties: equal values take the `lowest` of their ranks, the `highest` or the `average`, or share one (`dense`).
        reversed_: under direction negative with ties `lowest` or `highest`: `reranked` or the `complement`.
        within: a group: each group is ranked by itself.
    """
    ranks = ascending_ranks(column, ties, reversed_, reference, within)
    # A complement keeps the number of ranks, so that of the values themselves is that of either form.
    statistic = pl.Expr.n_unique if ties == "dense" else pl.Expr.count
    count = column.sets.aggregate(
        lambda values: statistic(values.drop_nulls()), evened_column(column), reference, within
    )
    others = count.cast(pl.Float64) - 1
    return pl.when(others > 0).then((ranks - 1) / others)
