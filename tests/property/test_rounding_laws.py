"""Laws of rounding: halves are those of decimal numbers, in steps of pipelines and in what is printed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import idx
from idx.report.numbers import rounded

# Whole numbers of the decimal behind the last that is kept: every tenth of them is a half, with zero and both signs.
NUMBERS = st.lists(st.integers(-200_000, 200_000).map(lambda number: number * 5), min_size=1, max_size=8)
FRAMEWORK = """framework f
version "1"
method {{
  normalise none then round({digits})
  weighting equal
  aggregate arithmetic
}}
index total {{
  值
}}
"""


def by_hand(number: int, digits: int) -> Decimal:
    """Round a number of units of the decimal behind the last that is kept."""
    exact = Decimal(number).scaleb(-digits - 1)
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


@given(numbers=NUMBERS, digits=st.integers(0, 4))
def test_steps_round_as_decimal_numbers_do(numbers: list[int], digits: int) -> None:
    """Whatever binary number stands for a decimal one, or misses it by the last bits as sums do."""
    values = [float(Decimal(number).scaleb(-digits - 1)) for number in numbers]
    expected = [float(by_hand(number, digits)) for number in numbers]
    for off in (0.0, 2e-15, -2e-15):
        data = pl.DataFrame({"entity": [f"市{at}" for at in range(len(values))], "值": [x * (1 + off) for x in values]})
        scores = idx.loads(FRAMEWORK.format(digits=digits)).evaluate(data).scores["值"].to_list()
        assert scores == pytest.approx(expected, rel=1e-13, abs=1e-300)
        assert [Decimal(rounded(x * (1 + off), digits)) for x in values] == [
            by_hand(number, digits) for number in numbers
        ]


def test_plain_rounding_of_binary_numbers_is_rejected() -> None:
    """Rounding without a thought for halves misses some of these numbers."""
    numbers = [number for number in range(5, 2000, 10) if number % 10 == 5]
    plain = [float(f"{number / 1000:.2f}") for number in numbers]
    assert plain != [float(by_hand(number, 2)) for number in numbers]
