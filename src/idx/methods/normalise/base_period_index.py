"""Index levels on a fixed base."""

from typing import Annotated

import polars as pl

from idx.methods.contracts import Example
from idx.methods.given import Column
from idx.methods.registry import method
from idx.methods.values import Above, Domain, Scale
from idx.period import Periods


@method(
    "normalise",
    yields=Scale.NON_NEGATIVE,
    domain=Domain.NON_NEGATIVE,
    domain_when_negative=lambda _: Domain.POSITIVE,
    examples=(
        Example("base_period_index(base = 2019, value = 100)", (40, 50, 30), (100, 125, 75)),
        Example("base_period_index(base = 2020, value = 1)", (40, 50, 0), (0.8, 1, 0), says="a zero is level zero"),
        Example(
            "base_period_index(base = 2019..2020, value = 100)", (40, 60), (80, 120), says="the mean over the base: 100"
        ),
        Example(
            "base_period_index(base = 2019, value = 100)", (40, None, 50), (100, None, 125), says="no chain to cut"
        ),
    ),
)
def base_period_index(column: Column, *, base: Periods, value: Annotated[float, Above(0)]) -> pl.Expr:
    """Index levels on a fixed base: each value in per cent of that of the base period.

    s = value · x / x₀, where x₀ is the value in the base period, or the mean over a range of them. Unlike growth, which
    is chained, it knows no path: what lies between the base and the period does not matter. A mean of such levels is
    a mean of ratios to the base, so what has risen most since then weighs most in later steps, and ratios of
    composites are not free of the base that is chosen.

    A framework with it needs no `link`. Each entity has its own base; where the value of the base period is missing it
    has no scores, and the composite's rule for missing children decides. A base of zero is an error.

    Direction negative: value · (1 / x) / (1 / x)₀, the levels of 1/x, which is value · x₀ / x for a single period;
    a zero, which would be the best value of all, is an error.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.5 (distance to a reference, here
    the same entity in a base period); ILO et al. (2020), Consumer Price Index Manual, chapter 9 on direct and chained
    indices.

    Args:
        column: the indicator; its values are zero or above.
        base: the base period, or a range of periods, all of them evaluated.
        value: the level of the base period, such as 100; over a range of periods their mean.
    """
    level = 1 / column.now if column.negative else column.now
    at_base = column.sets.at_base(level, base)
    index = level / at_base * value
    return pl.when(at_base.is_finite() & index.is_finite()).then(index) if column.zeros else index
