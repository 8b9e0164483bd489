"""Numbers as text: exact fractions, rounded figures, shares in per cent."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction


def rounded(value: float | None, digits: int) -> str:
    """Return a number with a fixed number of decimals, halves rounded away from zero as readers expect."""
    if value is None:
        return "–"
    step = Decimal(1).scaleb(-digits)
    text = str(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP))
    return text.removeprefix("-") if set(text) <= set("-0.") else text


def exact(number: Fraction) -> str:
    """Return an exact number: a decimal where it ends, else a fraction."""
    if number.denominator == 1:
        return str(number.numerator)
    rest = number.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return str(Decimal(number.numerator) / Decimal(number.denominator)) if rest == 1 else str(number)


def per_cent(share: float | Fraction, digits: int = 0) -> str:
    """Return a share of one in per cent."""
    return f"{rounded(float(share) * 100, digits)} %"
