"""Formulas: operators, functions, other periods and entities, what is missing, and what has no result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from idx import loads
from idx.model import Indicator
from idx.source import SourceSpan
from pieces import computed, evaluated, faults, framework, indicator, refusals, scores

if TYPE_CHECKING:
    from idx.formula.expression import Expression, Formula

ONE = "x,y\n8,2\n"
TREE_OF_X = "series x\nindex total {\n  a formula x\n}"


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
            "if(x is -1 or y is not -50%, 1, 0)",
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


@pytest.mark.parametrize(
    ("condition", "holds"),
    [("x is -1", [1, 0]), ("x is not -1", [0, 1]), ("x is - 100%", [1, 0]), ("x is +1", [0, 1]), ("-x is 1", [1, 0])],
)
def test_a_number_with_a_sign_can_be_the_same(condition: str, holds: list[float]) -> None:
    """`is` compares with any number that can be written out."""
    assert computed(f"if({condition}, 1, 0)", "entity,x,y\nA,-1,0\nB,1,0\n") == holds


def test_low_is_good_on_a_root_that_a_formula_computes() -> None:
    """A negative direction turns a root's ranks, as with any root, and leaves its value as the formula has it."""
    rest = f"{indicator('x')}\nindex inequality direction negative = 1 - total / 10\nindex again direction negative = x"
    result = evaluated(framework(rest), "entity,x,y\nA,1,0\nB,4,0\n")
    assert result.scores["inequality"].to_list() == [0.9, 0.6]
    assert result.ranks("inequality").to_list() == [2, 1]
    assert result.scores["again"].to_list() == [1, 4]
    assert result.ranks("again").to_list() == [1, 2]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        (" + ".join(["x"] * 201), 1608),
        ("-" * 200 + "x", 8),
        ("min(9, " * 200 + "x" + ")" * 200, 8),
        ("if(x > y, " * 199 + "x" + ", y)" * 199, 8),
        ("if(" * 100 + "x > 0" + ", 1, 0) > 0" * 99 + ", x, y)", 8),
        ("(" * 3000 + "x" + ")" * 3000, 8),
    ],
    ids=["sum", "minus", "min", "then", "condition", "parentheses"],
)
def test_nesting(formula: str, value: float) -> None:
    """Two hundred operations stand inside one another, of any kind; parentheses are none."""
    assert computed(formula, ONE) == [value]


def test_nesting_too_deep() -> None:
    """More are refused, at the whole formula."""
    formula = "abs(" * 201 + "x" + ")" * 201
    message = "more than 200 operations stand inside one another"
    assert faults(framework(indicator(formula))) == [("IDX222", message, formula)]


@pytest.mark.parametrize(
    ("formula", "message", "at"),
    [
        ("if((x > 1) is 1, x, y)", "a number is needed here, and this is a condition", "(x > 1)"),
        ('if("a" is "a", x, y)', "a number is needed here, and this is a text", '"a"'),
        ('if(x is "a", x, y)', "a number is needed here, and this is a text", '"a"'),
        ("if(region is 3, x, y)", "a text is needed here, and this is a number", "3"),
    ],
)
def test_what_can_be_the_same(formula: str, message: str, at: str) -> None:
    """Numbers are compared with numbers, groups with texts."""
    assert faults(framework(f"group region\n{indicator(formula)}")) == [("IDX219", message, at)]


LARGE = "the result is too large for a number"


@pytest.mark.parametrize(
    ("formula", "where"),
    [
        ("exp(x * 1000)", "B 2020"),
        ("exp(x * 1000) / exp(x * 1000)", "B 2020"),
        ("if(exp(x * 1000) - exp(x * 1000) > 1, 5, 6)", "B 2020"),
        ("if(exp(x * 1000) - exp(x * 1000) is 0, 5, 6)", "B 2020"),
        ("max(0 * exp(x * 1000), 2)", "B 2020"),
        ("exp(x * 1000) + 1 / y", "B 2020"),
    ],
)
def test_what_is_too_large(formula: str, where: str) -> None:
    """A result beyond the range of numbers is named, also inside a condition, also beside other troubles elsewhere."""
    text = framework(indicator(formula), periods="2020..2020")
    data = "entity,period,x,y\nA,2019,0,0\nA,2020,0,1\nB,2019,0,0\nB,2020,1,1\n"
    assert [found[:2] for found in refusals(text, data)] == [("IDX510", f"`a`: {LARGE} in {where}")]


def test_what_has_no_result_is_not_told_twice() -> None:
    """A part that has no result is not said to be too large as well."""
    found = refusals(framework(indicator("max(ln(x), 0)")), "x,y\n-1,0\n")
    assert found == [("IDX510", "`a`: the logarithm of a number that is not above zero in the only cell", "ln(x)")]


