"""Groups: entities sorted by a text column, in statistics and conditions."""

from __future__ import annotations

import pytest

from idx.diagnostics import DataPlace
from pieces import faults, framework, refusals, scores

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


@pytest.mark.parametrize(
    "normalise", ["min_max(reference = each_period, within = {})", "none then fill(mean, within = {})"]
)
def test_a_group_that_is_not_defined(normalise: str) -> None:
    """It is told at its name, once for all indicators; a series and a node are no groups."""
    for name in ("area", "gdp", "a", "entity"):
        text = framework(f"series gdp\n{TREE}", normalise=normalise.format(name))
        assert faults(text)[:1] == [("IDX111", f"there is no group `{name}`", name)]
        assert [code for code, *_ in faults(text)] == ["IDX111"]


@pytest.mark.parametrize(
    ("data", "message", "at"),
    [
        ("entity,a\nX,1\n", "no table has a column `region`", "region"),
        ("region,a\neast,1\n", "<data> names no entities", str(DataPlace("<data>"))),
        (
            "entity,region,period,a\nX,east,2020,1\nX,west,2021,3\n",
            "X stands in `west` here and in `east` in <data>, row 2",
            str(DataPlace("<data>", 3, "region")),
        ),
    ],
)
def test_groups_that_the_data_do_not_give(data: str, message: str, at: str) -> None:
    """A column that is not there is told at the group, an entity in two groups at its cell."""
    assert refusals(framework(TREE, normalise="none"), data) == [("IDX440", message, at)]
