"""Numbers as text: exact fractions, rounded figures, shares in per cent."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction


NOISE = 9  # decimals beyond those shown: what differs only behind them differs by the order of sums
ANY_SIZE = Context(prec=400)


def rounded(value: float | None, digits: int) -> str:
    """Return a number with a fixed number of decimals, halves rounded away from zero as readers expect.

    What falls short of a half by the rounding of sums alone is a half.
    """
    if value is None:
        return "–"
    number = Decimal(repr(float(value)))
    for places in (digits + NOISE, digits):
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=ANY_SIZE)
    text = str(number)
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
