"""Reference sets: a stated one has to hold values of every indicator that is measured against it."""

from __future__ import annotations

import polars as pl
import pytest

import idx
from pieces import faults, framework, refusals, scores

TREE = "index total {\n  a\n  b\n}"
GROUPED = f"group region\n{TREE}"
DATA = "entity,period,a,b\nX,2019,1,\nX,2020,3,2\nY,2019,5,\nY,2020,7,4\n"


def against(reference: str, more: str = "") -> str:
    """Return a normalisation against a reference set."""
    return f"min_max(reference = {reference}{more})"


@pytest.mark.parametrize("reference", ["2015", "2015..2018", "2025..2030", "2020Q1", "2019M01..2024M12"])
def test_a_reference_outside_the_stated_periods(reference: str) -> None:
    """The file alone shows that nothing can be measured against it; it is said once, whatever inherits the call."""
    text = framework(TREE, periods="2019..2024", normalise=against(reference))
    message = f"the reference {reference} is not among the periods 2019..2024"
    assert faults(text) == [("IDX240", message, against(reference))]


@pytest.mark.parametrize("reference", ["2019", "2015..2019", "2024..2030", "each_period", "all_periods"])
def test_a_reference_that_meets_the_stated_periods(reference: str) -> None:
    """A reference that reaches into the periods counts as far as it does."""
    assert faults(framework(TREE, periods="2019..2024", normalise=against(reference))) == []


@pytest.mark.parametrize("reference", ["2015", "2021..2030", "2019Q1..2020Q4"])
def test_a_reference_outside_the_periods_of_the_data(reference: str) -> None:
    """Where the file states no periods, those of the data tell."""
    text = framework(TREE, normalise=against(reference))
    message = f"the reference {reference} is not among the periods 2019..2020"
    assert refusals(text, DATA) == [("IDX513", message, against(reference))]


def test_a_reference_in_data_without_periods() -> None:
    """Data that hold for every period have no period to be measured against."""
    message = "the reference is 2019, and the data have no periods"
    text = framework(TREE, normalise=against("2019"))
    assert refusals(text, "entity,a,b\nX,1,2\nY,3,4\n") == [("IDX513", message, against("2019"))]


def test_a_reference_in_which_an_indicator_has_no_value() -> None:
    """An indicator that starts later is named; what has no value at all is left to the rule for missing children."""
    text = framework(TREE, normalise=against("2019"))
    assert refusals(text, DATA) == [("IDX513", "`b` has no value in the reference 2019", "b")]
    nothing = "entity,period,a,b\nX,2018,1,1\nX,2019,1,\nY,2019,5,\n"
    assert scores(framework(TREE, periods="2019..2019", normalise=against("2019")), nothing, "b") == [None, None]
    filled = framework(TREE, "impute earliest by carry_backward", normalise=against("2019"))
    assert scores(filled, DATA, "b") == [0, 0, 1, 1]


def test_a_reference_in_which_a_group_has_no_value() -> None:
    """Within groups every group whose entities have values needs one there; who is in no group is in no set."""
    text = framework(GROUPED, normalise=against("2019", ", within = region"))
    data = (
        "entity,region,period,a,b\nX,east,2019,1,1\nX,east,2020,3,2\nV,east,2019,2,3\nV,east,2020,3,2\n"
        "Y,west,2019,5,\nY,west,2020,7,4\nZ,,2020,1,1\n"
    )
    message = "`b` has no value in the reference 2019 within `region` west"
    assert refusals(text, data) == [("IDX513", message, "b")]


def test_a_reference_that_only_rows_left_out_hold() -> None:
    """Rows that `entities where` leaves out stand in no reference set."""
    text = framework(TREE, normalise=against("2019"), entities="where a is not 1 and a is not 5")
    assert ("IDX513", "`a` has no value in the reference 2019", "a") in refusals(text, DATA)


def test_a_reference_where_nothing_is_measured_against_it() -> None:
    """Rows that the normalisation is not limited to need no reference."""
    text = framework(TREE, normalise=f"{against('2019')} where b < 0")
    assert scores(text, DATA, "b") == [None, 2, None, 4]


@pytest.mark.parametrize(
    "call",
    [
        "min_max(reference = 2019..2020, to = 0..1)",
        "z_score(reference = 2019..2020, sd = population)",
        "robust_z_score(reference = 2019..2020, spread = mad, factor = none)",
        "robust_z_score(reference = 2019..2020, spread = iqr, factor = none)",
        "distance_to_target(target = 9, reference = 2019..2020, clip = none)",
    ],
)
def test_a_column_without_any_value_has_no_scores(call: str) -> None:
    """Statistics of a set without values are missing numbers, also where all rows are one set."""
    method = f"periods 2019..2019\n  normalise {call}\n  weighting equal\n  aggregate arithmetic\n  missing null"
    tree = "index total {\n  a formula c / prev(b)\n  b\n  c\n}"
    framework = idx.loads(f'framework f\nversion "1"\nmethod {{\n  {method}\n}}\n{tree}\n')
    data = pl.DataFrame({"entity": ["C", "C"], "period": [2019, 2020], "b": [6.0, 3.5], "c": [8.0, 3.0]})
    assert framework.evaluate(data).scores["a"].to_list() == [None]
