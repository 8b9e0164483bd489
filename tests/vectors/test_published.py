"""Every published result that a framework of the project reproduces, within the tolerance that is stated for it."""

from __future__ import annotations

import pytest

from published.table import SOURCES
from reference_data import reference_folder

LEAST = {"nbs_cii": 4, "undp_hdi": 1, "croatia_devindex_2017": 1, "sdg_africa_2019": 3, "coinr_asem": 26}


@pytest.mark.parametrize("folder", SOURCES)
def test_published_results_come_out(folder: str) -> None:
    """The same cells are missing, and all others agree."""
    found = list(SOURCES[folder](reference_folder("vectors", folder)))
    assert len(found) == LEAST[folder]
    assert [each for each in found if not each.agrees] == []
    assert sum(each.ties for each in found) == (9 if folder == "coinr_asem" else 0)
