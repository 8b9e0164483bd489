"""Where changes of two sides cannot both be made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.edits.meaning import same
from idx.edits.references import references

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idx.diagnostics import Wording
    from idx.edits.changes import Change
    from idx.edits.facts import Fact, Key


class Clash(NamedTuple):
    """Changes of both sides that do not go together; `why` where each is possible with any part of the other side."""

    ours: tuple[Change, ...]
    theirs: tuple[Change, ...]
    why: Wording | None = None


def clashes(ours: Sequence[Change], theirs: Sequence[Change]) -> tuple[Clash, ...]:
    """Return the pairs of changes that make different things of one, or one of what the other takes away."""
    pairs = dict.fromkeys((*_disagreeing(ours, theirs), *_built_on_sand(ours, theirs)))
    pairs |= dict.fromkeys((one, other) for other, one in _built_on_sand(theirs, ours))
    return tuple(Clash((ours[one],), (theirs[other],)) for one, other in pairs)


def _by_key(changes: Sequence[Change]) -> dict[Key, int]:
    return {key: number for number, change in enumerate(changes) for key in change.keys if key.kind != "home"}


def _disagreeing(ours: Sequence[Change], theirs: Sequence[Change]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that are about the same facts and do not agree on them."""
    known = _by_key(theirs)
    for number, change in enumerate(ours):
        for other in dict.fromkeys(known[key] for key in change.keys if key in known):
            if not _agree(change, theirs[other]):
                yield number, other


def _agree(one: Change, other: Change) -> bool:
    """Whether two changes say the same where they meet, and neither says something instead that the other does not."""
    shared = one.new.keys() & other.new.keys()
    if not all(_same(key, one.new[key], other.new[key]) for key in shared if key.kind != "home"):
        return False
    return not any(
        fact is not None and key not in shared and key.kind != "home"
        for change in (one, other)
        for key, fact in change.new.items()
    )


def is_alike(one: Change, other: Change) -> bool:
    """Whether two changes make the same of the same facts."""
    return one.new.keys() == other.new.keys() and all(_same(key, one.new[key], other.new[key]) for key in one.new)


def _same(key: Key, one: Fact | None, other: Fact | None) -> bool:
    return (one is None) == (other is None) if key.kind == "place" else same(one, other)


def _built_on_sand(removing: Sequence[Change], building: Sequence[Change]) -> Iterator[tuple[int, int]]:
    """Yield pairs of which the first takes away what the second says something of, names, or puts something under.

    What is taken away is a node, or a place, and with the place the weight there.
    """
    gone: dict[str, int] = {}
    left: dict[tuple[str, str], int] = {}
    for number, change in enumerate(removing):
        for key, fact in change.new.items():
            if fact is None and key.kind == "node":
                gone[key.subject] = number
            elif fact is None and key.kind == "place":
                left[key.subject, key.word] = number
    for number, change in enumerate(building):
        for key, fact in change.new.items():
            if fact is None or key.kind in {"home", "header", "data", "method"}:
                named: tuple[str, ...] = ()
            else:
                named = (key.subject, *((key.word,) if key.kind in {"place", "weight"} else ()))
            if fact is not None:
                named = (*named, *(word.text for word in references(fact)))
            yield from ((gone[name], number) for name in named if name in gone)
            if fact is not None and key.kind == "weight" and (key.subject, key.word) in left:
                yield left[key.subject, key.word], number
