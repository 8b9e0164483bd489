"""Shares of a difference among causes: Shapley values, exact or sampled.

A cause's share is the mean, over all orders in which the causes can be made, of what making it changes (Shapley, 1953,
A value for n-person games). Shares sum to the whole difference; a cause that never changes anything has exactly zero;
two that do the same everywhere have the same.
"""

from __future__ import annotations

import random
from math import comb
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Values = Callable[[int], Numbers]


def subsets(masks: Sequence[int]) -> list[int]:
    """Return every coalition of causes; place n holds the causes whose places are the bits of n."""
    found = [0]
    for mask in masks:
        found += [members | mask for members in found]
    return found


def exact(values: Numbers, count: int) -> Numbers:
    """Return the shares of causes, a row each, from the values of all coalitions (see `subsets`), a row each."""
    places = np.arange(1 << count)
    sizes = np.array([int(place).bit_count() for place in places])
    weights = np.array([1 / (count * comb(count - 1, size)) for size in range(count)] + [0.0])
    shares = np.empty((count, values.shape[1]))
    for cause in range(count):
        without = places[(places >> cause) & 1 == 0]
        shares[cause] = weights[sizes[without]] @ (values[without | (1 << cause)] - values[without])
    return shares


def orders(count: int, pairs: int, seed: int) -> list[list[int]]:
    """Return random orders of causes, each followed by its reverse, which evens out what comes early and late."""
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    found = []
    for _ in range(pairs):
        order = list(range(count))
        draw.shuffle(order)
        found += [order, order[::-1]]
    return found


def coalitions_of(drawn: Iterable[Sequence[int]]) -> list[int]:
    """Return every coalition that is met when causes are made in these orders, each once."""
    found = {0: None}
    for order in drawn:
        members = 0
        for cause in order:
            members |= 1 << cause
            found[members] = None
    return list(found)


def sampled(values: Values, drawn: Sequence[Sequence[int]], count: int) -> tuple[Numbers, Numbers]:
    """Return the mean shares of causes over orders, and the standard errors of these means over antithetic pairs."""
    samples = []
    for first, second in zip(drawn[::2], drawn[1::2], strict=True):
        pair = [_along(values, order, count) for order in (first, second)]
        samples.append((pair[0] + pair[1]) / 2)
    stacked = np.stack(samples)
    error = stacked.std(axis=0, ddof=1) / np.sqrt(len(samples))
    return stacked.mean(axis=0), error


def _along(values: Values, order: Sequence[int], count: int) -> Numbers:
    members, before = 0, values(0)
    shares = np.zeros((count, len(before)))
    for cause in order:
        members |= 1 << cause
        after = values(members)
        shares[cause] = after - before
        before = after
    return shares
