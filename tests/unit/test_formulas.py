"""Formulas: operators, functions, other periods and entities, what is missing, and what has no result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from idx import loads
from idx.model import Indicator
from idx.source import SourceSpan
from pieces import computed, evaluated, faults, framework, indicator

if TYPE_CHECKING:
    from idx.formula.expression import Expression, Formula

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


@pytest.mark.parametrize(
    "formula",
    [
        *(
            "x",
            "x[2019]",
            'x["2019"]',
            "x[2019Q1]",
            'x["2019Q1"]',
            "x[全国]",
            'x["a b"]',
            'x["06001"]',
            'x["say \\"a\\""]',
        ),
        *("-x ^ 2", "(-x) ^ 2", "2 ^ -x", "x ^ y ^ 2", "(x ^ y) ^ 2", "x - (y - 1)", "x - y - 1", "x / (y / 2)"),
        *("--x", "x - -y", "x * -y", "-(x + y)", "(x + 50%) / 1e-3", "min(x, y, 1) + round(x, -2)"),
        *(
            'if(region is "a\\\\b", x, y)',
            "if((x > 1 or y > 2) and x is not 3, 1, 0)",
            "if(x > 1 or y > 2 and x is 3, 1, 0)",
        ),
    ],
)
def test_a_formula_is_written_as_it_is_read(formula: str) -> None:
    """Written out with no more parentheses than needed, a formula reads as the same one."""
    first = bound(formula)
    assert plain(bound(str(first)).expression) == plain(first.expression)
    assert str(bound(str(first))) == str(first)


def bound(formula: str) -> Formula:
    """Return a formula with its names bound."""
    text = framework(f"group region\n{indicator(formula)}")
    node = loads(text).model.nodes["a"]
    assert isinstance(node, Indicator)
    assert node.formula is not None
    return node.formula


def plain(expression: Expression) -> object:
    """Return an expression without where it stands in the text."""
    parts = [item for item in expression if not isinstance(item, SourceSpan)]
    inner = [
        tuple(map(plain, item)) if isinstance(item, tuple) and item and isinstance(item[0], tuple) else item
        for item in parts
    ]
    return type(expression).__name__, *inner


def test_a_number_beyond_all_numbers() -> None:
    """A number that no computer holds is refused where it stands, in formulas and in arguments."""
    message = "a number in a formula is at most 1.8e308"
    assert faults(framework(indicator("x * 1e999"))) == [("IDX219", message, "1e999")]
    message = "`number` takes a number of at most 1.8e308"
    assert faults(framework("index total {\n  a\n}", normalise="none then add(1e999)")) == [
        ("IDX204", message, "1e999")
    ]
    assert computed("x * 1e-999", ONE) == [0]


def test_low_is_good_on_a_root_that_a_formula_computes() -> None:
    """A negative direction turns a root's ranks, as with any root, and leaves its value as the formula has it."""
    rest = f"{indicator('x')}\nindex inequality direction negative = 1 - total / 10\nindex again direction negative = x"
    result = evaluated(framework(rest), "entity,x,y\nA,1,0\nB,4,0\n")
    assert result.scores["inequality"].to_list() == [0.9, 0.6]
    assert result.ranks("inequality").to_list() == [2, 1]
    assert result.scores["again"].to_list() == [1, 4]
    assert result.ranks("again").to_list() == [1, 2]
