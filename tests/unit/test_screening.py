"""Screening: rows that `entities where` leaves out of every statistic, and what conditions can look at."""

from __future__ import annotations

import pytest

from pieces import evaluated, faults, framework, refusals, scores

TREE = "series x\nindex total {\n  a formula x\n}"
YEARS = "entity,period,x\nA,2019,1\nA,2020,3\nB,2019,4\nB,2020,6\n"


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        ("x[2019] > 3", [6]),
        ("prev(x) < 4", [3]),
        ("x > prev(x) + 1", [3, 6]),
        ("x[2020] - x[2019] >= prev(x) + 1", [3]),
    ],
)
def test_conditions_look_beyond_the_evaluated_periods(condition: str, left: list[float]) -> None:
    """Observations outside `periods` serve conditions, by name and through `prev`."""
    assert scores(framework(TREE, f"entities where {condition}", periods="2020..2020"), YEARS) == left


def test_formulas_over_results_look_beyond_the_evaluated_periods() -> None:
    """So they do where a formula reads the data beside results; results themselves are only where they are shown."""
    rest = f"{TREE}\nindex ratio = total / x[2019]\nindex gain = total - prev(x)\nindex step = total - prev(total)"
    result = evaluated(framework(rest, periods="2020..2020"), YEARS)
    assert result.scores["ratio"].to_list() == [3, 1.5]
    assert result.scores["gain"].to_list() == [2, 2]
    assert result.scores["step"].to_list() == [None, None]


def test_no_result_leads_the_evaluated_periods() -> None:
    """Where growth looks back to the period before the first one, formulas find no results there all the same."""
    level = "index levels {\n  b formula x normalise none\n}"
    rest = f"{TREE}\n{level}\nindex late = prev(levels)\nindex step = prev(total)"
    growth = rest.replace("total {", "total link chain(base = 2020, value = 100) {")
    growth = growth.replace("a formula x", "a formula x normalise symmetric_growth")
    for text in (rest, growth):
        result = evaluated(framework(text, periods="2020..2020"), YEARS)
        assert result.scores["late"].to_list() == [None, None]
        assert result.scores["step"].to_list() == [None, None]
    assert result.scores["total"].to_list() == [100, 40]


def test_formulas_read_rows_that_are_left_out() -> None:
    """A row that is left out takes part in no statistic and no result; a formula may name it all the same."""
    rest = f"{TREE}\nindex share = total / x[B]\nindex before = total * prev(x)"
    result = evaluated(framework(rest, "entities where x < 6"), YEARS)
    assert result.scores["total"].to_list() == [1, 3, 4]
    assert result.scores["share"].to_list() == [0.25, 0.5, 1]
    assert result.scores["before"].to_list() == [None, 3, None]


def test_results_that_are_left_out() -> None:
    """A result of an entity or a period that is not evaluated is nowhere, and the formula that names it is told so."""
    entities = 'entities where entity is not "B"'
    text = framework(f"{TREE}\nindex lead = total / total[B]", entities)
    assert refusals(text, YEARS) == [("IDX511", "the results have no entity `B`", "total[B]")]
    text = framework(f"{TREE}\nindex lead = total.rank - total.rank[2019]", periods="2020..2020")
    assert refusals(text, YEARS) == [("IDX511", "the results have no period `2019`", "total.rank[2019]")]


def test_a_formula_over_results_brings_back_no_row() -> None:
    """Where a row is left out, a formula that does not need it has no value there either."""
    rest = f"{TREE}\nindex shown {{\n  level formula total * 0 + x[B]\n  still formula total.rank * 0 + 5\n}}"
    text = framework(rest, 'entities where entity is "A"')
    result = evaluated(text, YEARS)
    assert result.scores["shown"].to_list() == [4.5, 5.5]
    assert result.entities == ("A",)
    scaled = "level formula x + 0 * total[A] normalise min_max(reference = each_period)"
    rest = f"{TREE}\nindex scaled {{\n  {scaled}\n}}"
    assert scores(framework(rest, 'entities where entity is "A"'), YEARS, "scaled") == [None, None]


