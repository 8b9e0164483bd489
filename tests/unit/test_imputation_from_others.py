"""Missing cells filled from other entities: which set, which rows count, what it is marked with."""

from __future__ import annotations

import statistics

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import idx

TEXT = """framework example
version "1"
group region
method {{
  {method}
  normalise none
  weighting equal
  aggregate arithmetic
  missing null
}}
index total {{
  x unit %{own}
}}
"""
Cells = list[tuple[str, int, float | None]]
REGIONS = {"A": "w", "B": "w", "C": "e", "D": "e", "E": None}


def filled(cells: Cells, method: str, own: str = "") -> dict[tuple[str, str], float | None]:
    """Return the values after imputation, by entity and period; those that are left out among them."""
    frame = pl.DataFrame(
        {
            "entity": [entity for entity, _, _ in cells],
            "period": [period for _, period, _ in cells],
            "region": [REGIONS[entity] for entity, _, _ in cells],
            "x": pl.Series([value for _, _, value in cells], dtype=pl.Float64),
        }
    )
    stage = idx.loads(TEXT.format(method=method, own=own)).evaluate(frame).stage("imputed")
    return {(entity, period): value for entity, period, value in stage.iter_rows()}


CELLS: Cells = [
    *(("A", 2020, 1.0), ("B", 2020, 3.0), ("C", 2020, 10.0), ("D", 2020, None), ("E", 2020, None)),
    *(("A", 2021, 2.0), ("B", 2021, None), ("C", 2021, None), ("D", 2021, 30.0), ("E", 2021, 7.0)),
]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("mean(reference = each_period)", {"B 2021": 13, "C 2021": 13, "D 2020": 14 / 3, "E 2020": 14 / 3}),
        ("median(reference = each_period)", {"B 2021": 7, "C 2021": 7, "D 2020": 3, "E 2020": 3}),
        ("mean(reference = 2020)", {"B 2021": 14 / 3, "C 2021": 14 / 3, "D 2020": 14 / 3, "E 2020": 14 / 3}),
        ("median(reference = all_periods)", {"B 2021": 5, "C 2021": 5, "D 2020": 5, "E 2020": 5}),
        (
            "mean(reference = each_period, within = region)",
            {"B 2021": 2, "C 2021": 30, "D 2020": 10, "E 2020": None},
        ),
    ],
)
def test_sets(call: str, expected: dict[str, float | None]) -> None:
    """Of the same period, of stated ones or of all; of the own group, and none for an entity without one."""
    found = filled(CELLS, f"impute rest by {call}")
    for cell, value in expected.items():
        entity, period = cell.split()
        assert found[entity, period] == (None if value is None else pytest.approx(value))
    observed = [(entity, str(period), value) for entity, period, value in CELLS if value is not None]
    assert all(found[entity, period] == value for entity, period, value in observed)


def test_rows_that_are_left_out_have_no_part() -> None:
    """`entities where` keeps rows out of every statistic, those of imputation too; they are filled all the same."""
    found = filled(CELLS, 'entities where entity is not "D"\n  impute rest by mean(reference = each_period)')
    assert found["B", "2021"] == pytest.approx((2 + 7) / 2)
    assert found["D", "2020"] == pytest.approx(14 / 3)


def test_after_neighbours_in_time() -> None:
    """What is filled in time counts as observed; an indicator takes back what is handed down."""
    method = "impute latest by carry_forward\n  impute rest by mean(reference = each_period)"
    found = filled(CELLS, method)
    assert found["B", "2021"] == 3
    assert found["D", "2020"] == pytest.approx(14 / 3)
    kept = filled(CELLS, method, " impute latest by none")
    assert kept["B", "2021"] == pytest.approx(13)


def test_marks() -> None:
    """A filled cell has the status I, and composites that rest on it are estimated in part."""
    frame = pl.DataFrame({"entity": ["A", "B"], "x": [1.0, None]})
    text = TEXT.replace("group region\n", "").format(method="impute rest by mean(reference = each_period)", own="")
    table = idx.loads(text).evaluate(frame).table
    assert table.filter(node="x", entity="B")["status"].item() == "I"
    assert table.filter(node="total", entity="B")["estimated_share"].item() == 1


VALUES = st.lists(st.one_of(st.none(), st.integers(-20, 20).map(float)), min_size=5, max_size=10)


@given(
    values=VALUES.filter(lambda values: any(value is not None for value in values)),
    order=st.randoms(use_true_random=False),
)
def test_by_the_definition_in_any_order(values: list[float | None], order: st.DataObject) -> None:
    """Means of the same period in plain Python; unsorted rows of a panel are not misaligned."""
    cells: Cells = [("ABCDE"[place % 5], 2020 + place // 5, value) for place, value in enumerate(values)]
    shuffled = order.sample(cells, len(cells))  # type: ignore[attr-defined] # a random generator
    found = filled(shuffled, "impute rest by mean(reference = each_period)")
    for entity, period, value in cells:
        same = [other for _, at, other in cells if at == period and other is not None]
        expected = value if value is not None else statistics.fmean(same) if same else None
        assert found[entity, str(period)] == (None if expected is None else pytest.approx(expected))


def test_a_condition_that_comes_too_late() -> None:
    """A condition on what is computed from filled cells cannot say who counts while they are filled."""
    text = TEXT.format(
        method="entities where twice > 0\n  impute rest by mean(reference = each_period)",
        own="\n  twice unit % formula x * 2",
    )
    with pytest.raises(idx.IdxError) as refused:
        idx.loads(text.replace("group region\n", "")).evaluate(pl.DataFrame({"entity": ["A", "B"], "x": [1.0, None]}))
    assert [item.code for item in refused.value.diagnostics] == ["IDX516"]


def test_a_condition_on_what_is_computed_first() -> None:
    """Whoever counts is known before cells are filled, however deep the formulas are that the condition reads."""
    text = TEXT.format(
        method="entities where available(total) >= 60% and ratio > 0",
        own=" formula base * 1 impute rest by mean(reference = each_period)\n  ratio unit % formula base / other\n"
        "  more unit % formula ratio + 1",
    ).replace("group region\n", "series base\nindicator other formula base * 2\n")
    data = pl.DataFrame({"entity": ["A", "B", "C"], "base": [1.0, None, 3.0]})
    framework = idx.loads(text.replace("entities where available(total) >= 60% and ", "entities where "))
    assert framework.evaluate(data).stage("imputed")["x"].to_list() == [1, 2, 3]
    assert idx.loads(text).evaluate(data).scores["entity"].to_list() == ["A", "C"]
