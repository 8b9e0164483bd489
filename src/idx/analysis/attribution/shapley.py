"""Shares of a difference among causes: Shapley values, exact or sampled.

A cause's share is the mean, over all orders in which the causes can be made, of what making it changes (Shapley, 1953,
A value for n-person games). Shares sum to the whole difference; a cause that never changes anything has exactly zero;
two that do the same everywhere have the same.
"""

from __future__ import annotations

from itertools import permutations
from math import comb, factorial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

MOST_PAIRS = 200
MOST_STATED = 1024  # sets of causes: each states a framework of its own, which costs more than a state of the data

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping, Sequence

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


class Orders(NamedTuple):
    """Orders of players in pairs, an order and its reverse; `whole` says that all orders are among them."""

    pairs: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    whole: bool

    @property
    def all(self) -> list[tuple[int, ...]]:
        """Return the orders, the two of a pair behind one another."""
        return [order for pair in self.pairs for order in pair]

    def of(self, first: Mapping[int, int]) -> Orders:
        """Return the orders of others: each comes where the first of its players does, and those of none do not.

        These are all orders if they are so few.
        """
        pairs = tuple((_kept(order, first), _kept(back, first)) for order, back in self.pairs)
        every = _every(pairs[0][0], len(pairs))
        return Orders(pairs, self.whole) if every is None else every


def _kept(order: Sequence[int], first: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(first[player] for player in order if player in first)


def _every(players: Sequence[int], pairs: int) -> Orders | None:
    """Return all orders of players where they are no more than so many pairs."""
    if factorial(len(players)) > 2 * pairs:
        return None
    return Orders(tuple((order, order[::-1]) for order in permutations(players)), whole=True)


def orders(players: Sequence[int], pairs: int, draw: random.Random) -> Orders:
    """Return all orders of players where they are no more than so many pairs, else as many pairs of random orders.

    The reverse of an order evens out what comes early and late, and all that two players do to one another.
    """
    every = _every(players, pairs)
    if every is not None:
        return every
    found = []
    for _ in range(pairs):
        order = list(players)
        draw.shuffle(order)
        found.append((tuple(order), tuple(order[::-1])))
    return Orders(tuple(found), whole=False)


def affordable(stated: int, data: int, most: int) -> int:
    """Return how many pairs of orders are drawn, at least two: as many as meet no more than so many coalitions.

    `stated` is how many players change what is stated, `data` how many change data.
    """
    pairs = 2
    while pairs < MOST_PAIRS:
        met = _met(stated, pairs + 1)
        if met > MOST_STATED or met * _met(data, pairs + 1) > most:
            break
        pairs += 1
    return pairs


def _met(count: int, pairs: int) -> int:
    """Return how many coalitions of players are met in pairs of orders."""
    return 1 << count if factorial(count) <= 2 * pairs else 2 + 2 * pairs * (count - 1)


def prefixes(order: Sequence[int]) -> list[int]:
    """Return the coalitions that are met when players come in an order, none and all of them included."""
    found = [0]
    for player in order:
        found.append(found[-1] | player)
    return found


def crossed(one: Orders, other: Orders) -> list[int]:
    """Return the coalitions that are met when two sets of players come in their orders, interleaved in any way."""
    sides = [dict.fromkeys(mask for order in each.all for mask in prefixes(order)) for each in (one, other)]
    return [members | more for members in sides[0] for more in sides[1]]


class Sampled(NamedTuple):
    """Mean shares by player, a row each, and their standard errors."""

    shares: dict[int, Numbers]
    errors: dict[int, Numbers]


def sampled(values: Values, one: Orders, other: Orders) -> Sampled:
    """Return the shares of the players of two sets, over pairs of orders of either and all ways to interleave them.

    For two orders the mean over all ways to interleave them is exact: when the n-th player of the one set comes, m of
    the other have come with a known probability. So few orders of either set stand for very many orders of all. The
    standard error is that of the means over the pairs of one set, and of those over the other, which is not too small
    since what they have in common counts twice.
    """
    players = [*one.all[0], *other.all[0]]
    sums = np.zeros((len(one.pairs), len(other.pairs), len(players), len(values(0))))
    place = {player: number for number, player in enumerate(players)}
    weights = _interleaved(len(one.all[0]), len(other.all[0]))
    for at, pair in enumerate(one.pairs):
        for to, others in enumerate(other.pairs):
            for first in pair:
                for second in others:
                    _add(sums[at, to], place, values, (first, second), weights)
    means = sums / 4
    total = means.mean(axis=(0, 1))
    variance = np.zeros_like(total)
    for axis, side in ((1, one), (0, other)):
        if not side.whole and len(side.pairs) > 1:
            variance += means.mean(axis=axis).var(axis=0, ddof=1) / len(side.pairs)
    error = np.sqrt(variance)
    rows = place.items()
    return Sampled({player: total[at] for player, at in rows}, {player: error[at] for player, at in rows})


def _interleaved(count: int, others: int) -> tuple[Numbers, Numbers]:
    """Return the probability that m of the other set have come when the n-th of one set comes, for both sets."""
    return _preceding(count, others), _preceding(others, count)


def _preceding(count: int, others: int) -> Numbers:
    """Return the probability, by n and m, that m of the others have come before the n-th."""
    whole = comb(count + others, count)
    rows = [
        [comb(n + m, n) * comb(count - 1 - n + others - m, others - m) / whole for m in range(others + 1)]
        for n in range(count)
    ]
    return np.array(rows).reshape(count, others + 1)


def _add(
    sums: Numbers,
    place: dict[int, int],
    values: Values,
    two: tuple[Sequence[int], Sequence[int]],
    weights: tuple[Numbers, Numbers],
) -> None:
    first, second = two
    lattice = np.stack([np.stack([values(one | other) for other in prefixes(second)]) for one in prefixes(first)])
    steps = np.einsum("nm,nmr->nr", weights[0], np.diff(lattice, axis=0))
    sums[[place[player] for player in first]] += steps
    steps = np.einsum("mn,nmr->mr", weights[1], np.diff(lattice, axis=1))
    sums[[place[player] for player in second]] += steps
