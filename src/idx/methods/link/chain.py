"""Chain growth into an index."""

from typing import Annotated

import numpy as np

from idx.methods.contracts import Above, Array, Example, Form
from idx.methods.registry import method
from idx.period import Period, Periods


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
    steps: Array,
    first: Period,
    *,
    base: Periods,
    value: Annotated[float, Above(0)],
    growth: Form | None = None,
) -> Array:
    """Chain growth into an index.

    E = E₋₁ (200 + C) / (200 − C) for symmetric growth, E₋₁ exp(C / 100) for log growth, E₋₁ (1 + C / 100) for simple
    growth: each step undoes its growth form, forward and backward from the base. An index is never continued over a
    hole: from a missing growth on it is missing.

    Source: box 2 of 中国信息通信研究院 (2025); ILO et al. (2020), Consumer Price Index Manual, chapter 9 on chaining.

    Args:
        steps: growth in per cent, periods along the last axis; missing is NaN.
        first: the period that the last axis begins with.
        base: the base period; over a range of periods the mean of the index is `value`.
        value: the index in the base period, such as 100.
        growth: the form of growth that is undone; needed only where indicators of several forms are mixed.
    """
    start = base.first.number - first.number
    width = base.last.number - base.first.number + 1
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        index = _ratios(steps, growth)
        if start:  # backwards from the base: E₋₁ = E / ratio
            backwards = index[..., start:0:-1].copy()
            np.multiply.accumulate(1 / backwards, axis=-1, out=backwards)
            index[..., start - 1 :: -1] = backwards
        index[..., start] = 1.0
        np.multiply.accumulate(index[..., start:], axis=-1, out=index[..., start:])
        if width > 1:
            index /= index[..., start : start + width].mean(axis=-1, keepdims=True)
        index *= value
    return index


def _ratios(steps: Array, form: Form | None) -> Array:
    """Return the ratio of each step, E / E₋₁, in an array of its own."""
    match form:
        case "log":
            ratios = steps / 100
            return np.exp(ratios, out=ratios)
        case "simple":
            ratios = steps / 100
            return np.add(ratios, 1, out=ratios)
        case _:
            ratios = 200 - steps
            return np.divide(200 + steps, ratios, out=ratios)
