"""The name of the next version, where the name of the last has a form that can be counted on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from idx.analysis.words import Word

if TYPE_CHECKING:
    from collections.abc import Collection

PARTS = re.compile(
    r"(?P<lead>v?)(?P<major>0|[1-9]\d{0,8})\.(?P<minor>0|[1-9]\d{0,8})\.(?P<patch>0|[1-9]\d{0,8})", re.ASCII
)
YEAR = re.compile(r"(?P<first>[1-9]\d{3})(?:(?P<mark>[/–-])(?P<second>\d{2}|\d{4}))?", re.ASCII)
MINOR = {Word.EXTENDED, Word.RESCALED, Word.REBASED}
NOTHING = {Word.SAME}


class Proposal(NamedTuple):
    """A name for the version after, or None; `reason` says why there is none: `form`, `same`, `year` or `unknown`."""

    name: str | None
    reason: str | None = None


def proposal_of(name: str, words: Collection[Word], years: int) -> Proposal:
    """Return what the version that follows `name` would be called.

    `years` is how much later the last published period lies. In 1.4.2 a break raises the first number; more figures or
    another reference the second; corrections, and what nobody sees, the third. A year names an edition by its figures,
    so it goes on where these do.
    """
    if Word.NOT_COMPARED in words:
        return Proposal(None, "unknown")
    parts, year = PARTS.fullmatch(name), YEAR.fullmatch(name)
    if parts is None and (year is None or not _counts(year)):
        return Proposal(None, "form")
    if set(words) <= NOTHING:
        return Proposal(None, "same")
    if parts is not None:
        return Proposal(_raised(parts, words))
    return Proposal(_later(year, years)) if year is not None and years > 0 else Proposal(None, "year")


def _raised(parts: re.Match[str], words: Collection[Word]) -> str:
    major, minor, patch = (int(parts[part]) for part in ("major", "minor", "patch"))
    if Word.BREAK in words:
        number = (major + 1, 0, 0)
    elif MINOR & set(words):
        number = (major, minor + 1, 0)
    else:
        number = (major, minor, patch + 1)
    return parts["lead"] + ".".join(map(str, number))


def _counts(year: re.Match[str]) -> bool:
    """Whether a name is one year, or two that follow one another."""
    second = year["second"]
    return second is None or int(second) == (int(year["first"]) + 1) % 10 ** len(second)


def _later(year: re.Match[str], years: int) -> str:
    first = int(year["first"]) + years
    second = year["second"]
    if second is None:
        return f"{first:04d}"
    return f"{first:04d}{year['mark']}{(first + 1) % 10 ** len(second):0{len(second)}d}"
