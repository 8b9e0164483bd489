"""Which causes can only be made together, found so that a comparison the other way round finds the same ones."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idx.analysis.attribution.causes import Cause
    from idx.analysis.attribution.coalitions import Evaluator, Failure
    from idx.edits.facts import Key, Stated

MOST_TRIED = 3  # causes that are looked for in every combination


class Inseparable(NamedTuple):
    """Finds coalitions that cannot be made, and the causes that are joined so that none has to be.

    `ranks` are the places of the causes in an order that both directions share, `kinds` how much each changes.
    """

    evaluator: Evaluator
    ranks: tuple[int, ...]
    kinds: tuple[int, ...]
    nodes: tuple[str, ...]

    def first_failure(self, stated: Sequence[int]) -> Failure | None:
        """Return the first of some coalitions that cannot be made: those nearest to either version come first."""
        every = self.evaluator.parts.stated
        far = sorted(stated, key=lambda members: self._distance(members, every))
        near = [members for members in far if self._distance(members, every)[0] <= 1]
        failure = self.evaluator.failure(near, self.nodes) if len(near) < len(far) else None
        return failure or self.evaluator.failure(far, self.nodes)

    def _distance(self, members: int, every: int) -> tuple[int, list[int]]:
        """Return how many causes part a coalition from the nearer version, and which."""
        sides = (_numbers(members), _numbers(every & ~members))
        return min((len(side), sorted(self.ranks[number] for number in side)) for side in sides)

    def causes(self, failing: int) -> list[int]:
        """Return the fewest causes with which a coalition can be made, and without which it can be, or few.

        Some of them are made in it and some are not, so it is no coalition once they are one cause. Nothing is
        evaluated for that: whether a coalition is a framework is known from what it states. Causes that change more
        come first, since what takes a place is one with what leaves it rather than with a weight beside them.
        """
        every = self.evaluator.parts.stated
        made, left = _numbers(failing & every), _numbers(every & ~failing)
        pairs = ((one, other) for one in made for other in left)
        found = self._first(pairs, failing) or self._fewer(failing)
        if len(found) > MOST_TRIED:
            found = self._first(combinations(sorted((*made, *left)), MOST_TRIED), failing) or found
        return sorted(found)

    def _first(self, sets: Iterator[tuple[int, ...]], failing: int) -> tuple[int, ...]:
        """Return the first of some sets that do as they are to, those that change most before others; or none."""
        ordered = sorted(sets, key=self._order)
        return next((chosen for chosen in ordered if self._does(chosen, failing)), ())

    def _order(self, chosen: tuple[int, ...]) -> tuple[int, list[int]]:
        return -sum(self.kinds[number] for number in chosen), sorted(self.ranks[number] for number in chosen)

    def _fewer(self, failing: int) -> tuple[int, ...]:
        """Return all causes but those that can be left out one after the other."""
        chosen = tuple(_numbers(self.evaluator.parts.stated))
        for number in sorted(chosen, key=lambda number: (self.kinds[number], self.ranks[number])):
            fewer = tuple(other for other in chosen if other != number)
            if self._does(fewer, failing):
                chosen = fewer
        return chosen

    def _does(self, chosen: tuple[int, ...], failing: int) -> bool:
        """Whether a coalition that fails can be made once all of some causes are, and once none is."""
        mask = sum(1 << number for number in chosen)
        ends = [end for end in (failing | mask, failing & ~mask) if end not in {0, self.evaluator.parts.stated}]
        return failing & mask not in {0, mask} and self.evaluator.can_be_made(ends, self.nodes)


def inseparable(
    evaluator: Evaluator, causes: Sequence[Cause], versions: tuple[Stated, Stated], nodes: Sequence[str]
) -> Inseparable:
    """Return what finds the causes that can only be made together."""
    called = [_called(cause, versions) for cause in causes]
    places = {number: place for place, number in enumerate(sorted(range(len(causes)), key=called.__getitem__))}
    kinds = tuple(int(cause.kind) for cause in causes)
    return Inseparable(evaluator, tuple(places[number] for number in range(len(causes))), kinds, tuple(nodes))


def _called(cause: Cause, versions: tuple[Stated, Stated]) -> list[tuple[str, ...]]:
    """Return what a cause changes by the names of both versions, which are the same the other way round."""
    return sorted(_by_names(key, versions) for change in cause.changes for key in change.keys)


def _by_names(key: Key, versions: tuple[Stated, Stated]) -> tuple[str, ...]:
    names = [
        sorted(stated.name(word) if stated.kind(word) is not None else "" for stated in versions)
        for word in (key.subject, key.word)
    ]
    return (key.kind, *names[0], *names[1], key.place)


def _numbers(mask: int) -> list[int]:
    return [number for number in range(mask.bit_length()) if mask >> number & 1]
