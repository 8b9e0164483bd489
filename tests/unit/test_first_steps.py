"""Growth into an entity's first period: there is none by nature, whatever a pipeline makes of growth."""

from __future__ import annotations

import pytest

from pieces import evaluated, framework, refusals, scores

TREE = "index total {\n  a\n}"
PAIR = "index total {\n  a\n  b\n}"
NESTED = "index total {\n  part {\n    a\n  }\n}"
GROWING = "entity,period,a,b\nX,2019,1,10\nX,2020,3,20\nY,2019,4,30\nY,2020,4,40\n"
STEPS = ("add(100)", "multiply(2) then add(1)", "power(2)", "round(1)", "clip(0, 50)", "add(1) where a > 0", "fill(0)")


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("tree", [TREE, NESTED])
def test_no_step_makes_it_missing(tree: str, steps: str) -> None:
    """Under `missing error` nothing is missing in the first period, and nothing is there, at any level."""
    text = framework(tree, normalise=f"symmetric_growth then {steps}", missing="error")
    result = evaluated(text, GROWING)
    for node in result.framework.nodes:
        assert [value is None for value in result.scores[node]] == [True, False, True, False], node


@pytest.mark.parametrize("steps", STEPS)
def test_no_step_of_a_composite_makes_it_missing(steps: str) -> None:
    """So it is with the steps of composites."""
    tree = NESTED.replace("part", f"part aggregate arithmetic then {steps}")
    text = framework(tree, normalise="symmetric_growth", missing="error")
    assert [value is None for value in scores(text, GROWING)] == [True, False, True, False]


def test_what_is_missing_later_is_missing() -> None:
    """A hole in a later step is one, whatever follows."""
    text = framework(TREE, normalise="symmetric_growth then add(100)", missing="error")
    data = "period,a\n2019,1\n2020,\n2021,3\n2022,4\n"
    (code, message, at), *more = refusals(text, data)
    assert (code, at, more) == ("IDX505", "a", [])
    assert message == "`a` has no value for 2020, and `total` needs it"


def test_beside_scores() -> None:
    """Beside a child with scores the composite has none in the first period; where it drops children, the other's."""
    tree = PAIR.replace("  b", "  b normalise min_max(reference = all_periods)")
    stated = {"normalise": "symmetric_growth then add(100)"}
    assert scores(framework(tree, missing="error", **stated), GROWING) == [None, 100 + 1 / 6, None, 50.5]
    assert scores(framework(tree, missing="drop(min_coverage = 0)", **stated), GROWING)[0] == 0
    nested = f"index whole {{\n  {tree.removeprefix('index ')}\n  c normalise none\n}}"
    data = GROWING.replace(",b\n", ",b,c\n").replace("0\n", "0,1\n")
    assert scores(framework(nested, missing="error", **stated), data, "whole")[0] is None
    (code, message, at), *_ = refusals(framework(nested, missing="error", **stated), data.replace("10,1\n", ",1\n", 1))
    assert (code, at) == ("IDX505", "b")
    assert message == "`b` has no value for X 2019, and `total` needs it"


def test_growth_in_some_rows() -> None:
    """Where the condition holds there is no step; elsewhere the value passes, and is asked for."""
    text = framework(TREE, normalise='symmetric_growth where entity is "X" then add(1)', missing="error")
    assert scores(text, GROWING) == [None, 101, 5, 5]
    (code, message, _), *_ = refusals(text, GROWING.replace("Y,2019,4", "Y,2019,"))
    assert (code, message) == ("IDX505", "`a` has no value for Y 2019, and `total` needs it")


def test_with_a_period_before_the_first() -> None:
    """Observations before the evaluated periods give the first one its growth; where they lack, nothing is missing."""
    text = framework(TREE, normalise="symmetric_growth then add(100)", missing="error", periods="2020..2021")
    data = "entity,period,a\nX,2019,1\nX,2020,3\nX,2021,3\nY,2020,4\nY,2021,4\n"
    assert scores(text, data) == [200, 100, None, 100]
