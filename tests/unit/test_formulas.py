"""Formulas: operators, functions, other periods and entities, what is missing, and what has no result."""

from __future__ import annotations

import pytest

from pieces import computed, faults, framework, indicator

ONE = "x,y\n8,2\n"


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("round(x / 7, 2)", 1.14),
        ("round(x / 7)", 1),
        ("round(x * 156, -2)", 1200),
        ("round(x * 156, - 3)", 1000),
        ("round(x / 7, 5000000000)", 8 / 7),
        ("round(x / 7, -5000000000)", 0),
        ("round(x / 16)", 1),
        ("round(-x / 16)", -1),
    ],
)
def test_round(formula: str, value: float) -> None:
    """Halves go away from zero; below zero decimals, to tens and hundreds."""
    assert computed(formula, ONE) == [pytest.approx(value, rel=1e-15)]


@pytest.mark.parametrize("decimals", ["1.5", "y", "-0.5", "-(1 + 1)", "--2"])
def test_round_to_no_whole_number_of_decimals(decimals: str) -> None:
    """How many decimals are kept is written as a whole number."""
    found = ("IDX219", "the number of decimals is a whole number", decimals)
    assert faults(framework(indicator(f"round(x, {decimals})"))) == [found]
