"""A version under the names that another one has for entities, and which names seem to belong together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from idx.edits.guesses import entity_guesses
from idx.edits.known_as import with_names
from idx.edits.tree_of import tree_of
from idx.evaluate import evaluate
from idx.panel.renamed import apart, data_alone, renamed_panel
from idx.plan import make_plan
from idx.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from idx.analysis.attribution.cells import Sides
    from idx.edits.guesses import Guess
    from idx.evaluate.result import Result
    from idx.model import Expectation
    from idx.project.framework import Framework

LEAST = 2  # values that have to be the same before a name is guessed to stand for another


def in_names(framework: Framework, result: Result, names: Mapping[str, str]) -> Result:
    """Return the result of a framework with entities called otherwise: it is evaluated once more, under these names.

    Where the data have none that is called otherwise, the result is the one that there is.
    """
    panel = renamed_panel(result.panel, names)
    if panel is result.panel:
        return result
    called = dict(zip(result.panel.entities, apart(result.panel.entities, names), strict=True))
    stated = with_names(framework.stated, {str(one): str(other) for one, other in called.items() if one != other})
    return evaluate(make_plan(resolve(tree_of(stated)).unwrap()), data_alone(panel)).unwrap()


def expected_in_names(expected: Iterable[Expectation], names: Mapping[str, str]) -> tuple[Expectation, ...]:
    """Return published figures with entities called otherwise."""
    return tuple(
        replace(item, entity=names[item.entity]) if item.entity is not None and item.entity in names else item
        for item in expected
    )


def guessed_entities(sides: Sides | None, before: Framework, after: Framework) -> tuple[Guess, ...]:
    """Return the entities of one version alone that seem to be one of the other alone.

    They have the same data in the periods of both, or one version says that they are, of a base that is not the other.
    """
    if sides is None or not sides.comparable:
        return ()
    stated = {item.old: item.new for item in after.model.renamed} | {
        item.new: item.old for item in before.model.renamed
    }
    old, new = (
        {entity for entity in panel.entities if entity is not None and entity not in panel.made}
        for panel in sides.panels
    )
    return entity_guesses(
        {entity: _data(sides, 0, entity) if entity not in new else None for entity in old},
        {entity: _data(sides, 1, entity) if entity not in old else None for entity in new},
        stated,
    )


def _data(sides: Sides, side: int, entity: str) -> Hashable:
    """Return the values of an entity in what both versions have, or None where these are too few."""
    panel, other = sides.panels[side], sides.panels[1 - side]
    start, length = 0, panel.length
    if panel.first is not None and other.first is not None:
        low = max(panel.first.number, other.first.number)
        high = min(panel.first.number + panel.length, other.first.number + other.length)
        start, length = low - panel.first.number, max(high - low, 0)
    row = panel.entities.index(entity) * panel.length + start
    identities = sorted(sides.columns[0].keys() & sides.columns[1].keys())
    values = [panel.values[sides.columns[side][identity]].slice(row, length).to_list() for identity in identities]
    told = sum(value is not None for column in values for value in column)
    return tuple(map(tuple, values)) if told >= LEAST else None
