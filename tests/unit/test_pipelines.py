"""Pipelines: steps after a method, each limited to rows where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pieces import evaluated, faults, framework, refusals, scores

if TYPE_CHECKING:
    from idx.evaluate.result import Result

TREE = "index total {\n  a\n}"
GROWING = "entity,period,a\nX,2019,1\nX,2020,3\nY,2019,4\nY,2020,4\n"


def test_growth_into_the_first_period_is_missing_through_all_steps() -> None:
    """No step leads into the first period, whatever a pipeline makes of growth, and no composite sees one."""
    text = framework(TREE, normalise="symmetric_growth then add(100)")
    assert scores(text, GROWING, "a") == [None, 200, None, 100]
    assert scores(text, GROWING) == [None, 200, None, 100]
    text = framework(TREE, normalise="symmetric_growth", aggregate="arithmetic then multiply(2) then add(1)")
    assert scores(text, GROWING) == [None, 201, None, 1]
    text = framework(
        "index total {\n  part aggregate arithmetic then add(1) {\n    a\n  }\n}", normalise="symmetric_growth"
    )
    assert scores(text, GROWING) == [None, 101, None, 1]


def test_growth_in_some_rows() -> None:
    """Where the condition does not hold the value passes unchanged, in the first period too."""
    text = framework(TREE, normalise='symmetric_growth where entity is "X"')
    assert scores(text, GROWING, "a") == [None, 100, 4, 4]
    assert scores(text, GROWING) == [None, 100, 4, 4]


def test_what_is_missing_in_the_first_period_can_be_filled() -> None:
    """A step fills what growth leaves missing, unless the scores are growth still: then the first period has none."""
    text = framework(TREE, normalise="symmetric_growth then multiply(1) then fill(7)")
    assert scores(text, GROWING) == [7, 100, 7, 0]
    text = framework(TREE, normalise="symmetric_growth then fill(7)")
    assert scores(text, GROWING) == [None, 100, None, 0]


def test_formulas_read_no_growth_into_the_first_period() -> None:
    """A formula over results meets the same missing growth as a reader of the results."""
    text = framework(f"{TREE}\nindex double = a.score * 2\nindex place = total.rank", normalise="symmetric_growth")
    result = evaluated(text, GROWING)
    assert result.scores["double"].to_list() == [None, 200, None, 0]
    assert result.scores["place"].to_list() == [None, 1, None, 2]


def test_steps_over_the_index() -> None:
    """Over the index, steps change the index; the score stays the growth that leads to it, so that it can be linked."""
    text = framework(
        TREE,
        normalise="symmetric_growth",
        aggregate="arithmetic over index then add(20)",
        link="chain(base = 2019, value = 100)",
    )
    result = evaluated(text, GROWING)
    assert result.indices["total"].to_list() == [120, 320, 120, 120]
    assert result.scores["total"].to_list() == [None, 400 / 4.4, None, 0]


LINKED = {"normalise": "symmetric_growth", "link": "chain(base = 2019, value = 100)"}
PAIR = "index total {\n  a\n  b\n}"


def test_a_filled_score_is_marked() -> None:
    """A score that a step fills is imputed: it has a status and a share, and so have the composites above."""
    data = "entity,a,b\nX,1,2\nY,4,\n"
    assert marks(evaluated(framework(PAIR, normalise="none then fill(mean)"), data)) == [
        *(("total", "X", "A", 0), ("total", "Y", "I", 0.5)),
        *(("a", "X", "A", 0), ("a", "Y", "A", 0), ("b", "X", "A", 0), ("b", "Y", "I", 1)),
    ]
    assert marks(evaluated(framework(PAIR, aggregate="arithmetic then fill(0)"), data))[:2] == [
        *(("total", "X", "A", 0), ("total", "Y", "I", 1)),
    ]


def marks(result: Result) -> list[tuple[str, str, str, float | None]]:
    """Return the status and the estimated share of each node and entity."""
    return result.table.select("node", "entity", "status", "estimated_share").rows()


def test_missing_scores_of_a_second_tree() -> None:
    """That growth is missing in the first period of one tree hides nothing that is missing in another."""
    rest = f"{TREE}\nindex second {{\n  c normalise min_max(reference = each_period)\n  d normalise none\n}}"
    data = "entity,period,a,c,d\nX,2019,1,1,1\nX,2020,2,1,1\nY,2019,1,1,2\nY,2020,1,3,1\n"
    result = evaluated(framework(rest, normalise="symmetric_growth", missing="drop(min_coverage = 0)"), data)
    rows = result.table.filter(result.table["parent"] == "second")
    assert rows["weight"].to_list() == [0, 0.5, 0, 0.5, 1, 0.5, 1, 0.5]


@pytest.mark.parametrize(
    ("normalise", "first", "refused"),
    [
        ("goalposts(worst = 1, best = 100, clip = none, scale = log)", 0, "-2 in Y 2020"),
        ("log_growth", None, "-1 in Y 2019, -2 in Y 2020"),
    ],
)
def test_values_that_are_not_normalised_may_be_any(normalise: str, first: float | None, refused: str) -> None:
    """Where the condition does not hold, a value passes that the method could not take."""
    data = "entity,period,a\nX,2019,1\nX,2020,1\nY,2019,-1\nY,2020,-2\n"
    limited = framework(TREE, normalise=f'{normalise} where entity is not "Y"')
    assert scores(limited, data) == [first, 0, -1, -2]
    (code, message, _), *_ = refusals(framework(TREE, normalise=f"{normalise} where prev(a) < 0"), data)
    assert code == "IDX502"
    assert message.endswith(f"takes values above zero; `a` is {refused}")


def test_a_geometric_mean_takes_no_scores_that_steps_make_negative() -> None:
    """What a step makes of scores decides which means can take them."""
    for steps, fits in (
        ("clip(-5, -3)", False),
        ("clip(-5, 0)", True),
        ("clip(-5, 100) then add(-1)", False),
        ("add(-1) then clip(0, 1)", True),
        ("power(2)", True),
        ("fill(-1)", False),
        ("fill(0)", True),
        ("multiply(-1)", False),
        ("add(-1) where a > 0", False),
        ("clip(1, 100) where a > 0", True),
        ("round(0)", True),
    ):
        normalise = f"min_max(reference = each_period) then {steps}"
        found = faults(framework(TREE, normalise=normalise, aggregate="geometric(zero = keep)"))
        assert [code for code, *_ in found] == ([] if fits else ["IDX207"]), steps


@pytest.mark.parametrize(
    ("stated", "data", "message"),
    [
        ({"normalise": "symmetric_growth then round(0)"}, "2019,1e-4,1e-4\n2020,1,1\n", "`total` is +200 in 2020"),
        ({"normalise": "symmetric_growth then round(0)"}, "2019,1,1\n2020,1e-4,1e-4\n", "`total` is −200 in 2020"),
        ({"normalise": "symmetric_growth then fill(300)"}, "2019,1,1\n2020,,\n", "`total` is +200 in 2020"),
        ({"aggregate": "arithmetic then fill(-200)"}, "2019,1,1\n2020,,2\n", "`total` is −200 in 2020"),
    ],
)
def test_growth_that_steps_bring_to_its_ends(stated: dict[str, str], data: str, message: str) -> None:
    """An index cannot go on from growth of ±200, however a pipeline comes to it."""
    (code, said, at), *_ = refusals(framework(PAIR, **(LINKED | stated)), f"period,a,b\n{data}")
    assert (code, at) == ("IDX507", "total")
    assert message in said


def test_growth_that_steps_keep_from_its_ends() -> None:
    """Where a pipeline draws growth back from ±200 an index can go on."""
    data = "period,a,b\n2019,0,0\n2020,1,1\n"
    assert {code for code, *_ in refusals(framework(PAIR, **LINKED), data)} == {"IDX507"}
    for stated in (
        {"normalise": "symmetric_growth then clip(-100, 100)"},
        {"aggregate": "arithmetic then clip(-100, 100)"},
    ):
        assert evaluated(framework(PAIR, **(LINKED | stated)), data).indices["total"].to_list() == [100, 300]


def test_over_indicators_looks_at_indicators() -> None:
    """A composite in between that is missing does not decide whether growth is at its end."""
    part = "part missing null {\n    a\n    b\n  }"
    rest = f"index total aggregate arithmetic over indicators {{\n  {part}\n  c\n}}"
    text = framework(rest, **(LINKED | {"missing": "drop(min_coverage = 0)"}))
    result = evaluated(text, "period,a,b,c\n2019,1,1,0\n2020,1,,1\n")
    assert result.scores["total"].to_list() == [None, pytest.approx(400 / 3)]


def test_growth_of_a_formula_over_results_can_be_linked() -> None:
    """An indicator that is made of results takes part in a chain where it states a normalisation to growth."""
    rest = f"{TREE}\nindex second {{\n  b\n  level formula total * 2 normalise symmetric_growth\n}}"
    data = "period,a,b\n2019,1,\n2020,3,1\n2021,3,1\n"
    result = evaluated(framework(rest, **(LINKED | {"missing": "drop(min_coverage = 0)"})), data)
    assert result.indices["level"].to_list() == [100, pytest.approx(300), pytest.approx(300)]
    assert result.indices["second"].to_list() == [100, pytest.approx(300), pytest.approx(300)]


def test_a_step_takes_what_the_steps_before_it_gave() -> None:
    """A mean over a period is that of the scores as they are by then, whatever other cells they are made of."""
    data = "entity,period,a\nX,2019,1\nX,2020,3\nY,2019,4\nY,2020,4\nZ,2019,5\nZ,2020,\n"
    text = framework(TREE, normalise="symmetric_growth then fill(mean)")
    assert scores(text, data) == [None, 100, None, 0, None, 50]
    text = framework(TREE, normalise="min_max(reference = all_periods, to = 0..4) then fill(mean)")
    assert scores(text, data) == [0, 2, 3, 3, 4, 2.5]
    text = framework(TREE, normalise="symmetric_growth then fill(mean) then add(1) then fill(median)")
    assert scores(text, data) == [None, 101, None, 1, None, 51]


def test_over_the_index_of_scores() -> None:
    """A composite of scores has nothing to chain, so that no index of it can be combined."""
    tree = "index total aggregate arithmetic over index {\n  part %s {\n    a\n  }\n  b\n}"
    levels = {"normalise": "min_max(reference = all_periods)", "link": "chain(base = 2019, value = 100)"}
    message = "`part` yields scores, so that it has no index of its own"
    assert faults(framework(tree % "", **levels)) == [("IDX215", message, "arithmetic")]
    assert faults(framework(tree % "normalise symmetric_growth", **levels)) == []
    assert faults(framework(tree % "aggregate arithmetic over index", **levels)) == []
