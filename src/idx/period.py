"""Periods: years, quarters and months, each a frequency and a running number."""

from __future__ import annotations

import re
from typing import NamedTuple

PERIODS_A_YEAR = {"A": 1, "Q": 4, "M": 12}
WRITTEN = re.compile(r"\s*([0-9]{4})(?:(?:\.0+)?|-?(Q)([1-4])|-?(M)(0[1-9]|1[0-2])|-(0[1-9]|1[0-2]))\s*")


class Period(NamedTuple):
    """A year (`A`), quarter (`Q`) or month (`M`); consecutive periods have consecutive numbers."""

    frequency: str
    number: int

    def __str__(self) -> str:
        """Return the period as the language writes it: 2019, 2019Q1, 2019M03."""
        year, part = divmod(self.number, PERIODS_A_YEAR[self.frequency])
        match self.frequency:
            case "A":
                return f"{year:04d}"
            case "Q":
                return f"{year:04d}Q{part + 1}"
            case _:
                return f"{year:04d}M{part + 1:02d}"


class Periods(NamedTuple):
    """A range of periods, both ends included; a single period is a range of one."""

    first: Period
    last: Period

    def __str__(self) -> str:
        """Return the range as the language writes it."""
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"


def is_finer(frequency: str, other: str) -> bool:
    """Whether periods of a frequency are parts of those of another."""
    return PERIODS_A_YEAR[frequency] > PERIODS_A_YEAR[other]


def subperiods(periods: Periods, frequency: str) -> Periods:
    """Return the quarters or months that a range of periods consists of; the range itself if they are not finer."""
    width = PERIODS_A_YEAR[frequency] // PERIODS_A_YEAR[periods.first.frequency]
    if width < 2:
        return periods
    first, last = periods
    return Periods(Period(frequency, first.number * width), Period(frequency, last.number * width + width - 1))


def parse_period(text: str) -> Period | None:
    """Return the period that a text names (2019, 2019Q1, 2019-Q1, 2019M03, 2019-03), or None."""
    match = WRITTEN.fullmatch(text)
    if match is None:
        return None
    year, quarter, quarter_number, month, month_number, iso_month = match.groups()
    if quarter:
        return Period("Q", int(year) * 4 + int(quarter_number) - 1)
    if month or iso_month:
        return Period("M", int(year) * 12 + int(month_number or iso_month) - 1)
    return Period("A", int(year))
