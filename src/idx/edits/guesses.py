"""Renames that nobody declared: a node that went and one that came, and that are the same in all but name."""

from __future__ import annotations

from collections import defaultdict
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
    stated: bool = False  # an edit of one version says so, and it is not of the other one that it says it

    @property
    def edit(self) -> str:
        """The edit that says it."""
        old, new = (quoted(name) if self.entity else name for name in (self.before, self.after))
        return f"rename entity {old} -> {new}" if self.entity else f"rename {old} -> {new}"


def entity_guesses(
    before: Mapping[str, Hashable], after: Mapping[str, Hashable], stated: Mapping[str, str]
) -> tuple[Guess, ...]:
    """Return the entities of one side alone that seem to be one of the other side alone.

    Each maps the entities to what can be compared of their data, None where there is too little: what has the same data
    is proposed, where no more than one does. `stated` are names of which edits of one version say that they changed.
    """
    said = [
        Guess(old, new, entity=True, stated=True)
        for old, new in stated.items()
        if old in before and old not in after and new in after and new not in before
    ]
    told = {name for guess in said for name in (guess.before, guess.after)}
    gone, come = (_by_data(one, {*other, *told}) for one, other in ((before, after), (after, before)))
    same = [(old[0], come[data]) for data, old in gone.items() if len(old) == 1]
    return (*said, *(Guess(old, new[0], entity=True) for old, new in same if len(new) == 1))


def _by_data(own: Mapping[str, Hashable], other: set[str]) -> defaultdict[Hashable, list[str]]:
    found: defaultdict[Hashable, list[str]] = defaultdict(list)
    for entity, data in own.items():
        if entity not in other and data is not None:
            found[data].append(entity)
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
