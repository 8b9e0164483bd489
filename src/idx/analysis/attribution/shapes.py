"""What holds for a whole evaluation, so that coalitions which differ in it are evaluated apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.edits.facts import Key
from idx.syntax import tree

if TYPE_CHECKING:
    from idx.analysis.attribution.coalition import Coalition
    from idx.analysis.attribution.versions import Versions


class Shape(NamedTuple):
    """The periods, the condition on rows with the versions that it reads, whose members groups have, whose rows."""

    periods: tree.Property | None
    entities: tree.Property | None
    reads: tuple[str, ...]
    groups: tuple[tuple[str, int], ...]
    data: int


def shape_of(versions: Versions, coalition: Coalition, *, alike: bool) -> Shape:
    """Return the shape of a coalition; `alike` says that the data of both sides have the same entities and periods."""
    periods, entities = (coalition.fact(Key("method", word)) for word in ("periods", "entities"))
    groups = {
        key.subject for key in versions.union.owner if key.kind == "cells" and coalition.kind(key.subject) == "group"
    }
    read: tuple[str, ...] = ()
    if isinstance(entities, tree.Property):
        entities, read = versions.reading(coalition, entities)
    return Shape(
        periods if isinstance(periods, tree.Property) else None,
        entities if isinstance(entities, tree.Property) else None,
        read,
        tuple((identity, int(coalition.is_revised(identity))) for identity in sorted(groups)),
        0 if alike else _rows(versions, coalition),
    )


def _rows(versions: Versions, coalition: Coalition) -> int:
    """Return whose rows the data have: those before (0), those after (1), or those of both (2)."""
    before, after = versions.union.measured
    revised = {key.subject for key in versions.union.owner if key.kind == "cells"}
    sides = {
        coalition.side(identity)
        for identity in (before ^ after) | (before & revised)
        if coalition.kind(identity) in {"series", "indicator"}
        and coalition.fact(Key("property", identity, "formula")) is None
    }
    return 2 if len(sides) > 1 else max(sides, default=0)
