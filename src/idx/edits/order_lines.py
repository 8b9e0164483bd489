"""Write the order of siblings as `move … before …` lines, where edits leave it another than that of a version."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from idx.edits.facts import COLUMNS, OUTSIDE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idx.edits.facts import Stated


def order_lines(now: Stated, after: Stated) -> Iterator[str]:
    """Yield the fewest moves that put the siblings of `now` into the order of `after`.

    Both state the same nodes, known by their names. Roots are moved before one another in `index`; of series, groups
    and indicators outside the trees the order is of no account.
    """
    identities = now.names()
    for parent, wanted in after.order.items():
        if parent in {COLUMNS, OUTSIDE}:
            continue
        above = parent if parent == ROOT else identities[after.name(parent)]
        names = list(map(after.name, wanted))
        there = list(map(now.name, now.order.get(above, ())))
        within = "index" if parent == ROOT else _first(after.name(parent))
        for child, following in moves(there, names):
            yield f"move {within}.{child} -> {'index' if parent == ROOT else after.name(parent)} before {following}"


def moves(there: Sequence[str], wanted: Sequence[str]) -> list[tuple[str, str]]:
    """Return which of several to put before which, one after another, so that they stand as wanted."""
    place = {name: number for number, name in enumerate(there)}
    keeping = _longest_run([place[name] for name in wanted])
    return [(wanted[number], wanted[number + 1]) for number in range(len(wanted) - 2, -1, -1) if number not in keeping]


def _longest_run(places: Sequence[int]) -> set[int]:
    """Return the positions of the longest rising run that ends with the last place."""
    ends: list[int] = []  # the least place in which a run of this length ends
    at: list[int] = []  # the position of that
    before: dict[int, int | None] = {}
    last = len(places) - 1
    for number, place in enumerate(places):
        if number != last and place > places[last]:
            continue
        length = bisect_left(ends, place)
        before[number] = at[length - 1] if length else None
        ends[length:], at[length:] = [place, *ends[length + 1 :]], [number, *at[length + 1 :]]
    found: set[int] = set()
    position: int | None = last if places else None
    while position is not None:
        found.add(position)
        position = before[position]
    return found


def _first(name: str) -> str:
    """Return how a path begins that leads from a composite to one of its children."""
    return f"node.{name}" if name in {"index", "indicator", "node"} else name
