"""What users see is what the golden transcripts show; `tests/transcripts.py` renews them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import transcripts

if TYPE_CHECKING:
    from pathlib import Path


def test_there_are_transcripts() -> None:
    """The comparison below is about something."""
    assert len(transcripts.GOLDEN) >= 5


@pytest.mark.parametrize("path", transcripts.GOLDEN, ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    """Each command prints what its transcript says."""
    text = path.read_text(encoding="utf-8")
    assert text.count("$ idx ")
    assert transcripts.refreshed(text) == text
