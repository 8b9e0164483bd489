"""Treatment of outliers: when it is done, to whom, and what the stages show."""

from __future__ import annotations

import math
import statistics
import warnings

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import idx
import naive_treatment
from naive_normalisers import present

METHOD = """framework example
version "1"
group region
method {{
  normalise none
  weighting equal
  aggregate arithmetic
  missing null
{more}
}}
index total {{
  x unit %{own}
  y unit %
}}
"""
WINSORISE = (
    "winsorise(most = {most}, skewness = {skewness}, kurtosis = {kurtosis}, otherwise = {otherwise}, "
    "reference = {reference})"
)
LONG_TAIL = [1.0, 2, 3, 4, 5, 6, 7, 100, 500]


def evaluated(values: list[float | None], more: str = "", own: str = "") -> idx.Result:
    """Return the result for these values of x, the first half in one region, the rest in another."""
    count = len(values)
    data = pl.DataFrame(
        {
            "entity": [f"E{number:02}" for number in range(count)],
            "region": ["w" if number < count // 2 else "e" for number in range(count)],
            "x": pl.Series(values, dtype=pl.Float64),
            "y": [1.0] * count,
        }
    )
    return idx.loads(METHOD.format(more=more, own=own)).evaluate(data)


def treated(values: list[float | None], call: str) -> list[float | None]:
    """Return the values after a treatment."""
    return evaluated(values, f"  treat {call}").stage("treated")["x"].to_list()


def test_stages_show_what_treatment_did() -> None:
    """Imputed and screened values stay as they are; treated ones are normalised and aggregated."""
    call = WINSORISE.format(most=5, skewness=2, kurtosis=3.5, otherwise="keep", reference="each_period")
    result = evaluated([*LONG_TAIL, None], f"  treat {call}")
    assert result.stage("imputed")["x"].to_list() == [*LONG_TAIL, None]
    drawn_in = [1.0, 2, 3, 4, 5, 6, 7, 100, 100, None]  # one point is enough
    assert result.stage("treated")["x"].to_list() == drawn_in
    assert result.stage("normalised")["x"].to_list() == drawn_in
    assert result.raw["x"].to_list() == [*LONG_TAIL, None]
    assert result.table.filter(node="x")["raw"].to_list() == [*LONG_TAIL, None]


NUMBERS = st.lists(
    st.one_of(st.none(), st.integers(-3, 12).map(float), st.sampled_from((40.0, 500.0, -90.0))), min_size=1, max_size=14
).filter(lambda values: any(value is not None for value in values))


@given(values=NUMBERS, most=st.integers(1, 5), otherwise=st.sampled_from(("keep", "restore", "log")))
def test_winsorising_by_its_definition(values: list[float | None], most: int, otherwise: str) -> None:
    """The engine gives what plain Python gives, point by point."""
    call = WINSORISE.format(most=most, skewness=1, kurtosis=1, otherwise=otherwise, reference="each_period")
    expected = naive_treatment.winsorise(
        values, present(values), most=most, skewness=1, kurtosis=1, otherwise=otherwise
    )
    found = treated(values, call)
    assert [value is None for value in found] == [value is None for value in values]
    assert [value for value in found if value is not None] == pytest.approx(
        [value for value in expected if value is not None]
    )


@given(values=NUMBERS, share=st.sampled_from((0.0, 0.05, 0.25)))
def test_trimming_by_its_definition(values: list[float | None], share: float) -> None:
    """Values beyond the percentiles take them; missing ones stay missing."""
    found = treated(values, f"trim(low = {share}, high = {1 - share}, reference = each_period)")
    expected = naive_treatment.trim(values, present(values), low=share, high=1 - share)
    assert [value for value in found if value is not None] == pytest.approx(
        [value for value in expected if value is not None]
    )


def test_a_wrong_treatment_is_rejected() -> None:
    """Drawing in to the same value on the wrong side, or without counting points, is told apart."""
    expected = naive_treatment.winsorise(LONG_TAIL, LONG_TAIL, most=1, skewness=0, kurtosis=-9, otherwise="keep")
    call = WINSORISE.format(most=2, skewness=0, kurtosis=-9, otherwise="keep", reference="each_period")
    assert treated([*LONG_TAIL], call) != expected


def test_a_fitted_box_cox_brings_a_log_normal_to_normal() -> None:
    """The exponent that is fitted to exponentials of evenly spread normal quantiles is near zero: logarithms."""
    normal = statistics.NormalDist()
    values = [math.exp(normal.inv_cdf((rank + 0.5) / 40)) for rank in range(40)]
    found = treated([*values], "box_cox(exponent = fitted, reference = each_period)")
    logs = [math.log(value) for value in values]
    assert [value for value in found if value is not None] == pytest.approx(logs, abs=0.02)


def test_within_groups_and_where() -> None:
    """Each group by itself; outside of the condition values pass unchanged; treatments follow one another."""
    trim = "trim(low = 0, high = 50%, reference = each_period, within = region)"
    assert treated([1.0, 2, 3, 10, 20, 60], trim) == [1, 2, 2, 10, 20, 20]
    found = evaluated(
        [1.0, 2, 3, 10, 20, 60], f'  treat {trim.replace(", within = region", "")} where region is "e" then log'
    )
    assert found.stage("treated")["x"].to_list() == pytest.approx(
        [math.log(value) for value in (1, 2, 3, 6.5, 6.5, 6.5)]
    )


def test_handed_down_and_taken_back() -> None:
    """A treatment in `method` holds for all; an indicator states its own, or `none`."""
    trim = "  treat trim(low = 0, high = 50%, reference = each_period)"
    assert evaluated([1.0, 2, 9], trim, " treat none").stage("treated")["x"].to_list() == [1, 2, 9]
    assert evaluated([1.0, 2, 9], trim, " treat log").stage("treated")["x"].to_list()[1] == math.log(2)


@pytest.mark.parametrize(
    ("call", "values", "code", "said"),
    [
        ("log", [1.0, 0.0, 2.0], "IDX502", "`log` takes values above zero; `x` is 0 in E01"),
        ("box_cox(exponent = fitted, reference = each_period)", [1.0, -2.0], "IDX502", "`x` is -2 in E01"),
        ("box_cox(exponent = fitted)", [1.0], "IDX204", "needs a `reference`"),
        ("trim(low = 60%, high = 40%, reference = each_period)", [1.0], "IDX204", "`low` lies below `high`"),
        ("winsorise(most = 0, skewness = 2)", [1.0], "IDX204", "`most` takes a whole number of at least 1"),
    ],
)
def test_what_is_refused(call: str, values: list[float | None], code: str, said: str) -> None:
    """Values that a treatment cannot take, and arguments that do not go together."""
    with pytest.raises(idx.IdxError) as refused:
        treated(values, call)
    found = [item for item in refused.value.diagnostics if item.code == code]
    assert any(said in item.message.en for item in found)


def test_treated_values_meet_the_normalisation() -> None:
    """What a normalisation cannot take is judged after treatment: logarithms may be negative."""
    data = pl.DataFrame({"entity": ["A", "B"], "x": [0.5, 4.0], "y": [1.0, 2.0]})
    text = METHOD.format(more="", own=" treat log normalise fraction_of_maximum(reference = each_period)")
    with pytest.raises(idx.IdxError) as refused:
        idx.loads(text.replace("group region\n", "")).evaluate(data)
    assert refused.value.diagnostics[0].code == "IDX502"
    assert "`fraction_of_maximum` takes values zero or above" in refused.value.diagnostics[0].message.en


@pytest.mark.parametrize(
    "call",
    [
        "trim(low = 0, high = 50%, reference = each_period, within = region)",
        WINSORISE.format(most=1, skewness=0, kurtosis=-9, otherwise="keep", reference="each_period, within = region"),
    ],
)
def test_without_a_group_there_is_nothing_to_be_held_against(call: str) -> None:
    """An entity without a group stands in no set, so that it has no value after a treatment within groups."""
    data = pl.DataFrame({"entity": ["A", "B", "C"], "region": ["w", "w", None], "x": [1.0, 3.0, 5.0], "y": [1.0, 1, 1]})
    result = idx.loads(METHOD.format(more=f"  treat {call}", own="")).evaluate(data)
    assert result.stage("treated")["x"].to_list()[2] is None


def test_a_reference_without_values() -> None:
    """It is said, as for a normalisation: nothing is left as it is unnoticed."""
    text = METHOD.format(more="  treat trim(low = 0, high = 50%, reference = 2020)", own="").replace(
        "group region\n", ""
    )
    data = pl.DataFrame({"period": [2020, 2021], "x": [None, 2.0], "y": [1.0, 2.0]})
    with pytest.raises(idx.IdxError) as refused:
        idx.loads(text).evaluate(data)
    said = [(item.code, str(item.message)) for item in refused.value.diagnostics]
    assert said == [("IDX513", "`x` has no value in the reference 2020")]


@pytest.mark.parametrize(("reference", "first"), [("each_period", 100 / 3), ("all_periods", None)])
def test_the_period_before_the_first(reference: str, first: float | None) -> None:
    """Growth into the first period starts from a value that was treated with those of its own period, or from none."""
    call = WINSORISE.format(most=1, skewness=9, kurtosis=9, otherwise="keep", reference=reference)
    text = METHOD.format(more=f"  periods 2020..2021\n  treat {call}", own=" normalise simple_growth")
    data = pl.DataFrame({"period": [2019, 2020, 2021], "x": [3.0, 4.0, 8.0], "y": [1.0, 1.0, 1.0]})
    scores = idx.loads(text.replace("group region\n", "").replace("\n  y unit %", "")).evaluate(data).scores["x"]
    assert scores.to_list() == pytest.approx([first, 100.0])


@pytest.mark.parametrize(
    "call",
    [
        "winsorise(most = 1, skewness = 0.5, kurtosis = 0, otherwise = log, reference = each_period)",
        "box_cox(exponent = fitted, reference = each_period)",
    ],
)
def test_what_varies_by_rounding_alone_stays_as_it_is(call: str) -> None:
    """Values that are equal but for their last bits have no tail, and no shape to be brought to."""
    values = [0.1 + 0.2, 0.3, 0.3, 0.15 + 0.15, 0.3 * (1 + 4e-16), 0.3]
    assert len(set(values)) > 2
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert treated([*values], call) == values
