"""What entities are called: one to one, from the name in the base to the name of now; others keep theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from idx.edits.facts import Existence, Key
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from idx.edits.facts import Fact, Stated

Names: TypeAlias = dict[str, str]


class Renaming(NamedTuple):
    """An entity that has another name: what it is known by, what it is called, and where that is said."""

    identity: str
    name: str
    word: tree.Word


def renamings(facts: Mapping[Key, Fact]) -> list[Renaming]:
    """Return the entities of the data that have another name."""
    return [
        Renaming(key.subject, fact.text, fact)
        for key, fact in facts.items()
        if key.kind == "entity" and isinstance(fact, tree.Word)
    ]


def made_names(facts: Mapping[Key, Fact]) -> dict[str, str]:
    """Return by which name in results each entity is known that is made of others: its `code`, else its name."""
    found = {}
    for key, fact in facts.items():
        if key.kind == "node" and isinstance(fact, Existence) and fact.kind == "entity":
            code = facts.get(Key("property", key.subject, "code"))
            name = facts.get(Key("name", key.subject))
            value = code.value if isinstance(code, tree.Property) else name
            found[key.subject] = value.text if isinstance(value, tree.Word | tree.Text) else key.subject
    return found


def uncoded(stated: Stated) -> set[str]:
    """Return the entities made of others that results call by their names."""
    return {one for one in made_names(stated.facts) if Key("property", one, "code") not in stated.facts}


def names_of(facts: Mapping[Key, Fact]) -> Names:
    """Return what entities are called now, by what they are known by, as far as that differs.

    A name that was given up is the one of whoever had the new one, so that each name stands for one entity.
    """
    stated = {item.identity: item.name for item in renamings(facts)}
    for identity, name in made_names(facts).items():
        if Key("property", identity, "code") not in facts:
            stated.setdefault(identity, name)
    return completed(stated)


def completed(pairs: Mapping[str, str]) -> Names:
    """Return names as one to one: where a chain of them ends, the last is called what the first was."""
    taken: set[str] = set()
    found: Names = {}
    for one, other in pairs.items():
        if one != other and other not in taken:
            taken.add(other)
            found[one] = other
    for first in [one for one in found if one not in taken]:
        last = first
        while last in found:
            last = found[last]
        found[last] = first
    return found


def inverted(names: Mapping[str, str]) -> Names:
    """Return names the other way round."""
    return {other: one for one, other in names.items()}


def as_called(names: Mapping[str, str]) -> Callable[[str], str]:
    """Return what tells the name of an entity."""
    return lambda entity: names.get(entity, entity)


def matched_entities(before: Stated, after: Stated, renames: Mapping[str, str], *, shared: bool) -> Names:
    """Return what entities of `after` are known by in `before`, by what they are known by in `after`.

    Where both come from one file that is the same, else an entity is the one of its name. `renames` are names in
    `before` with the names in `after` that stand for them. What is the same is left out.
    """
    known_before, known_after = inverted(names_of(before.facts)), inverted(names_of(after.facts))
    found = {known_after.get(new, new): known_before.get(old, old) for old, new in renames.items()}
    if not shared:
        called = {item.identity: item.name for item in renamings(after.facts)}
        called |= {known_after.get(item.name, item.name): item.name for item in renamings(before.facts)}
        for identity, name in called.items():
            found.setdefault(identity, known_before.get(name, name))
    return {one: other for one, other in found.items() if one != other}


def met(before: Stated, after: Stated) -> Names:
    """Return what entities of `before` are called in `after`, as far as it is said that they have another name.

    Both know entities by the same names of a base: `after` is rebased on `before` (see `rebased`).
    """
    old, new = names_of(before.facts), names_of(after.facts)
    said = [item.identity for stated in (before, after) for item in renamings(stated.facts)]
    said += uncoded(before) & uncoded(after)
    pairs = {old.get(identity, identity): new.get(identity, identity) for identity in said}
    return {one: other for one, other in pairs.items() if one != other}