def test_what_is_too_large_but_not_needed() -> None:
    """An infinite part of a comparison is only large."""
    assert computed("if(exp(x * 1000) > 1, min(exp(x * 1000), 3), y)", "x,y\n1,0\n") == [3]


def test_an_indicator_that_serves_formulas_is_not_normalised() -> None:
    """Outside the trees it has its values and no scores to make, unless it says how or a formula reads its score."""
    aside = "indicator change {\n  formula x - prev(x)%s\n}\n"
    tree = "series x\nindex total {\n  a formula change + 10\n}"
    data = "period,x\n2019,5\n2020,3\n2021,2\n"
    text = framework(aside % "" + tree, normalise="symmetric_growth")
    assert evaluated(text, data).raw["a"].to_list() == [None, 8, 9]
    text = framework(aside % "\n  normalise symmetric_growth" + tree, normalise="none")
    assert [code for code, *_ in refusals(text, data)] == ["IDX502"]
    text = framework(aside % "" + tree + "\nindex late = change.score", normalise="none then add(1)")
    assert evaluated(text, data).scores["late"].to_list() == [None, -1, 0]


GUARDED = "entity,x,y\nA,8,2\nB,8,0\nC,1,2\nD,1,\nE,,0\n"


@pytest.mark.parametrize(
    ("condition", "values"),
    [
        ("y is not 0 and x / y > 1", [1, 0, 0, None, 0]),
        ("y is 0 or x / y > 1", [1, 1, 0, None, 1]),
        ("(y is not 0 and x > 1) and (x / y > 1 or ln(y) > 9)", [1, 0, 0, 0, 0]),
        ("y is not 0 and if(x / y > 1, 1, 0) is 1", [1, 0, 0, None, 0]),
        ("not_zero and x / y > 1", [1, 0, 0, None, 0]),
    ],
)
def test_and_and_or_guard_what_stands_behind_them(condition: str, values: list[float | None]) -> None:
    """Where the first condition decides, the second one is not asked, so that it may have no result there."""
    condition = condition.replace("not_zero", "if(y is 0, 0, 1) is 1")
    assert computed(f"if({condition}, 1, 0)", GUARDED) == values


@pytest.mark.parametrize("condition", ["x / y > 1 and y is not 0", "y is 0 and x / y > 1", "y is not 0 or x / y > 1"])
def test_and_and_or_guard_nothing_else(condition: str) -> None:
    """What stands before them is asked everywhere, and what stands behind wherever it decides."""
    (code, message, at), *_ = refusals(framework(indicator(f"if({condition}, 1, 0)")), ONE.replace("2", "0"))
    assert (code, message, at) == ("IDX510", "`a`: division by zero in the only cell", "x / y")


def test_where_guards_as_a_formula_does() -> None:
    """So it is with the conditions of pipelines and of `entities where`."""
    rest = f"series y\n{TREE_OF_X}"
    data = "entity,x,y\nA,8,2\nB,8,0\nC,1,2\n"
    assert scores(framework(rest, "entities where y is not 0 and x / y > 1"), data) == [8]
    text = framework(rest, normalise="none then add(1) where y is not 0 and x / y > 1")
    assert scores(text, data) == [9, 8, 1]


@pytest.mark.parametrize(
    ("formula", "code", "message", "at"),
    [
        ("x / z * 100", "IDX109", "nothing is called `z`", "z"),
        ("x + xx.score", "IDX109", "nothing is called `xx`", "xx"),
        ("if(zone is 1, x, y)", "IDX109", "nothing is called `zone`", "zone"),
        ("x + log(y)", "IDX110", "there is no function `log` here", "log"),
        ("available(total)", "IDX110", "there is no function `available` here", "available"),
        ("x.score", "IDX220", "`x` has no `score`", "x.score"),
        ("x + b.value", "IDX220", "the results have no column `value`", "value"),
        ("total.raw * 2", "IDX220", "`total` has no `raw`", "total.raw"),
        ("total.index / 2", "IDX220", "`total` has no index, since nothing links it", "total.index"),
    ],
)
def test_names_functions_and_columns_that_are_not_there(formula: str, code: str, message: str, at: str) -> None:
    """Each is told at its own word, whatever stands beside it."""
    rest = f"series x\nseries y\nindex total {{\n  b formula x\n}}\nindex late {{\n  a formula {formula}\n}}"
    assert faults(framework(rest)) == [(code, message, at)]


def test_all_unknown_names_of_a_formula_are_told() -> None:
    """One run reports the faults of all operands."""
    found = faults(framework(indicator("min(z, log(x), y.rank) + (w - 1)")))
    assert [(code, at) for code, _, at in found] == [
        ("IDX109", "z"),
        ("IDX110", "log"),
        ("IDX220", "y.rank"),
        ("IDX109", "w"),
    ]
