"""Units: what their words mean, and how those of formulas follow from their operands."""

from __future__ import annotations

from fractions import Fraction

import pytest

from idx import loads
from idx.check.units import units
from idx.formula.units import NUMBER, Unit, parse_unit

HEAD = """framework units
version "1"
source "S"
series rd unit 亿元
series gdp unit 万亿元
series people unit 万人
series plain
series share unit %
method {
  normalise none
  weighting equal
  aggregate arithmetic
}
"""


def unit(factor: Fraction | int, **powers: int) -> Unit:
    """Return a unit from its factor and powers."""
    return Unit(Fraction(factor), tuple(sorted((word, Fraction(power)) for word, power in powers.items())))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("%", unit(Fraction(1, 100))),
        ("‰", unit(Fraction(1, 1000))),
        ("1", NUMBER),
        ("无量纲", NUMBER),
        ("元", unit(1, 元=1)),
        ("亿元", unit(10**8, 元=1)),
        ("万亿元", unit(10**12, 元=1)),
        ("百万人", unit(10**6, 人=1)),
        ("万", unit(10**4)),
        ("million persons", unit(10**6, persons=1)),
        ("元/人", unit(1, 元=1, 人=-1)),
        ("件/万人", unit(Fraction(1, 10**4), 件=1, 人=-1)),
        ("人/10万人", unit(Fraction(1, 10**5))),
        ("kg per capita", unit(1, kg=1, capita=-1)),
        ("千克", unit(1, 千克=1)),
        ("百分点", unit(1, 百分点=1)),
    ],
)
def test_meaning(text: str, meaning: Unit) -> None:
    """Words for numbers are factors; what is left is a word of its own."""
    assert parse_unit(text) == meaning


@pytest.mark.parametrize("text", ["2017 PPP $", "2019=100", "years"])
def test_unknown_words_stand_for_themselves(text: str) -> None:
    """A text of unknown words is a unit that equals itself alone."""
    assert parse_unit(text) == Unit(Fraction(1), ((text, Fraction(1)),))


def findings(formula: str, declared: str) -> list[str]:
    """Return what is said of a formula with a declared unit."""
    text = HEAD + f'index total {{\n  a unit "{declared}" formula {formula}\n}}\n'
    return [item.message.en for item in units(loads(text).model)]


@pytest.mark.parametrize(
    ("formula", "declared"),
    [
        ("rd / rd * 100", "%"),
        ("rd / rd * 1000", "‰"),
        ("100 * rd / rd", "%"),
        ("rd / gdp", "亿元/万亿元"),
        ("rd / people", "万元/人"),
        ("rd * 10000", "万元"),
        ("rd / 10000", "万亿元"),
        ("rd + rd[2020] - prev(rd)", "亿元"),
        ("rd + 5", "亿元"),
        ("rd * 2", "亿元"),
        ("if(rd > 3, rd, prev(rd))", "亿元"),
        ("round(rd / rd * 100, 2)", "%"),
        ("(rd / prev(rd) - 1) * 100", "%"),
        ("ln(rd)", "1"),
        ("sqrt(rd * rd)", "亿元"),
        ("rd ^ 2 / rd", "亿元"),
        ("min(rd, prev(rd))", "亿元"),
        ("plain / rd", "anything"),
        ("rd ^ people", "anything"),
    ],
)
def test_sound(formula: str, declared: str) -> None:
    """The derived unit is the declared one, or cannot be known."""
    assert findings(formula, declared) == []


@pytest.mark.parametrize(
    ("formula", "declared", "said"),
    [
        ("rd / gdp * 100", "%", "`a` is declared in %, and its formula gives 1/1000000"),
        ("rd / people", "元/人", "`a` is declared in 元/人, and its formula gives 10 000 元/人"),
        ("rd", "万人", "`a` is declared in 万人, and its formula gives 100 000 000 元"),
        ("share", "1", "`a` is declared in 1, and its formula gives %"),
        ("rd + gdp", "亿元", "this is in 1 000 000 000 000 元, and what stands before it in 100 000 000 元"),
        (
            "rd * if(rd < gdp, 1, 0)",
            "亿元",
            "this is in 1 000 000 000 000 元, and what stands before it in 100 000 000 元",
        ),
    ],
)
def test_mismatch(formula: str, declared: str, said: str) -> None:
    """A formula in another unit than declared, and operands in unlike units, are found once."""
    assert findings(formula, declared) == [said]


def test_advice_names_the_factor() -> None:
    """The help says by what to multiply."""
    text = HEAD + 'index total {\n  a unit "元/人" formula rd / people\n}\n'
    (item,) = units(loads(text).model)
    assert item.help is not None
    assert "`* 10000`" in item.help.en
    assert item.place is not None
    assert item.related
