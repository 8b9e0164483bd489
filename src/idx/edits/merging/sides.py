"""A side of a merge as it is written: its lines by what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.edits.merging.units import Unit, expected_key, units_of
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from idx.edits.facts import Stated


class Side(NamedTuple):
    """A side as it is written: what it states, its units by what they are about, and the lines at its end."""

    stated: Stated
    text: str
    identities: dict[str, str]
    units: dict[Hashable, Unit]
    below: dict[Hashable, Unit]
    end: str


def side_of(file: tree.File, stated: Stated) -> Side:
    """Return a side as it is written in a file; `stated` has the identities of the base."""
    identities = stated.names()
    units, end = units_of(file, identities)
    below: dict[Hashable, Unit] = {}
    waiting = list(reversed(units))
    while waiting:
        unit = waiting.pop()
        if isinstance(unit.part, tree.Node | tree.Column | tree.Property):
            below[unit.key] = unit
        if isinstance(unit.part, tree.Node | tree.Method):
            waiting.extend(reversed(unit.units or ()))
    return Side(stated, file.source.text, identities, {unit.key: unit for unit in units}, below, end)


def kind_of(key: Hashable) -> str:
    """Return what sort of thing a unit is about."""
    key = without_number(key)
    return str(key[0]) if isinstance(key, tuple) else ""


def without_number(key: Hashable) -> Hashable:
    """Return what a unit is about, without the number that tells it from others about the same."""
    return key[0] if isinstance(key, tuple) and isinstance(key[0], tuple) else key


def published_keys(stated: Stated) -> Iterator[Hashable]:
    """Yield the keys of the lines and tables that are expected."""
    identities = stated.names()
    for block in stated.published:
        if isinstance(block, tree.ExpectedTable):
            yield "table", block.table.path.text
        else:
            yield from (expected_key(line, identities) for line in block.lines)
