"""Values against those of one entity, and against a target: what comes out, and what is refused."""

from __future__ import annotations

import polars as pl
import pytest

import idx

TEXT = """framework example
version "1"
method {{
  weighting equal
  aggregate arithmetic
  missing null
}}
index total {{
  x unit % {direction}normalise {call}
}}
"""
DATA = pl.DataFrame(
    {
        "entity": ["A", "B", "C"] * 2,
        "period": [2020] * 3 + [2021] * 3,
        "x": [2.0, 4.0, 10.0, 3.0, 6.0, None],
    }
)


def scores(call: str, *, negative: bool = False, data: pl.DataFrame = DATA) -> list[float | None]:
    """Return the scores of A, B and C in 2020, then in 2021."""
    text = TEXT.format(call=call, direction="direction negative " if negative else "")
    return idx.loads(text).evaluate(data).scores.sort("period", "entity")["x"].to_list()


@pytest.mark.parametrize(
    ("call", "negative", "expected"),
    [
        ("distance_to_reference(entity = B, from = zero, clip = none)", False, [0.5, 1, 2.5, 0.5, 1, None]),
        ("distance_to_reference(entity = B, from = zero, clip = high)", False, [0.5, 1, 1, 0.5, 1, None]),
        ("distance_to_reference(entity = B, from = zero, clip = none)", True, [2, 1, 0.4, 2, 1, None]),
        ("distance_to_reference(entity = B, from = minimum, clip = none)", False, [0, 1, 4, 0, 1, None]),
        ("distance_to_reference(entity = A, from = minimum, clip = none)", True, [1, 0.75, 0, 1, 0, None]),
        ("distance_to_target(target = 6, reference = all_periods, clip = none)", False, [0, 0.5, 2, 0.25, 1, None]),
        ("distance_to_target(target = 2, reference = each_period, clip = none)", True, [1, 0.75, 0, 0.75, 0, None]),
    ],
)
def test_scores(call: str, negative: bool, expected: list[float | None]) -> None:  # noqa: FBT001 - a parameter
    """Each period is measured by itself where it says so, and directions are the method's own."""
    assert scores(call, negative=negative) == pytest.approx(expected)


def test_a_reference_without_distance_gives_no_scores() -> None:
    """The worst entity as the reference of distances from the worst: nothing to measure with."""
    call = "distance_to_reference(entity = A, from = minimum, clip = none)"
    assert scores(call, data=DATA.filter(period=2020)) == [None, None, None]


@pytest.mark.parametrize(
    ("call", "negative", "code", "said"),
    [
        ("distance_to_reference(entity = Bb, from = zero, clip = none)", False, "IDX511", "did you mean `B`?"),
        ("distance_to_reference(entity = C, from = zero, clip = none)", False, "IDX513", "no value for C in 2021"),
        ("distance_to_target(target = 1, reference = each_period, clip = none)", False, "IDX519", "the worst value, 2"),
        (
            "distance_to_target(target = 99, reference = each_period, clip = none)",
            True,
            "IDX519",
            "the worst value, 10",
        ),
    ],
)
def test_what_is_refused(call: str, negative: bool, code: str, said: str) -> None:  # noqa: FBT001
    """An entity that is not there, or has no value, and a target on the wrong side."""
    with pytest.raises(idx.IdxError) as refused:
        scores(call, negative=negative)
    found = refused.value.diagnostics
    assert [item.code for item in found] == [code]
    assert said in f"{found[0].message.en} {found[0].help.en if found[0].help else ''}"
