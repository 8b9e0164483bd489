"""Renames that nobody declared: a node that went and one that came, and that are the same in all but name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.edits.facts import Key
from idx.edits.meaning import meaning
from idx.edits.written import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from idx.edits.facts import Stated


class Guess(NamedTuple):
    """A rename that is proposed: the name before and the name after, of a node or of an entity of the data."""

    before: str
    after: str
    entity: bool = False

    @property
    def edit(self) -> str:
        """The edit that says it."""
        old, new = (quoted(name) if self.entity else name for name in (self.before, self.after))
        return f"rename entity {old} -> {new}" if self.entity else f"rename {old} -> {new}"


def entity_guesses(before: Mapping[str, Hashable], after: Mapping[str, Hashable]) -> tuple[Guess, ...]:
    """Return the entities of one side alone that have the same data as one of the other side alone.

    Each maps the entities to what can be compared of their data, None where there is too little. Where several would
    do, none is proposed.
    """
    gone, come = (_by_data(one, other) for one, other in ((before, after), (after, before)))
    return tuple(
        Guess(old[0], come[data][0], entity=True)
        for data, old in gone.items()
        if len(old) == 1 and len(come.get(data, ())) == 1
    )


def _by_data(own: Mapping[str, Hashable], other: Mapping[str, Hashable]) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = {}
    for entity, data in own.items():
        if entity not in other and data is not None:
            found.setdefault(data, []).append(entity)
    return found


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
