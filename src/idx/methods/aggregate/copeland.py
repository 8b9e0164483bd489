"""Wins less losses in comparisons of every pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from idx.methods.arrays import evened
from idx.methods.contracts import Example
from idx.methods.registry import method
from idx.methods.values import Scale

if TYPE_CHECKING:
    from idx.methods.arrays import Array

TIES = 1e-12  # sums of weights are floating-point numbers: halves that are equal must be so
BLOCK = 4_000_000  # comparisons that are held at once


@method(
    "aggregate",
    by="period",
    is_level=False,
    onto=lambda _scale, _arguments: Scale.ANY,
    examples=(
        Example("copeland", (10, 20), (1,), weights=(0.5, 0.5), says="ahead of one entity with scores of 0.5"),
        Example("copeland", (0, 20), (-1,), weights=(0.6, 0.4), says="behind it on more than half of the weight"),
        Example("copeland", (0, 20), (0,), weights=(0.5, 0.5), says="neither is ahead"),
    ),
)
def copeland(values: Array, weights: Array) -> Array:
    """Wins less losses in comparisons of every pair of entities of a period.

    An entity outranks another where it is ahead on more than half of the weight; scores that are equal to twelve
    significant digits count half for each. Its score is the number of entities that it outranks less the number of
    those that outrank it. Only the order of scores counts, and a lead on one child makes up for nothing on another.

    Two entities are compared on the children that both have, with the weights of these; without one, or at one half,
    neither wins. The order of rows is of no account. The work grows with the square of the number of entities.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.7 (non-compensatory multi-criteria
    approach); Munda and Nardo (2005).

    Args:
        values: the children's scores of one period, a row for each entity; NaN where a child takes no part.
        weights: their weights, zero where a child takes no part.
    """
    values = evened(values, axis=0)
    count, children = values.shape
    found = np.empty(count)
    step = max(1, BLOCK // max(1, count * children))
    for start in range(0, count, step):
        rows = slice(start, min(start + step, count))
        lead = np.sign(values[rows, None, :] - values[None, :, :])
        # Where weights differ between the two, as those of their own do, a child counts with the mean of both.
        shared = (weights[rows, None, :] + weights[None, :, :]) / 2 * ~np.isnan(lead)
        margin = (np.nan_to_num(lead) * shared).sum(axis=2)
        found[rows] = np.sign(np.where(np.abs(margin) <= TIES, 0.0, margin)).sum(axis=1)
    return found
