"""Renames that nobody declared: a node that went and one that came, and that are the same in all but name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.edits.facts import Key
from idx.edits.meaning import meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from idx.edits.facts import Stated


class Guess(NamedTuple):
    """A rename that is proposed: the name before and the name after."""

    before: str
    after: str


def guesses(before: Stated, after: Stated, data: Callable[[int, str], Hashable]) -> tuple[Guess, ...]:
    """Return the renames that the two versions suggest; `after` knows its nodes by the identities of `before`.

    A node is proposed for another where both have the same formula and the same data, and a composite where the same
    nodes stand under it; `data` returns what an identity's data are before (0) or after (1), None where there are
    none. Where several would do, none is proposed.
    """
    gone = _signatures(before, after, lambda identity: data(0, identity))
    come = _signatures(after, before, lambda identity: data(1, identity))
    return tuple(
        Guess(before.name(old[0]), after.name(come[signature][0]))
        for signature, old in gone.items()
        if len(old) == 1 and len(come.get(signature, ())) == 1
    )


def _signatures(own: Stated, other: Stated, data: Callable[[str], Hashable]) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = {}
    for identity in own.identities():
        kind = own.kind(identity)
        if other.kind(identity) is not None:
            continue
        formula = meaning(own.facts.get(Key("property", identity, "formula")))
        below = frozenset(own.order.get(identity, ()))
        numbers = data(identity)
        if formula is not None or below or numbers is not None:
            found.setdefault((kind, formula, below, numbers), []).append(identity)
    return found
