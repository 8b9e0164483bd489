"""Pipelines: steps after a method, each limited to rows where it says so."""

from __future__ import annotations

from pieces import evaluated, framework, scores

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