def test_no_row_is_left() -> None:
    """A condition that holds nowhere is an error at the condition."""
    text = framework(TREE, "entities where x > 100")
    assert refusals(text, YEARS) == [("IDX512", "no row is left: the condition holds nowhere", "x > 100")]


REGIONS = "entity,region,a\nA,east,1\nB,west,7\nC,,\nS,east,100\n"


@pytest.mark.parametrize(
    ("pipeline", "filled"),
    [
        ("fill(mean)", 4),
        ("fill(mean, within = region) then fill(mean)", 4),
        ('fill(90) where entity is "S" then fill(median)', 4),
    ],
)
def test_steps_bring_back_no_row(pipeline: str, filled: float) -> None:
    """A row that is left out stays out of the statistics of every step, though an earlier step could fill it."""
    text = framework(
        "group region\nindex total {\n  a\n}", 'entities where entity is not "S"', normalise=f"none then {pipeline}"
    )
    assert scores(text, REGIONS) == [1, 7, filled]


def test_composites_bring_back_no_row() -> None:
    """So it does with the steps of composites."""
    part = 'part aggregate arithmetic then fill(90) where entity is "S" {\n    a\n  }'
    rest = f"index total aggregate arithmetic then fill(mean) {{\n  {part}\n}}"
    assert scores(framework(rest, 'entities where entity is not "S"'), REGIONS) == [1, 7, 4]


def test_conditions_read_indicators_outside_the_trees() -> None:
    """An indicator that only a condition reads is computed for it, with what it is computed from in turn."""
    density = "series area\nindicator half {\n  formula x / 2\n}\nindicator density {\n  formula half / area\n}"
    data = "entity,x,area\nA,8,1\nB,6,6\n"
    assert scores(framework(f"{density}\n{TREE}", "entities where density > 1"), data) == [8]
    assert scores(framework(f"{density}\n{TREE}", normalise="none then add(1) where density > 1"), data) == [9, 6]
    stated = "none where density <= 1 then add(1) where available(density) is 1"
    assert scores(framework(f"{density}\n{TREE}", normalise=stated), data) == [9, 7]
    rest = f"{density}\n{TREE}".replace("total {", "total aggregate arithmetic then add(1) where half > 3 {")
    assert scores(framework(rest), data) == [9, 6]


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        ("available(total) is 1", ["A 2019"]),
        ("available(total) >= 2/3", ["A 2019", "B 2019", "C 2020"]),
        ("available(part) >= 50%", ["A 2019", "B 2019", "C 2019", "C 2020"]),
        ("available(a) > 0", ["A 2019", "C 2020"]),
    ],
)
def test_available(condition: str, left: list[str]) -> None:
    """The share of a node's indicators with data before anything is filled, those by formula among them."""
    rest = "series x\nindex total {\n  a\n  part {\n    b\n    c formula x\n  }\n}"
    data = "entity,period,a,b,x\nA,2019,1,1,1\nB,2019,,1,1\nC,2019,,,1\nC,2020,3,3,\n"
    result = evaluated(framework(rest, f"entities where {condition}", "impute rest by constant(9)"), data)
    assert [f"{entity} {period}" for entity, period, *_ in result.raw.iter_rows()] == left


def test_available_speaks_of_data() -> None:
    """What is made of results has no data to be available."""
    text = framework(f"{TREE}\nindex late = total * 2", "entities where available(late) > 0")
    assert faults(text) == [("IDX221", "`late` is a result; a condition speaks of the data", "late")]
    rest = f"{TREE}\nindex other {{\n  late formula total * 2\n}}"
    text = framework(rest, "entities where available(other) > 0")
    assert refusals(text, YEARS) == [("IDX512", "no row is left: the condition holds nowhere", "available(other) > 0")]


