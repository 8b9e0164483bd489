"""Cells in which some coalition has no value: causes that leave such holes are joined in those cells alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]


def patterns(missing: Flags) -> list[tuple[Flags, NDArray[np.int64]]]:
    """Return the patterns of missing values, coalitions × cells, that occur, each with the places of its cells."""
    if not missing.size:
        return []
    distinct, which = np.unique(missing, axis=1, return_inverse=True)
    which = which.reshape(-1)
    return [(distinct[:, number], np.flatnonzero(which == number)) for number in range(distinct.shape[1])]


def joined(players: Sequence[int], holes: Iterable[int], there: Iterable[int]) -> tuple[int, ...]:
    """Return players of which some are put together, so that fewer of their unions have no value.

    `holes` are unions of players without a value, `there` those with one, as far as they are known. A smallest hole is
    closed: with what it is made of goes what has to be added so that there is a value. None and all of the players are
    never holes.
    """
    smallest = min(holes, key=lambda members: (members.bit_count(), members))
    above = [members for members in there if members & smallest == smallest]
    together = min(above, key=lambda members: (members.bit_count(), members))
    if not smallest:
        raise ValueError("the version before has a value")
    inside = [player for player in players if player & together]
    block = 0
    for player in inside:
        block |= player
    first = players.index(inside[0])
    outside = [player for player in players[first:] if player not in inside]
    return (*players[:first], block, *outside)
