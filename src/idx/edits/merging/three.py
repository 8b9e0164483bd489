"""A base and its two sides, by the same identities, so that their facts can be held side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from idx.edits.facts import Key, Stated, places_in
from idx.edits.guesses import guesses
from idx.edits.matching import matched, rebased
from idx.edits.meaning import meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

NO_MATTER = {"code", "note", "source"}  # what a node says of itself that may change together with its name


class Three(NamedTuple):
    """What a base and both sides state by the identities of the base; no two texts share positions."""

    base: Stated
    ours: Stated
    theirs: Stated


def together(base: Stated, ours: Stated, theirs: Stated) -> Three:
    """Return a base and both sides by the identities of the base."""
    one = by_identities_of(base, ours, base)
    return Three(base, one, by_identities_of(base, theirs, one))


def by_identities_of(base: Stated, side: Stated, behind: Stated) -> Stated:
    """Return a side by the identities of its base, its positions behind those of another side.

    A node that went and one that came are one and the same with another name, where everything else about them is the
    same and nothing else would do.
    """
    renames: dict[str, str] = {}
    while True:
        found = rebased(base, side, matched(base, side, renames))
        proposed = {guess.before: guess.after for guess in guesses(base, found, _signatures(base, found))}
        if not proposed.keys() - renames.keys():
            break
        renames |= proposed
    return rebased(replace(base, texts=behind.texts), side, matched(base, side, renames))


def _signatures(base: Stated, side: Stated) -> Callable[[int, str], Hashable]:
    """Return what tells by which signs a node of the base (0) or of a side (1) is known, but for its name."""
    places = (places_in(base.facts), places_in(side.facts))

    def signature(number: int, identity: str) -> Hashable:
        stated = (base, side)[number]
        if stated.kind(identity) == "composite":
            return None  # known by what stands under it
        own = [(key, fact) for key, fact in stated.facts.items() if key.subject == identity]
        labels = frozenset((key.word, meaning(fact)) for key, fact in own if key.kind == "label")
        said = frozenset(
            (key.word, key.place, meaning(fact))
            for key, fact in own
            if key.kind == "property" and key.word not in NO_MATTER
        )
        known = labels or Key("property", identity, "formula") in stated.facts
        return (labels, said, frozenset(places[number].get(identity, ()))) if known else None

    return signature
