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
