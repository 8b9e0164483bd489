"""Index levels on a fixed base: per entity, either direction, and what becomes of bases that are not there or zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import idx
from pieces import evaluated, faults, framework, refusals, scores

TREE = "index total {\n  a\n  b\n}"
CALL = "base_period_index(base = 2019, value = 100)"
DATA = "entity,period,a,b\nX,2019,2,\nX,2020,3,2\nY,2019,5,4\nY,2020,7,5\n"


def levels(csv: str, node: str = "total", call: str = CALL, **stated: str) -> list[float | None]:
    """Return a node's scores under index levels."""
    return scores(framework(TREE, normalise=call, **stated), csv, node)


def test_each_entity_has_its_own_base() -> None:
    """An entity without a value in the base has no scores, and its composite's rule decides."""
    assert levels(DATA, "a") == [100, 150, 100, 140]
    assert levels(DATA, "b") == [None, None, 100, 125]
    assert levels(DATA) == [None, None, 100, 132.5]
    assert levels(DATA, missing="drop(min_coverage = 1/2)") == [100, 150, 100, 132.5]


def test_the_value_and_a_range() -> None:
    """The mean over a range of base periods is the value."""
    call = "base_period_index(base = 2019..2020, value = 1)"
    assert levels(DATA, "a", call) == pytest.approx([0.8, 1.2, 5 / 6, 7 / 6])
    assert levels(DATA, "b", call) == [None, None, pytest.approx(8 / 9), pytest.approx(10 / 9)]


def test_a_negative_direction_gives_the_levels_of_the_inverse() -> None:
    """A rise lowers the level in proportion; a zero, which would be the best value of all, is refused."""
    tree = "index total {\n  a direction negative\n  b\n}"
    data = "period,a,b\n2019,2,1\n2020,4,1\n2021,{},1\n"
    assert scores(framework(tree, normalise=CALL), data.format(1), "a") == [100, 50, 200]
    with pytest.raises(idx.IdxError) as refused:
        scores(framework(tree, normalise=CALL), data.format(0), "a")
    said = "`base_period_index` takes values above zero where the direction is negative, since it divides by them"
    assert f"{said}; `a` is 0 in 2021" in {item.message.en for item in refused.value.diagnostics}


@given(st.lists(st.floats(0.01, 100), min_size=2, max_size=6), st.integers(0, 5))
def test_a_lone_level_is_the_index_that_growth_chains_to(values: list[float], at: int) -> None:
    """For one indicator there is no difference between a fixed base and a chain, whatever the path (law 1)."""
    base = 2019 + min(at, len(values) - 1)
    data = "period,a\n" + "".join(f"{2019 + step},{value!r}\n" for step, value in enumerate(values))
    tree = "index total {\n  a\n}"
    fixed = scores(framework(tree, normalise=f"base_period_index(base = {base}, value = 100)"), data)
    linked = framework(tree, f"link chain(base = {base}, value = 100)", normalise="symmetric_growth")
    assert fixed == pytest.approx(evaluated(linked, data).indices["total"].to_list(), rel=1e-9)


@pytest.mark.parametrize("base", ["2015", "2018..2019", "2019Q1"])
def test_a_base_outside_the_stated_periods(base: str) -> None:
    """The file alone shows it, and it is said once."""
    call = f"base_period_index(base = {base}, value = 100)"
    text = framework(TREE, periods="2019..2024", normalise=call)
    assert faults(text) == [("IDX218", f"the base {base} is not among the periods 2019..2024", call)]


def test_a_base_outside_the_periods_of_the_data() -> None:
    """Where the file states no periods, those of the data tell; once for the call that all inherit."""
    call = "base_period_index(base = 2018, value = 100)"
    text = framework(TREE, normalise=call)
    assert refusals(text, DATA) == [("IDX508", "the base 2018 is not among the periods 2019..2020", call)]
    none = "the base is 2018, and the data have no periods"
    assert refusals(text, "entity,a,b\nX,1,2\n") == [("IDX508", none, call)]


def test_an_indicator_without_a_value_in_the_base() -> None:
    """Where no entity has one, the indicator is named; where it has no values at all, the rule for missing decides."""
    data = "period,a,b\n2019,2,\n2020,3,2\n"
    assert refusals(framework(TREE, normalise=CALL), data) == [
        ("IDX508", "`b` has no value in the base period 2019", "b")
    ]
    earlier = "period,a,b\n2018,1,1\n2019,2,\n2020,3,\n"
    assert levels(earlier, "b", periods="2019..2020") == [None, None]
    filled = framework(TREE, "impute earliest by carry_backward", normalise=CALL)
    assert scores(filled, data, "b") == [100, 100]
    limited = framework(TREE, normalise=f"{CALL} where a is 2")
    assert scores(limited, data, "b") == [None, 2]


def test_zeros_and_values_below() -> None:
    """A zero is level zero, in the base it is an error; what is below zero has no level."""
    text = framework(TREE, normalise=CALL)
    assert scores(text, "period,a,b\n2019,2,1\n2020,0,1\n", "a") == [100, 0]
    message = "`base_period_index` divides by the value of the base; `a` is zero in 2019"
    assert refusals(text, "period,a,b\n2019,0,1\n2020,1,1\n") == [("IDX502", message, "a")]
    message = "`base_period_index` takes values zero or above; `a` is -1 in 2020"
    assert refusals(text, "period,a,b\n2019,1,1\n2020,-1,1\n") == [("IDX502", message, "a")]


def test_levels_do_not_link() -> None:
    """They are an index already: a chain wants growth."""
    text = framework(TREE, "link chain(base = 2019, value = 100)", normalise=CALL)
    assert [code for code, _, _ in faults(text)] == ["IDX207"]
    text = framework(TREE, normalise=CALL, aggregate="geometric(zero = keep)")
    assert scores(text, "period,a,b\n2019,1,1\n2020,4,1\n") == pytest.approx([100, 200])
