"""What COINr 1.1.14 is known to get wrong, each as a test that it is not so here."""

from __future__ import annotations

from itertools import permutations

import polars as pl
import pytest

import idx

METHOD = """framework example
version "1"
method {{
  normalise goalposts(worst = 0, best = 1, clip = low)
  weighting {weighting}
  aggregate {aggregate}
  missing {missing}
}}
"""


def loaded(
    tree: str, *, weighting: str = "equal", aggregate: str = "arithmetic", missing: str = "drop(min_coverage = 0)"
) -> idx.Framework:
    """Return a framework with these methods over one tree."""
    return idx.loads(METHOD.format(weighting=weighting, aggregate=aggregate, missing=missing) + tree)


def refused(text: str) -> list[str]:
    """Return the codes with which a text is refused."""
    with pytest.raises(idx.IdxError) as error:
        idx.loads(text)
    return [item.code for item in error.value.diagnostics]


FLAT = "index total {\n  a unit %\n  b unit %\n  c unit %\n}\n"


def test_outranking_does_not_depend_on_the_order_of_rows() -> None:
    """With data missing, each pair is compared on what both have; every order of the rows gives the same."""
    rows = [("A", 1.0, None, 3.0), ("B", 2.0, 5.0, None), ("C", None, 4.0, 1.0), ("D", 3.0, 1.0, 2.0)]
    framework = loaded(FLAT, aggregate="copeland")
    found = set()
    for order in permutations(rows):
        data = pl.DataFrame(list(order), schema=["entity", "a", "b", "c"], orient="row")
        scores = framework.evaluate(data).scores
        found.add(tuple(scores.sort("entity")["total"]))
    assert found == {(0.0, 2.0, -2.0, 0.0)}


def test_a_generalised_mean_drops_a_missing_child() -> None:
    """Under `missing drop` a power mean is that of the children present, not missing because one is."""
    data = pl.DataFrame({"entity": ["A", "B"], "a": [1.0, 1.0], "b": [7.0, 2.0], "c": [None, 3.0]})
    assert loaded(FLAT, aggregate="power(2)").evaluate(data).scores["total"][0] == pytest.approx(5)


@pytest.mark.parametrize("weights", [("-1", "1", "1"), ("0", "0", "0")])
def test_negative_and_all_zero_weights_are_refused(weights: tuple[str, str, str]) -> None:
    """A weight below zero, and weights that are all zero, are errors."""
    tree = "index total {{\n  a weight {}\n  b weight {}\n  c weight {}\n}}\n".format(*weights)
    text = METHOD.format(weighting="relative", aggregate="arithmetic", missing="null") + tree
    if weights[0] == "-1":
        assert refused(text)[0] == "IDX206"
    else:
        assert refused(text) == ["IDX206"]


def test_a_constant_indicator_is_not_dropped_in_silence() -> None:
    """It has no scores; under the rule that holds where none is stated that is an error which names it."""
    data = pl.DataFrame({"entity": ["A", "B"], "a": [1.0, 2.0], "b": [5.0, 5.0], "c": [1.0, 3.0]})
    text = METHOD.replace("goalposts(worst = 0, best = 1, clip = low)", "min_max(reference = each_period)").format(
        weighting="equal", aggregate="arithmetic", missing="error"
    )
    with pytest.raises(idx.IdxError) as error:
        idx.loads(text + FLAT).evaluate(data)
    assert [item.code for item in error.value.diagnostics] == ["IDX505"]
    assert "`b` has no score" in error.value.diagnostics[0].message.en


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("aggregate arithmetic", None),
        ("agregate arithmetic", "IDX003"),
        ("aggregate aritmetic", "IDX106"),
        ("aggregate power(exponnent = 2)", "IDX107"),
        ("aggregate arithmetic over indicatrs", "IDX208"),
    ],
)
def test_misspelt_specifications_are_not_ignored(written: str, code: str | None) -> None:
    """A misspelt keyword, method, argument or word is an error at its place."""
    text = METHOD.format(weighting="equal", aggregate="arithmetic", missing="null").replace(
        "aggregate arithmetic", written
    )
    if code is None:
        idx.loads(text + FLAT)
    else:
        assert refused(text + FLAT)[0] == code


def test_unknown_codes_are_not_ignored() -> None:
    """A code in the data that nothing names is a warning; an indicator without data, an error."""
    long = pl.DataFrame({"indicator": ["a", "b", "c", "cc"], "entity": ["A"] * 4, "value": [1.0, 2.0, 3.0, 4.0]})
    result = loaded(FLAT).evaluate(long)
    assert [item.code for item in result.diagnostics] == ["IDX409"]
    with pytest.raises(idx.IdxError) as error:
        loaded(FLAT).evaluate(long.filter(pl.col("indicator") != "c"))
    assert "IDX411" in {item.code for item in error.value.diagnostics}


def test_a_direction_is_not_turned_back() -> None:
    """Direction is handed to the one normalisation that a node has; stated twice, it is an error."""
    twice = "index total {\n  a unit % direction negative normalise goalposts(worst = 5, best = 0, clip = both)\n}\n"
    assert refused(METHOD.format(weighting="equal", aggregate="arithmetic", missing="null") + twice) == ["IDX242"]
    again = twice.replace(
        "goalposts(worst = 5, best = 0, clip = both)",
        "min_max(reference = each_period) then min_max(reference = each_period)",
    )
    assert refused(METHOD.format(weighting="equal", aggregate="arithmetic", missing="null") + again) == ["IDX106"]
    once = twice.replace("goalposts(worst = 5, best = 0, clip = both)", "min_max(reference = each_period)")
    data = pl.DataFrame({"entity": ["A", "B"], "a": [1.0, 2.0]})
    assert loaded(once).evaluate(data).scores["a"].to_list() == [1.0, 0.0]


def test_panel_imputation_keeps_rows_together() -> None:
    """Rows of a panel in any order are filled along their own entity's periods."""
    rows = [
        ("B", 2022, 9.0),
        ("A", 2020, 1.0),
        ("B", 2020, 5.0),
        ("A", 2022, 3.0),
        ("B", 2021, None),
        ("A", 2021, None),
    ]
    text = METHOD.format(weighting="equal", aggregate="arithmetic", missing="null").replace(
        "method {", "method {\n  impute gaps by linear"
    )
    tree = "index total {\n  a unit %\n}\n"
    found = set()
    for order in (rows, rows[::-1], sorted(rows, key=lambda row: row[1])):
        data = pl.DataFrame(list(order), schema=["entity", "period", "a"], orient="row")
        found.add(tuple(idx.loads(text + tree).evaluate(data).raw["a"]))
    assert found == {(1.0, 2.0, 3.0, 5.0, 7.0, 9.0)}
