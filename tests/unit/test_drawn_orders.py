"""Orders of causes that are drawn: how many, and those of joined causes, which come of the orders of the causes."""

from __future__ import annotations

import random
from collections import Counter
from itertools import permutations

import pytest

from idx.analysis.attribution.shapley import MOST_STATED, Orders, affordable, crossed, orders
from idx.analysis.attribution.table import FEW, few_evaluations

CAUSES = tuple(1 << number for number in range(8))
NOBODY = Orders((((), ()),), whole=True)


def drawn(players: tuple[int, ...], pairs: int) -> Orders:
    """Return orders that are the same each time."""
    return orders(players, pairs, random.Random(0))  # noqa: S311 - a sample, not a secret


def test_joined_causes_come_where_the_first_does() -> None:
    """The others keep their order, the back of a pair is its front turned round, and coalitions are met again."""
    of_causes = drawn(CAUSES, 30)
    joined = {1: 1, 2: 2 | 32, 4: 4, 8: 8, 16: 16, 64: 64 | 128}
    told = of_causes.of(joined)
    assert not told.whole
    for (front, back), (causes, _) in zip(told.pairs, of_causes.pairs, strict=True):
        assert back == front[::-1]
        assert [player & -player for player in front] == [cause for cause in causes if cause in joined]
    again = set(crossed(told, NOBODY)) & set(crossed(of_causes, NOBODY))
    assert len(again) > len(told.pairs)


def test_orders_of_joined_causes_are_as_likely_as_one_another() -> None:
    """Whichever causes are joined, the others and theirs come in each order about as often."""
    told = drawn(CAUSES, 2400).of({cause: cause | 128 if cause == 2 else cause for cause in CAUSES[:7]})
    found = Counter(tuple(player for player in front if player in {1, 2 | 128, 4}) for front, _ in told.pairs)
    assert set(found) == set(permutations((1, 2 | 128, 4)))
    assert max(found.values()) - min(found.values()) < 100


def test_few_players_have_all_orders_and_none_have_one() -> None:
    """What is left of a side may be nobody."""
    of_causes = drawn(CAUSES, 10)
    few = of_causes.of({1: 1, 4: 4 | 2, 8: 8})
    assert few.whole
    assert {front for front, _ in few.pairs} == set(permutations((1, 6, 8)))
    assert of_causes.of({}) == NOBODY


@pytest.mark.parametrize(("stated", "data"), [(13, 0), (10, 10), (0, 13), (25, 3), (3, 25)])
def test_as_many_orders_are_drawn_as_can_be_afforded(stated: int, data: int) -> None:
    """What is met stays below the bounds, and is more than half of one of them."""
    pairs = affordable(stated, data, 4096)
    causes = tuple(1 << number for number in range(stated + data))

    def met(count: int) -> tuple[int, int]:
        one, other = drawn(causes[:stated], count), drawn(causes[stated:], count)
        return len(set(crossed(one, NOBODY))), len(set(crossed(one, other)))

    assert met(pairs)[0] <= MOST_STATED
    assert met(pairs)[1] <= 4096
    assert pairs == 200 or met(2 * pairs)[0] > MOST_STATED / 2 or met(2 * pairs)[1] > 2048


def test_small_evaluations_are_made_one() -> None:
    """What is asked for is evaluated, with the states of the data that it is asked for with, in few evaluations."""
    together = {(0,): list(range(40)), (1, 2): [50, 51], (2, 3): [52], tuple(range(100, 160)): [60, 61, 62, 63]}
    found = few_evaluations(together)
    asked = {(stated, state) for data, ones in together.items() for stated in ones for state in data}
    assert asked <= {(stated, state) for ones, data in found for stated in ones for state in data}
    assert [(len(ones), len(data)) for ones, data in found] == [(43, 4), (4, 60)]
    assert all(len(ones) * len(data) <= FEW for ones, data in found)
