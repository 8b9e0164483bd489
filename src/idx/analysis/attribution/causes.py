"""The causes of a difference: changes that can only be made together are one.

Changes are joined where one needs another (it names, moves into or weighs what the other adds or takes away), where
they touch the stated weights of one composite's children, and where data change with what says how they are read or
of which others an entity is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.analysis.attribution.interwoven import READING, Interwoven, reads_data, touches_data
from idx.edits.references import references

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from idx.edits.changes import Change, Kind


PLACING = {"take", "put", "move", "home"}


class Cause(NamedTuple):
    """Changes that are made or left out together, in the order of the differences.

    `by` is what they have in common where changes were asked to be taken together by it.
    """

    changes: tuple[Change, ...]
    by: Hashable = None

    @property
    def kind(self) -> Kind:
        """The weightiest kind among its changes."""
        return max(change.kind for change in self.changes)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons that its changes give, each once."""
        return tuple(dict.fromkeys(change.because.text for change in self.changes if change.because))


def causes_of(
    changes: Sequence[Change],
    by: Callable[[Change], Hashable] | None = None,
    data: Interwoven = Interwoven(),  # noqa: B008 - it is immutable
) -> tuple[Cause, ...]:
    """Return the causes among changes that can change a value.

    `by` joins further those that it calls the same, `data` says what hangs together in them. Where other entities are
    made of others, or the same ones of other members, or members come and go, all data have other rows.
    """
    revised = {change.subject for change in changes if change.verb == "revise"}
    made = any(map(data.makes_entities, changes))
    made = made or bool(data.made and any(change.verb in {"arrive", "depart"} for change in changes))
    counting = [
        change
        for change in changes
        if data.counts(change) and (made or change.subject in revised or not reads_data(change))
    ]
    joined = _Union(len(counting))
    defining = {
        key.subject: number for number, change in enumerate(counting) for key in change.keys if key.kind == "node"
    }
    leaving = {change.subject for change in counting if change.verb == "take"} - data.staying
    homeless = {change.subject for change in counting if change.verb == "home"}
    first: dict[Hashable, int] = {}
    for number, change in enumerate(counting):
        homed = change.verb in PLACING and change.subject in homeless
        if (change.verb in {"take", "put"} and change.subject in leaving) or homed:  # a node has to stand somewhere
            joined.join(number, first.setdefault(("places", change.subject), number))
        if made and (touches_data(change) or data.makes_entities(change)):
            joined.join(number, first.setdefault("entities", number))
        for mark in (*_marks(change, data), *([("by", by(change))] if by else [])):
            joined.join(number, first.setdefault(mark, number))
        for identity in _named(change):
            joined.join(number, defining.get(identity, number))
    groups = [tuple(counting[number] for number in group) for group in joined.groups()]
    return tuple(Cause(group, by(group[0]) if by else None) for group in groups)


def merged(causes: Sequence[Cause], chosen: Iterable[int]) -> tuple[Cause, ...]:
    """Return causes with the chosen ones put together, in the place of the first."""
    together = sorted(chosen)
    whole = Cause(tuple(change for number in together for change in causes[number].changes))
    kept = [whole if number == together[0] else cause for number, cause in enumerate(causes)]
    return tuple(cause for number, cause in enumerate(kept) if number not in together[1:])


def _marks(change: Change, data: Interwoven) -> Iterator[tuple[str, str]]:
    """Yield what a change shares with those that it is one cause with: a composite's weights, a series' data."""
    for key in change.keys:
        if key.kind == "weight":
            yield "weights", key.word
        elif key.kind == "property" and key.word == "weighting":
            yield "weights", key.subject
        elif (key.kind == "cells" and not key.word) or (key.kind == "property" and key.word in READING):
            yield "data", key.subject
            yield from (("data", series) for series in data.weights.get(key.subject, ()))


def _named(change: Change) -> Iterator[str]:
    """Yield the nodes, series and groups that a change is about, puts something under, or names."""
    for key in change.keys:
        yield key.subject
        if key.kind in {"place", "weight"}:
            yield key.word
        for fact in (change.old[key], change.new[key]):
            yield from (word.text for word in references(fact))


class _Union:
    """Sets of numbers that grow together."""

    def __init__(self, count: int) -> None:
        self.above = list(range(count))

    def root(self, number: int) -> int:
        while self.above[number] != number:
            self.above[number] = self.above[self.above[number]]
            number = self.above[number]
        return number

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self.above[high] = low

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for number in range(len(self.above)):
            found.setdefault(self.root(number), []).append(number)
        return list(found.values())
