"""What holds for a whole evaluation, so that coalitions which differ in it are evaluated apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.edits.facts import Key
from idx.syntax import tree

if TYPE_CHECKING:
    from idx.analysis.attribution.coalition import Coalition
    from idx.analysis.attribution.versions import Versions


class Shape(NamedTuple):
    """The periods, the condition on rows with the versions that it reads, and the causes made that change data too."""

    periods: tree.Property | None
    entities: tree.Property | None
    reads: tuple[str, ...]
    mixed: int


def shape_of(versions: Versions, coalition: Coalition, mixed: int) -> Shape:
    """Return the shape of a coalition; `mixed` has the causes that change what is stated and the data at once."""
    periods, entities = (coalition.fact(Key("method", word)) for word in ("periods", "entities"))
    read: tuple[str, ...] = ()
    if isinstance(entities, tree.Property):
        entities, read = versions.reading(coalition, entities)
    return Shape(
        periods if isinstance(periods, tree.Property) else None,
        entities if isinstance(entities, tree.Property) else None,
        read,
        coalition.members & mixed,
    )
