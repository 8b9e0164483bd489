"""Which node of one version is which node of another: by identity where both come from one file, else by name."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from idx.edits.entities import completed, made_names, matched_entities
from idx.edits.facts import NO_NODES, Existence, Key, Stated
from idx.edits.known_as import known_as
from idx.edits.layers import shifted
from idx.edits.references import renamed
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from idx.edits.facts import Fact


def matched(before: Stated, after: Stated, renames: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return, for each identity of `after`, its identity in `before`, or a fresh one where nothing matches it.

    Versions that come from one file share its identities, so that declared renames are known; what either added since,
    and nodes of other files, match by name, and only with nodes of their kind. `renames` maps names in `before` to
    names in `after` that stand for them.
    """
    known = {identity: before.kind(identity) for identity in before.identities()}
    names = before.names()
    found: dict[str, str] = {}
    taken: set[str] = set()

    def match(identity: str, other: str | None) -> None:
        if other in known and other not in taken and identity not in found and known[other] == after.kind(identity):
            found[identity] = other
            taken.add(other)

    by_name = after.names()
    for old, new in (renames or {}).items():
        if old in names and new in by_name:
            match(by_name[new], names[old])
    shared = _shared_base(before, after)
    for identity in after.identities():
        if shared is not None and shared.kind(identity) is not None:
            match(identity, identity)
    for name, identity in by_name.items():
        match(identity, names.get(name))
    renamed_entities = {key.subject for key in before.facts if key.kind == "entity"}
    for identity in after.identities():
        if identity not in found:
            found[identity] = fresh(after.name(identity), known.keys() | found.values() | renamed_entities)
    return found


def _shared_base(before: Stated, after: Stated) -> Stated | None:
    """Return what is stated by the last text that both versions come from, or None where they have none in common."""
    pairs = zip(before.texts, after.texts, strict=False)
    shared = len(list(takewhile(lambda pair: pair[0].source.text == pair[1].source.text, pairs)))
    return next((stated for stated in (*before.bases, before) if len(stated.texts) == shared), None)


def fresh(name: str, taken: set[str]) -> str:
    """Return a name as an identity that is not taken yet."""
    identity, number = name, 1
    while identity in taken:
        number += 1
        identity = f"{name}#{number}"
    return identity


def rebased(
    before: Stated, after: Stated, match: Mapping[str, str], entities: Mapping[str, str] | None = None
) -> Stated:
    """Return what `after` states by the identities of `before`, and with positions behind those of `before`.

    `entities` maps names of entities in `before` to names in `after` that stand for them, where nothing says so.
    """
    by = before.end
    shared = _shared_base(before, after) is not None
    said = matched_entities(before, after, entities or {}, shared=shared)
    made = {made: match[made] for made in made_names(after.facts) if Key("property", made, "code") not in after.facts}
    known = completed({**made, **said})
    match = {**match, **{parent: parent for parent in NO_NODES}}
    identities = {identity: other for identity, other in match.items() if identity != other}

    def key_of(key: Key) -> Key:
        match key.kind:
            case "node" | "name" | "label" | "property":
                return key._replace(subject=match_of(key.subject))
            case "place" | "weight":
                return key._replace(subject=match_of(key.subject), word=match_of(key.word))
            case "home":
                return key._replace(subject=match_of(key.subject))
            case _:
                return key

    def match_of(identity: str) -> str:
        return match.get(identity, identity)

    def fact_of(fact: Fact) -> Fact:
        if isinstance(fact, str):
            return match_of(fact)
        if isinstance(fact, tree.Property):
            fact = renamed(fact, identities)
        return Existence(fact.kind, shifted(fact.heading, by)) if isinstance(fact, Existence) else shifted(fact, by)

    stated = Stated(
        facts={key_of(key): fact_of(fact) for key, fact in after.facts.items()},
        order={match_of(parent): tuple(map(match_of, children)) for parent, children in after.order.items()},
        texts=(*before.texts, *(tree.Layer(layer.start + by, layer.source) for layer in after.texts)),
        published=shifted(after.published, by),
        scenarios=shifted(after.scenarios, by),
        reasons={key_of(key): shifted(because, by) for key, because in after.reasons.items()},
        bases=after.bases,
    )
    return known_as(stated, known, said)
