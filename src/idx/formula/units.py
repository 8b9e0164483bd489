"""Units of measurement as numbers and words: `亿元/万人` is 10⁸ 元 over 10⁴ 人, `%` is a hundredth."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

# Words for numbers, longest first where one begins another; they lead a unit (万件, million persons) or are one.
MULTIPLES = {
    "万亿": 10**12,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
    "trillion": 10**12,
    "billion": 10**9,
    "million": 10**6,
    "thousand": 10**3,
    "hundred": 10**2,
}
SHARES = {"%": Fraction(1, 100), "％": Fraction(1, 100), "‰": Fraction(1, 1000), "per cent": Fraction(1, 100)}
PURE = {"1", "", "无量纲", "ratio", "比值"}
# 千克 and 百分点 begin like numbers and are words of their own.
WORDS = ("千克", "千米", "千瓦", "百分点", "千卡")
PART = re.compile(r"\s*([*·×/]|\bper\b)\s*")
FACTOR = re.compile(r"(10*)\s*(.*)")


class Unit(NamedTuple):
    """A factor times a product of words to powers, in the order of the words."""

    factor: Fraction
    powers: tuple[tuple[str, Fraction], ...]

    def __mul__(self, other: object) -> Unit:
        """Return the unit of a product."""
        if not isinstance(other, Unit):
            return NotImplemented
        return self._combined(other, 1)

    def __truediv__(self, other: Unit) -> Unit:
        """Return the unit of a quotient."""
        return self._combined(other, -1)

    def _combined(self, other: Unit, sign: int) -> Unit:
        powers = dict(self.powers)
        for word, power in other.powers:
            powers[word] = powers.get(word, Fraction(0)) + sign * power
        factor = self.factor * other.factor if sign > 0 else self.factor / other.factor
        return Unit(factor, _ordered(powers))

    def power(self, exponent: Fraction) -> Unit | None:
        """Return the unit of a power; None where its factor has no exact one."""
        if exponent.denominator != 1 and self.factor != 1:
            return None
        factor = self.factor**exponent.numerator if exponent.denominator == 1 else Fraction(1)
        return Unit(Fraction(factor), _ordered({word: power * exponent for word, power in self.powers}))

    def scaled(self, factor: Fraction) -> Unit:
        """Return the unit with its factor multiplied."""
        return Unit(self.factor * factor, self.powers)

    def __str__(self) -> str:
        """Return the unit in words: the factor as a multiple of ten if it is one."""
        words = "·".join(_power(word, power) for word, power in self.powers if power > 0)
        below = "·".join(_power(word, -power) for word, power in self.powers if power < 0)
        known = {value: name for name, value in SHARES.items() if len(name) == 1 and name != "％"}
        if not self.powers and self.factor in known:
            return known[self.factor]
        text = (words or "1") + (f"/{below}" if below else "")
        return text if self.factor == 1 else f"{_number(self.factor)} {text}" if text != "1" else _number(self.factor)


NUMBER = Unit(Fraction(1), ())


def parse_unit(text: str) -> Unit:
    """Return the unit that a text says; a text of unknown words is a word of its own."""
    parts = PART.split(text.strip())
    unit = NUMBER
    for place in range(0, len(parts), 2):
        part = _part(parts[place])
        over = place and parts[place - 1] in {"/", "per"}
        unit = unit / part if over else unit * part
    return unit


def _part(text: str) -> Unit:
    word, factor = text.strip(), Fraction(1)
    if word in SHARES:
        return Unit(SHARES[word], ())
    if match := FACTOR.fullmatch(word):
        digits, word = match.groups()
        factor *= int(digits)
    while not word.startswith(WORDS):
        multiple = next((name for name in MULTIPLES if word.startswith(name)), None)
        if multiple is None:
            break
        factor, word = factor * MULTIPLES[multiple], word.removeprefix(multiple).strip()
    if word in PURE:
        return Unit(factor, ())
    return Unit(factor, ((word, Fraction(1)),))


def _ordered(powers: dict[str, Fraction]) -> tuple[tuple[str, Fraction], ...]:
    return tuple(sorted((word, power) for word, power in powers.items() if power))


def _power(word: str, power: Fraction) -> str:
    return word if power == 1 else f"{word}^{power}"


def _number(factor: Fraction) -> str:
    return f"{factor.numerator:,}".replace(",", " ") if factor.denominator == 1 else str(factor)
