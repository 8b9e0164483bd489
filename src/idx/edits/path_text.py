"""Write what a fact is about as the path of an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from idx.edits.facts import FRAMEWORK, NO_NODES, Key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RESERVED = {"method", "framework", "node"}  # what else the first word of a path can be


class Named(Protocol):
    """What tells the names of nodes."""

    def name(self, identity: str) -> str:
        """Return the name of a node as it is now."""


def path_text(key: Key, stated: Named, places: Mapping[str, Sequence[str]]) -> str:
    """Return the path of a property, a label, a weight or a statement; `places` are the parents of each node."""
    name = stated.name(key.subject)
    match key.kind:
        case "method":
            return ".".join(filter(None, ("method", key.subject, key.place)))
        case "label":
            whose = "framework" if key.subject == FRAMEWORK else _first(name)
            return ".".join(filter(None, (whose, "label", key.word)))
        case "weight":
            parents = [parent for parent in places.get(key.subject, ()) if parent not in NO_NODES]
            if len(parents) > 1:
                return f"{_first(stated.name(key.word))}.{name}.weight"
            return f"{_first(name)}.weight"
        case "header" | "data":
            return key.subject if key.kind == "header" else "data"
        case _:
            return ".".join(filter(None, (_first(name), key.word, key.place)))


def _first(name: str) -> str:
    """Return how a path begins that is about a node, where the first word could be a statement's."""
    return f"node.{name}" if name in RESERVED else name
