"""Chain growth into an index."""

from typing import Annotated

import polars as pl

from idx.methods.contracts import Example
from idx.methods.registry import method
from idx.methods.values import Above, Form
from idx.period import Periods


@method(
    "link",
    examples=(
        Example("chain(base = 2019, value = 100)", (None, 100, -100), (100, 300, 100)),
        Example("chain(base = 2020, value = 100)", (None, 100, -100), (100 / 3, 100, 100 / 3)),
        Example("chain(base = 2019, value = 100, growth = simple)", (None, 50, 50), (100, 150, 225)),
        Example("chain(base = 2019..2020, value = 100)", (None, 100), (50, 150), says="the mean over the base is 100"),
        Example("chain(base = 2019, value = 1)", (None, None, 100), (1, None, None), says="never over a hole"),
    ),
)
def chain(
    growth_in_step: pl.Expr,
    *,
    base: Periods,  # noqa: ARG001 - where the engine begins to multiply
    value: Annotated[float, Above(0)],  # noqa: ARG001 - what it begins with
    growth: Form | None = None,
) -> pl.Expr:
    """Chain growth into an index.

    E = E₋₁ (200 + C) / (200 − C) for symmetric growth, E₋₁ exp(C / 100) for log growth, E₋₁ (1 + C / 100) for simple
    growth: each step undoes its growth form, forward and backward from the base. An index is never continued over a
    hole: from a missing growth on it is missing.

    Source: box 2 of 中国信息通信研究院 (2025); ILO et al. (2020), Consumer Price Index Manual, chapter 9 on chaining.

    Args:
        growth_in_step: the growth of each step, in per cent.
        base: the base period; over a range of periods the mean of the index is `value`.
        value: the index in the base period, such as 100.
        growth: the form of growth that is undone; needed only where indicators of several forms are mixed.

    Returns:
        The ratio E / E₋₁ of each step, which the engine multiplies up from the base.
    """
    match growth:
        case "log":
            return (growth_in_step / 100).exp()
        case "simple":
            return 1 + growth_in_step / 100
        case _:
            return (200 + growth_in_step) / (200 - growth_in_step)
