"""Values as fractions of the best."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.registry import method
from idx.methods.values import Domain, Group, Reference, Scale


@method(
    "normalise",
    yields=Scale.NON_NEGATIVE,
    domain=Domain.NON_NEGATIVE,
    domain_when_negative=lambda _: Domain.POSITIVE,
    examples=(
        Example("fraction_of_maximum(reference = each_period)", (10, 15, 20, None), (0.5, 0.75, 1, None)),
        Example(
            "fraction_of_maximum(reference = each_period)", (0, 0), (None, None), says="of nothing there is no fraction"
        ),
    ),
)
def fraction_of_maximum(column: Column, *, reference: Reference, within: Group | None = None) -> pl.Expr:
    """Values as fractions of the greatest value of a reference set.

    s = x / max, for values of zero or above, on a scale whose zero means nothing is there.

    Direction negative: min / x, the fraction of the least value, for values above zero; a zero, which would be the best
    of all, is an error.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5 (distance to the leader).

    Args:
        column: the indicator; its values are zero or above.
        reference: the cells whose greatest value counts: `each_period`, `all_periods`, or stated periods.
        within: a group: the greatest value is that of the entity's own group.
    """
    statistic = pl.Expr.min if column.negative else pl.Expr.max
    leader = column.sets.aggregate(statistic, column.now, reference, within)
    divisor, share = (column.now, leader / column.now) if column.negative else (leader, column.now / leader)
    return pl.when(divisor > 0).then(share)
