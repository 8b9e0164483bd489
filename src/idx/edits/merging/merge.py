"""Put the changes of two sides together; where they conflict, once as ours has it and once as theirs has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.edits.changes import differences
from idx.edits.expected import expected_changes
from idx.edits.merging.bundles import bundles
from idx.edits.merging.clashes import Clash, clashes, is_alike
from idx.edits.merging.joining import joined
from idx.edits.merging.sound import fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idx.edits.changes import Change
    from idx.edits.facts import Stated
    from idx.edits.merging.bundles import Bundle
    from idx.edits.merging.three import Three


class Merge(NamedTuple):
    """What both sides state together: `ours` and `theirs` differ where they conflict, and nowhere else."""

    three: Three
    ours: Stated
    theirs: Stated
    clashes: tuple[Clash, ...] = ()


def changes_between(before: Stated, after: Stated) -> tuple[Change, ...]:
    """Return what makes `after` of `before`, expectations included; where nodes are at home follows from places."""
    found = (*differences(before, after), *expected_changes(before, after))
    return tuple(change for change in found if change.verb != "home")


def merge(three: Three) -> Merge:
    """Put the changes of both sides together.

    Bundles of changes that conflict are left out on the other side: `ours` has all changes of ours, and of theirs those
    that conflict with none of them; `theirs` the other way round. Each side is a sound framework by itself.
    """
    ours, theirs = (changes_between(three.base, side) for side in (three.ours, three.theirs))
    found = clashes(ours, theirs)
    own = bundles(ours, three.base, three.ours)
    others = bundles(theirs, three.base, three.theirs)
    left_out = {id(change) for clash in found for change in (*clash.ours, *clash.theirs)}
    mine, yours = (_kept(side, left_out) for side in (own, others))
    if not found:
        whole = joined(three, (*ours, *theirs))
        if fault(whole) is None:
            return Merge(three, whole, whole)
    taken_theirs = _added(three, ours, yours)
    taken_ours = _added(three, theirs, mine)
    refused = [bundle for bundle in yours if bundle not in taken_theirs]
    found = (*found, *(_clash(three, bundle, own) for bundle in refused))
    refused = [bundle for bundle in mine if bundle not in taken_ours and not _is_told(bundle, found)]
    found = (*found, *(_turned(_clash(three, bundle, others)) for bundle in refused))
    return Merge(
        three,
        joined(three, (*_flat(taken_theirs), *ours)),
        joined(three, (*_flat(taken_ours), *theirs)),
        found,
    )


def _kept(side: Sequence[Bundle], left_out: set[int]) -> list[Bundle]:
    return [bundle for bundle in side if not any(id(change) in left_out for change in bundle)]


def _flat(side: Iterable[Bundle]) -> list[Change]:
    return [change for bundle in side for change in bundle]


def _added(three: Three, whole: Sequence[Change], side: Sequence[Bundle]) -> list[Bundle]:
    """Return the bundles that can be made where all changes of the other side are: all, or one after another."""
    if fault(joined(three, (*_flat(side), *whole))) is None:
        return list(side)
    taken: list[Bundle] = []
    for bundle in side:
        if fault(joined(three, (*_flat([*taken, bundle]), *whole))) is None:
            taken.append(bundle)
    return taken


def _clash(three: Three, bundle: Bundle, others: Sequence[Bundle]) -> Clash:
    """Return with what of the other side a bundle does not go together: one of its bundles, else all of them."""
    every = tuple(_flat(others))
    for other in (*others, every):
        why = fault(joined(three, (*bundle, *other)))
        if why is not None:
            return Clash(_but(other, bundle), _but(bundle, other), why)
    return Clash(every, bundle)


def _but(one: Bundle, other: Bundle) -> Bundle:
    """Return changes without those that the other side made alike, unless it made all of them."""
    return tuple(change for change in one if not any(is_alike(change, like) for like in other)) or one


def _turned(clash: Clash) -> Clash:
    return clash._replace(ours=clash.theirs, theirs=clash.ours)


def _is_told(bundle: Bundle, found: Iterable[Clash]) -> bool:
    """Whether a conflict speaks of a bundle of ours already."""
    return any(change is one for clash in found for one in clash.ours for change in bundle)
