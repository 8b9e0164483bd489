"""The same statements with entities known by other names: so that those of two versions can be held side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from idx.edits.data_names import rebased_data
from idx.edits.entities import as_called, completed, inverted, met, names_of, renamings, uncoded
from idx.edits.facts import Key, Stated
from idx.edits.references import with_entities
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idx.edits.entities import Names
    from idx.edits.facts import Fact

OF_A_COLUMN = {"node", "name", "label", "property", "place"}


def known_as(stated: Stated, known: Mapping[str, str], said: Iterable[str]) -> Stated:
    """Return what is stated with entities known otherwise, one to one; their names stay.

    `said` are those of the data that are known otherwise; `known` can have more, so that it is one to one.
    """
    if not known:
        return stated

    def key_of(key: Key) -> Key:
        return key._replace(subject=known.get(key.subject, key.subject)) if key.kind == "entity" else key

    def fact_of(fact: Fact) -> Fact:
        if isinstance(fact, tree.Data):
            return rebased_data(fact, known, said)
        return with_entities(fact, as_called(known)) if isinstance(fact, tree.Property) else fact

    said = tuple(said)
    facts = {key_of(key): fact_of(fact) for key, fact in stated.facts.items()}
    for one in said:
        if Key("entity", one) not in stated.facts:
            facts[Key("entity", known[one])] = tree.Word(one, stated.texts[-1].start, stated.texts[-1].start)
    for item in renamings(facts):
        if item.identity == item.name:
            del facts[Key("entity", item.identity)]
    return replace(stated, facts=facts, reasons={key_of(key): because for key, because in stated.reasons.items()})


def side_by_side(before: Stated, after: Stated) -> tuple[Stated, Stated, Names]:
    """Return two versions that know entities by their names in `after`, and what those of `before` are called there.

    `after` is rebased on `before`. Only names of which it is said that they belong together are told.
    """
    before, after = _made_alike(before, after)
    names = met(before, after)
    now = names_of(after.facts)
    said = {
        item.identity: now.get(item.identity, item.identity)
        for side in (before, after)
        for item in renamings(side.facts)
    }
    changed = {one: other for one, other in said.items() if one != other}
    known = completed(changed)
    return known_as(before, known, changed), known_as(after, known, changed), names


def with_names(stated: Stated, names: Mapping[str, str]) -> Stated:
    """Return what is stated with entities called otherwise; `names` maps names of now to others, each another one."""
    known = inverted(names_of(stated.facts))
    facts = dict(stated.facts)
    for old, new in names.items():
        identity = known.get(old, old)
        facts.pop(Key("entity", identity), None)
        if identity != new:
            facts[Key("entity", identity)] = tree.Word(new, stated.texts[-1].start, stated.texts[-1].start)
    return replace(stated, facts=facts)


def _made_alike(before: Stated, after: Stated) -> tuple[Stated, Stated]:
    """Return two versions in which entities made of others are known by their names in `after`.

    Conditions name them by what they are known by, and results of both are to be held side by side. Those that have a
    code are called by that, and not by their name.
    """
    taken = {*before.identities(), *after.identities()}
    wanted = {one: after.name(one) for one in uncoded(before) & uncoded(after)}
    known = {one: name for one, name in wanted.items() if name != one and name not in taken}
    return (_identified(before, known), _identified(after, known)) if known else (before, after)


def _identified(stated: Stated, known: Mapping[str, str]) -> Stated:
    """Return what is stated with entities made of others known otherwise, as nodes and in conditions."""

    def key_of(key: Key) -> Key:
        return key._replace(subject=known.get(key.subject, key.subject)) if key.kind in OF_A_COLUMN else key

    called = as_called(completed(known))
    return replace(
        stated,
        facts={
            key_of(key): with_entities(fact, called) if isinstance(fact, tree.Property) else fact
            for key, fact in stated.facts.items()
        },
        order={parent: tuple(known.get(one, one) for one in below) for parent, below in stated.order.items()},
        reasons={key_of(key): because for key, because in stated.reasons.items()},
    )
