"""The names of entities in tables: what a data statement says of them, by what entities are known by or called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.entities import as_called, inverted, names_of, renamings
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from idx.edits.facts import Fact, Key


def table_pairs(data: tree.Data) -> list[tuple[str, str]]:
    """Return what a table's entities are known by, with their names in the table, as far as these differ."""
    pairs = [(here.text, there.text) for here, there in (*data.entities, *data.implied)]
    return [(here, there) for here, there in pairs if here != there]


def bound_data(data: tree.Data, facts: Mapping[Key, Fact]) -> tree.Data:
    """Return a data statement with what entities are known by in the place of names.

    Its table has the names of now: that an entity which was renamed is called so there is implied.
    """
    known = as_called(inverted(names_of(facts)))
    own = tuple((_word(known(here.text), here), there) for here, there in data.entities)
    spoken = {here.text for here, _ in own} | {there.text for _, there in own}
    implied = tuple(
        (_word(item.identity, data.path), _word(item.name, data.path))
        for item in renamings(facts)
        if not {item.identity, item.name} & spoken
    )
    return data._replace(entities=own, implied=implied)


def named_data(data: tree.Data, facts: Mapping[Key, Fact], *, whole: bool = True) -> tree.Data:
    """Return a data statement by the names of now; `whole` with what it implies, so that it stands by itself."""
    called = as_called(names_of(facts))
    own = [(_word(called(here.text), here), there) for here, there in data.entities]
    if not whole:
        return data._replace(entities=tuple(own), implied=())
    covered = {here.text for here, _ in (*data.entities, *data.implied)}
    own += [(_word(called(here.text), here), there) for here, there in data.implied]
    own += [
        (_word(item.name, data.path), _word(item.identity, data.path))
        for item in renamings(facts)
        if item.identity not in covered
    ]
    return data._replace(entities=tuple(pair for pair in own if pair[0].text != pair[1].text), implied=())


def rebased_data(data: tree.Data, names: Mapping[str, str], stated: Iterable[str]) -> tree.Data:
    """Return a data statement by what entities are known by elsewhere; `stated` are those that are known otherwise."""
    covered = {here.text for here, _ in (*data.entities, *data.implied)}
    changed = as_called(names)
    own = tuple((_word(changed(here.text), here), there) for here, there in data.entities)
    implied = [(_word(changed(here.text), here), there) for here, there in data.implied]
    implied += [
        (_word(changed(one), data.path), _word(one, data.path))
        for one in stated
        if one not in covered and changed(one) != one
    ]
    return data._replace(entities=own, implied=tuple(implied))


def _word(text: str, at: tree.Positioned) -> tree.Word:
    return tree.Word(text, at.start, at.end)
