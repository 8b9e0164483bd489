"""The sum over the members."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Members
from idx.methods.registry import method


@method(
    "across",
    examples=(
        Example("sum", (1, 2, 3), (6,)),
        Example("sum", (1, None, 3), (None,)),
    ),
)
def sum_(members: Members) -> pl.Expr:
    """The sum over the members.

    x = Σ x_m over the entities that the entity is made of. For what can be added up: output, population, patents; a
    share or a rate is no sum of those of its parts. A member without a value leaves the entity without one.

    Source: World Bank, World Development Indicators, on the aggregation of economies to regions.

    Args:
        members: the values of the members.
    """
    return members.values.arr.sum()
