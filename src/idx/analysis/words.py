"""The words of a verdict, by what they ask of whoever uses published values, and what a change is to these."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.edits.changes import Change
    from idx.edits.facts import Key


class Word(IntEnum):
    """What two versions are to each other, from what asks nothing of a reader to what forbids to read on.

    The table in `docs/versions.md` says what decides each.
    """

    SAME = 0
    COMPARABLE = 1
    EXTENDED = 2
    RESCALED = 3
    REBASED = 4
    REVISED = 5
    BREAK = 6
    NOT_COMPARED = 7

    @property
    def text(self) -> str:
        """The word as it is printed."""
        return self.name.replace("_", " ")


class Nature(IntEnum):
    """What a change is to published values: new figures, another reference of an index, or another meaning.

    It is the heaviest word that a change of that nature can bring about by itself.
    """

    FIGURES = Word.REVISED
    REFERENCE = Word.REBASED
    MEANING = Word.BREAK


def nature_of(change: Change) -> Nature | None:
    """Return what a change is to published values, or None where it can change none.

    Which periods are evaluated is a matter of figures, as data are: a year more is an update of them. Another `code`
    reads another series: if its figures differ, that is one of meaning. A change of links alone is one of the
    reference, if the figures say so (see `reference.py`), else one of meaning.
    """
    if not change.counts:
        return None
    if all(key.kind in {"cells", "rows"} or _of_coverage(key) for key in change.keys):
        return Nature.FIGURES
    if all(map(is_link, change.keys)):
        return Nature.REFERENCE
    return Nature.MEANING


def is_link(key: Key) -> bool:
    """Whether a fact says how growth is linked into an index."""
    return "link" in {key.subject if key.kind == "method" else None, key.word if key.kind == "property" else None}


def _of_coverage(key: Key) -> bool:
    return key.kind == "method" and key.subject == "periods"


def changes_meaning(changes: Iterable[Change], *, linked_alike: bool) -> bool:
    """Whether there is a change of meaning; `linked_alike` where links differ by reference alone."""
    light = {None, Nature.FIGURES, *([Nature.REFERENCE] if linked_alike else [])}
    return any(nature_of(change) not in light for change in changes)
