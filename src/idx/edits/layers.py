"""Texts behind one another: positions in a tree count on from where its text begins."""

from __future__ import annotations

from typing import Any, TypeVar

Part = TypeVar("Part")
POSITIONS = ("start", "end", "brace")


def shifted(part: Part, by: int) -> Part:
    """Return a part of a tree with its positions moved on; -1 stays, since it is no position."""
    moved: Part = _shifted(part, by) if by else part
    return moved


def _shifted(part: Any, by: int) -> Any:  # noqa: ANN401 - any part of a tree
    if not isinstance(part, tuple):
        return part
    names = getattr(part, "_fields", None)
    if names is None:
        return tuple(_shifted(item, by) for item in part)
    values = zip(names, part, strict=True)
    return type(part)(*(item + by if name in POSITIONS and item >= 0 else _shifted(item, by) for name, item in values))
