"""Where the published results stand that the tests reproduce; a test without them is skipped, visibly."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
FRAMEWORKS = REPOSITORY / "frameworks"
SHARED = REPOSITORY.parent / "shared"


def reference_folder(*parts: str) -> Path:
    """Return a folder beside the project that holds published results, or skip the test with the reason."""
    folder = SHARED.joinpath(*parts)
    if not folder.is_dir():
        pytest.skip(f"no published results at hand: the folder {folder.relative_to(SHARED.parent)} is not there")
    return folder
