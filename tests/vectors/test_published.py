"""Every published result that a framework of the project reproduces, within the tolerance that is stated for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from published.page import page, without_differences
from published.table import SOURCES
from reference_data import REPOSITORY, reference_folder

if TYPE_CHECKING:
    from published.comparing import Compared

LEAST = {"nbs_cii": 4, "undp_hdi": 1, "croatia_devindex_2017": 1, "sdg_africa_2019": 3, "coinr_asem": 27}


@cache
def compared(folder: str) -> list[Compared]:
    """Compare one publisher's results, or skip the test where they are not at hand."""
    return list(SOURCES[folder](reference_folder("vectors", folder)))


def test_the_page_shows_them() -> None:
    """docs/published.md is what `python -m published --page` writes."""
    whole = [each for folder in SOURCES for each in compared(folder)]
    shown = (REPOSITORY / "docs" / "published.md").read_text(encoding="utf-8")
    assert without_differences(shown) == without_differences(page(whole))


@pytest.mark.parametrize("folder", SOURCES)
def test_published_results_come_out(folder: str) -> None:
    """The same cells are missing, and all others agree."""
    found = compared(folder)
    assert len(found) == LEAST[folder]
    assert [each for each in found if not each.agrees] == []
    assert sum(each.ties for each in found) == (9 if folder == "coinr_asem" else 0)
