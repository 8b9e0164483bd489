"""Names of versions: which have a form that can be counted on, and what follows."""

from __future__ import annotations

import pytest

from idx.analysis.version_names import proposal_of
from idx.analysis.words import Word


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("1.4.2", (Word.BREAK,), "2.0.0"),
        ("1.4.2", (Word.REVISED, Word.EXTENDED), "1.5.0"),
        ("1.4.2", (Word.REBASED,), "1.5.0"),
        ("1.4.2", (Word.RESCALED,), "1.5.0"),
        ("1.4.2", (Word.REVISED,), "1.4.3"),
        ("1.4.9", (Word.COMPARABLE,), "1.4.10"),
        ("v0.9.0", (Word.BREAK,), "v1.0.0"),
        ("2024", (Word.EXTENDED,), "2025"),
        ("2024", (Word.BREAK,), "2025"),
        ("2023/24", (Word.REVISED, Word.EXTENDED), "2024/25"),
        ("2023-24", (Word.EXTENDED,), "2024-25"),
        ("2023–2024", (Word.EXTENDED,), "2024–2025"),
        ("2098/99", (Word.EXTENDED,), "2099/00"),
        ("1999/00", (Word.EXTENDED,), "2000/01"),
    ],
)
def test_a_name_that_counts(name: str, words: tuple[Word, ...], expected: str) -> None:
    """The next name has the same form."""
    assert proposal_of(name, words, 1).name == expected


@pytest.mark.parametrize(
    "name",
    [
        "01",
        "1",
        "1.2",
        "v1.2",
        "01.2.3",
        "1.2.3.4",
        "1.2.3-rc1",
        "2025-1",
        "2026-draft",
        "2023/25",
        "2023-14",
        "二〇二四",
        "",
    ],
)
def test_a_name_that_does_not(name: str) -> None:
    """A bare counter does not say what it counts, and what has a tail says nothing of what comes behind it."""
    assert proposal_of(name, (Word.BREAK,), 1) == (None, "form")


@pytest.mark.parametrize("name", ["2024", "2023/24"])
@pytest.mark.parametrize("years", [0, -1])
def test_a_year_goes_on_only_with_its_figures(name: str, years: int) -> None:
    """A corrected edition of a year has no name that can be counted on."""
    assert proposal_of(name, (Word.REVISED,), years) == (None, "year")


def test_several_years() -> None:
    """An edition that was left out is left out."""
    assert proposal_of("2024", (Word.EXTENDED,), 2).name == "2026"


def test_no_name_is_called_for() -> None:
    """Where nothing differs, or nothing is known."""
    assert proposal_of("1.4.2", (Word.SAME,), 0) == (None, "same")
    assert proposal_of("1.4.2", (Word.NOT_COMPARED,), 0) == (None, "unknown")
