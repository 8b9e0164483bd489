"""Texts of a user's in Markdown, where nothing in them is markup."""

from __future__ import annotations

import re

SPECIAL = re.compile(r"[\\*`<\[\]]|(?<!\w)_|_(?!\w)")


def escaped(text: str) -> str:
    """Return a text as one line of Markdown that shows it as it is."""
    return SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
