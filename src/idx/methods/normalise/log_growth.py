"""Growth as a difference of logarithms."""

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.registry import method
from idx.methods.values import Domain, Scale


@method(
    "normalise",
    yields=Scale.GROWTH,
    form="log",
    domain=Domain.POSITIVE,
    examples=(
        Example("log_growth", (1, 2.718281828459045, 1), (None, 100, -100)),
        Example("log_growth", (5, 5), (None, 0)),
    ),
)
def log_growth(column: Column) -> pl.Expr:
    """Growth as a difference of logarithms, in per cent.

    V = 100 ln(x / x₋₁). With an arithmetic mean, the index is the geometric mean of the children's ratios.

    Source: Törnqvist, Vartia and Vartia (1985), How should relative changes be measured?

    Direction negative: −V, the growth of 1/x.

    Args:
        column: the indicator; all its values are above zero.
    """
    growth = 100 * (column.now / column.before).log()
    return -growth if column.negative else growth
