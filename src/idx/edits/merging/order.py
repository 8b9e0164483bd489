"""Siblings of both sides in one order."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

Item = TypeVar("Item")


def merged_order(
    base: Sequence[Item], ours: Sequence[Item], theirs: Sequence[Item], *, among: AbstractSet[Item]
) -> list[Item]:
    """Return items in the order of ours, or of theirs where only theirs is another than that of the base.

    What one side alone has stands behind what it stands behind there.
    """
    first, second = ours, theirs
    if _like(ours, base) == _like(base, ours) and _like(theirs, base) != _like(base, theirs):
        first, second = theirs, ours
    found = [item for item in first if item in among]
    for others in (second, base):
        for place, item in enumerate(others):
            if item in among and item not in found:
                before = next((found.index(other) for other in reversed(others[:place]) if other in found), None)
                after = next((found.index(other) for other in others[place + 1 :] if other in found), len(found))
                at = after if before is None else before + 1
                # What the first side has put there stays in front of what the second puts there.
                while before is not None and at < len(found) and found[at] not in {*base, *second}:
                    at += 1
                found.insert(at, item)
    return found


def _like(own: Sequence[Item], other: Sequence[Item]) -> list[Item]:
    return [item for item in own if item in set(other)]
