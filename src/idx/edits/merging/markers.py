"""Two texts as one, with git's conflict markers where they differ."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import NamedTuple


class Marks(NamedTuple):
    """How long conflict markers are, and what they call the sides."""

    size: int = 7
    ours: str = "ours"
    theirs: str = "theirs"


def marked(ours: str, theirs: str, marks: Marks) -> str:
    """Return what two texts share, and each side between markers where they differ."""
    own, others = (text.splitlines(keepends=True) for text in (ours, theirs))
    found: list[str] = []
    for tag, first, last, start, end in SequenceMatcher(None, own, others, autojunk=False).get_opcodes():
        if tag == "equal":
            found += own[first:last]
            continue
        found.append(f"{'<' * marks.size} {marks.ours}\n")
        found += [*own[first:last], f"{'=' * marks.size}\n", *others[start:end]]
        found.append(f"{'>' * marks.size} {marks.theirs}\n")
    return "".join(found)
