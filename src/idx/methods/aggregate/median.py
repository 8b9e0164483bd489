"""The weighted median."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from idx.methods.contracts import Example
from idx.methods.registry import method

if TYPE_CHECKING:
    from idx.methods.arrays import Array

TIES = 1e-12  # sums of weights are floating-point numbers: 0.1 + 0.2 + 0.2 must reach one half


@method(
    "aggregate",
    by="rows",
    keeps_growth=True,
    examples=(
        Example("median", (10, 20, 90), (55,), weights=(0.25, 0.25, 0.5), says="20 and 90 share the middle"),
        Example("median", (10, 20, 90), (20,), weights=(0.4, 0.2, 0.4)),
        Example("median", (10, 20, 90), (10,), weights=(0.6, 0.2, 0.2)),
        Example("median", (10, 20), (15,), weights=(0.5, 0.5)),
    ),
)
def median(values: Array, weights: Array) -> Array:
    """The weighted median of the children's scores.

    The score at which half of the weight is reached, from below and from above; where two scores share the middle, the
    mean of the two. With equal weights it is the ordinary median. Outlying scores do not matter.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.7, on robust aggregation.

    Args:
        values: the children's scores, a row each; NaN where a child takes no part.
        weights: their weights, zero where a child takes no part.
    """
    weights = weights / weights.sum(axis=1, keepdims=True)
    order = np.argsort(np.where(weights > 0, values, np.inf), axis=1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=1)
    reached = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    lower = np.argmax(reached >= 0.5 - TIES, axis=1)[:, None]
    upper = np.argmax(reached > 0.5 + TIES, axis=1)[:, None]
    ends = np.take_along_axis(ordered, lower, axis=1) + np.take_along_axis(ordered, upper, axis=1)
    return ends[:, 0] / 2