SHARES = "series x\nseries y\nindex total {\n  a formula x / y\n}"
ZEROS = "entity,period,x,y\nA,2019,1,2\nA,2020,3,2\nB,2019,4,0\nB,2020,6,0\n"
DIVISION = "`%s`: division by zero in %s"


def test_a_formula_without_a_result_in_a_row_that_is_left_out() -> None:
    """What is left out needs no result: it is in no statistic and no result of its own."""
    assert scores(framework(SHARES, 'entities where entity is "A"'), ZEROS) == [0.5, 1.5]
    assert scores(framework(SHARES, "entities where y > 0"), ZEROS) == [0.5, 1.5]
    found = refusals(framework(SHARES, "entities where x > 2"), ZEROS)
    assert found == [("IDX510", DIVISION % ("a", "B 2019, B 2020"), "x / y")]


def test_a_formula_without_a_result_that_decides_what_is_left_out() -> None:
    """Where the condition itself asks for it, no row can be left out for want of a result."""
    found = [("IDX510", DIVISION % ("a", "B 2019, B 2020"), "x / y")]
    assert refusals(framework(SHARES, "entities where a > 1"), ZEROS) == found
    assert refusals(framework(SHARES, 'entities where a > 1 and entity is "A"'), ZEROS) == found
    assert refusals(framework(SHARES, "entities where available(total) is 1"), ZEROS) == found
    assert scores(framework(SHARES, 'entities where entity is "A" and a > 1'), ZEROS) == [1.5]
    assert scores(framework(SHARES, "entities where y is not 0 and a > 1"), ZEROS) == [1.5]
    found = [("IDX510", DIVISION % ("a", "B 2020"), "x / y")]
    assert refusals(framework(SHARES, "entities where if(x < 5, 2, a) > 1 and y > 0"), ZEROS) == found


@pytest.mark.parametrize(
    ("rest", "condition", "cells"),
    [
        (f"{SHARES}\nindex other {{\n  b formula a[B] + 1\n}}", 'entity is "A"', "B 2019, B 2020"),
        (f"{SHARES}\nindex other {{\n  b formula a[2019] + 1\n}}", "y[2019] > 0 or x is 6", "B 2019, B 2020"),
        (f"{SHARES}\nindex other {{\n  b formula prev(a) + 1\n}}", "x is not 4 and x is not 6", None),
        (f"{SHARES}\nindex late = total + a[B]", 'entity is "A"', "B 2019, B 2020"),
        (f"{SHARES}\nindex late = if(total > 1, a[B], 0)", 'entity is "A"', "B 2020"),
        (f"{SHARES}\nindex late = if(total > 9, a[B], 0)", 'entity is "A"', None),
    ],
)
def test_a_formula_without_a_result_that_others_ask_for(rest: str, condition: str, cells: str | None) -> None:
    """A row that is left out may be read by name; then it is told that there is no result in it."""
    text = framework(rest, f"entities where {condition}")
    if cells is None:
        evaluated(text, ZEROS)
    else:
        assert refusals(text, ZEROS) == [("IDX510", DIVISION % ("a", cells), "x / y")]


def test_a_step_asks_for_a_formula_without_a_result() -> None:
    """The condition of a step may read a row that is left out, too."""
    text = framework(SHARES, 'entities where entity is "A"', normalise="none then add(1) where a[B] > 1")
    assert refusals(text, ZEROS) == [("IDX510", DIVISION % ("a", "B 2019, B 2020"), "x / y")]


def test_a_formula_without_a_result_before_the_evaluated_periods() -> None:
    """Nothing is said of rows that nobody asks for; one that another formula looks back to is asked for."""
    data = "period,x,y\n2018,1,0\n2019,1,0\n2020,3,2\n"
    assert scores(framework(SHARES, periods="2020..2020"), data) == [1.5]
    rest = f"{SHARES}\nindex other {{\n  b formula prev(a)\n}}"
    found = refusals(framework(rest, periods="2020..2020"), data)
    assert found == [("IDX510", DIVISION % ("a", "2019"), "x / y")]
