"""Changes of one side that need one another: none of them is taken over without the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.facts import NO_NODES
from idx.edits.references import references

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from idx.edits.changes import Change
    from idx.edits.facts import Stated

Bundle = tuple["Change", ...]


def bundles(changes: Sequence[Change], before: Stated, after: Stated) -> tuple[Bundle, ...]:
    """Return changes from `before` to `after` in bundles.

    What names, or stands under, what came or went goes with it, and so do the weights under one composite.
    """
    defining = {
        key.subject: number for number, change in enumerate(changes) for key in change.keys if key.kind == "node"
    }
    weighed = {key.word for stated in (before, after) for key in stated.facts if key.kind == "weight"}
    group = list(range(len(changes)))
    first: dict[Hashable, int] = {}

    def join(one: int, other: int) -> None:
        old, new = sorted((group[one], group[other]))[::-1]
        for number, known in enumerate(group):
            group[number] = new if known == old else known

    for number, change in enumerate(changes):
        for mark in _marks(change, weighed, before, after):
            join(number, first.setdefault(mark, number))
        for identity in _named(change):
            join(number, defining.get(identity, number))
    found: dict[int, list[Change]] = {}
    for number, change in zip(group, changes, strict=True):
        found.setdefault(number, []).append(change)
    return tuple(map(tuple, found.values()))


def _marks(change: Change, weighed: set[str], before: Stated, after: Stated) -> Iterator[Hashable]:
    """Yield what a change shares with those that it is made with: weights under a composite, places, a name."""
    for key in change.keys:
        match key.kind:
            case "weight":
                yield "weights", key.word
            case "place":
                yield "place", key.subject
                if key.word in weighed:
                    yield "weights", key.word
            case "property" if key.word == "weighting":
                yield "weights", key.subject
            case "name":
                yield from (("name", side.name(key.subject)) for side in (before, after) if side.kind(key.subject))
            case _:
                pass


def _named(change: Change) -> Iterator[str]:
    """Yield the nodes, series and groups that a change is about, puts something under, or names."""
    for key in change.keys:
        yield key.subject
        if key.kind in {"place", "weight"} and key.word not in NO_NODES:
            yield key.word
        for fact in (change.old[key], change.new[key]):
            yield from (word.text for word in references(fact))
