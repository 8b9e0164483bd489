"""Periods as running numbers and as texts: 2019, 2019Q1, 2019M03."""

from typing import Literal, TypeAlias

Frequency: TypeAlias = Literal["A", "Q", "M"]

A_YEAR = {"A": 1, "Q": 4, "M": 12}


def period_text(number: int, frequency: Frequency) -> str:
    """Write a period."""
    year, part = divmod(number, A_YEAR[frequency])
    return {"A": f"{year}", "Q": f"{year}Q{part + 1}", "M": f"{year}M{part + 1:02d}"}[frequency]


def period_number(text: str) -> int:
    """Read a period."""
    year, rest = int(text[:4]), text[4:]
    return year * A_YEAR[rest[0]] + int(rest[1:]) - 1 if rest else year
