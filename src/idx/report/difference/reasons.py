"""The reason of a change as a sentence behind it."""

from __future__ import annotations

from idx.diagnostics import Wording


def because_of(reason: str | None) -> Wording:
    """Return a sentence with the reason in the words that are stated, or nothing where there is none."""
    return Wording(f" Because: {reason}", f"理由：{reason}") if reason else Wording("", "")
