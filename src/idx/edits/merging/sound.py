"""Whether what is stated is a framework: the first thing that says that it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Wording
from idx.edits.facts import NO_NODES, Key, places_in
from idx.edits.tree_of import tree_of
from idx.resolve import resolve

if TYPE_CHECKING:
    from idx.edits.facts import Stated


def fault(stated: Stated) -> Wording | None:
    """Return why what is stated is no sound framework, or None."""
    return _of_structure(stated) or _of_meaning(stated)


def _of_structure(stated: Stated) -> Wording | None:
    """Return why no tree can be made of what is stated, or None."""
    places = places_in(stated.facts)
    names: dict[str, str] = {}
    for identity in stated.identities():
        name = stated.name(identity)
        if names.setdefault(name, identity) != identity:
            return Wording(f"`{name}` would mean two things", f"`{name}` 会指两项不同的内容")
        if identity not in places:
            return Wording(f"`{name}` would stand nowhere", f"`{name}` 将没有位置")
    for identity, parents in places.items():
        if stated.kind(identity) is None:
            return Wording(f"there would be no `{identity}`", f"将没有 `{identity}`")
        for parent in parents:
            if parent not in NO_NODES and stated.kind(parent) != "composite":
                name = stated.name(identity)
                return Wording(f"`{name}` would stand under no composite", f"`{name}` 将不在复合指标之下")
    for key in stated.facts:
        if key.kind == "weight" and Key("place", key.subject, key.word) not in stated.facts:
            name = stated.name(key.subject)
            return Wording(f"`{name}` would have a weight where it does not stand", f"`{name}` 将在不属于的位置有权重")
    return _cycle(stated, places)


def _cycle(stated: Stated, places: dict[str, list[str]]) -> Wording | None:
    """Return that something would stand under itself, or None."""
    above = {identity: [parent for parent in parents if parent not in NO_NODES] for identity, parents in places.items()}
    while above:
        top = [identity for identity, parents in above.items() if not any(parent in above for parent in parents)]
        if not top:
            name = stated.name(next(iter(above)))
            return Wording(f"`{name}` would stand under itself", f"`{name}` 会位于自身之下")
        for identity in top:
            del above[identity]
    return None


def _of_meaning(stated: Stated) -> Wording | None:
    errors = resolve(tree_of(stated)).errors
    return errors[0].message if errors else None
