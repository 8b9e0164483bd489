"""Groups: entities sorted by a text column, in statistics and conditions."""

from __future__ import annotations

import pytest

from pieces import framework, scores

TREE = "group region\nindex total {\n  a\n}"
REGIONS = "entity,region,a\nA,east,1\nB,east,7\nC,,2\nD,,3\nE,west,5\n"


@pytest.mark.parametrize(
    ("normalise", "gives"),
    [
        ("min_max(reference = each_period, within = region)", [0, 1, None, None, None]),
        ("min_max(reference = all_periods, within = region)", [0, 1, None, None, None]),
        ("none then fill(mean, within = region)", [1, 7, 2, 3, 5]),
    ],
)
def test_an_entity_without_a_group_stands_in_none(normalise: str, gives: list[float | None]) -> None:
    """Entities without a group are no group of their own: a statistic within groups has no value for them."""
    assert scores(framework(TREE, normalise=normalise), REGIONS) == gives


def test_an_entity_without_a_group_is_not_filled_from_others() -> None:
    """What is missing there stays missing."""
    data = "entity,region,a\nA,east,1\nB,east,\nC,,\nD,,3\n"
    assert scores(framework(TREE, normalise="none then fill(median, within = region)"), data) == [1, 1, None, 3]
