"""Which causes change what is stated, which change data, and which do both."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.analysis.attribution.interwoven import READING
from idx.edits.facts import Existence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idx.analysis.attribution.causes import Cause
    from idx.edits.changes import Change
    from idx.edits.facts import Key

OF_ENTITIES = {"where", "code"}


class Parts(NamedTuple):
    """Masks of causes: those that change what is `stated`, those of them that change data too, and all other ones."""

    stated: int
    mixed: int
    data: int


def parts_of(causes: Sequence[Cause], keys: Iterable[Key]) -> Parts:
    """Return the parts of causes; `keys` are the changes of data."""
    known = set(keys)
    stated = mixed = data = 0
    for number, cause in enumerate(causes):
        of_data = any(key in known for change in cause.changes for key in change.keys)
        states = not of_data or any(_states(change, known) for change in cause.changes)
        stated |= states << number
        mixed |= (states and of_data) << number
        data |= (not states) << number
    return Parts(stated, mixed, data)


def _states(change: Change, known: set[Key]) -> bool:
    """Whether a change is about more than the data, and how they are read."""
    facts = (*change.old.values(), *change.new.values())
    if any(isinstance(fact, Existence) and fact.kind == "entity" for fact in facts):
        return False
    return any(
        not (key in known or (key.kind == "property" and key.word in {*READING, *OF_ENTITIES, "unit"}))
        for key in change.keys
    )
