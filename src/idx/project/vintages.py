"""The vintages of a node: its values in every edition, their revisions, and what caused them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idx.analysis.attribution.attribute import Options
from idx.analysis.comparison import headlines
from idx.analysis.vintages.parts import mixed, shares_by_kind, with_parts
from idx.analysis.vintages.rescaled import rescalings
from idx.analysis.vintages.triangle import Release, revised, triangle
from idx.project.compare import Wanted, compare
from idx.project.history import entity_names, history, names_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from idx.analysis.vintages.rescaled import Rescaling
    from idx.edits.changes import Change, Kind
    from idx.project.compare import Comparison
    from idx.project.editions import Edition


@dataclass(frozen=True)
class Vintages:
    """A node in the editions that have values: `node` as the newest edition with it calls it, `names` as each does.

    `revisions` is the triangle with its revisions (see `revised`); where `split`, with their parts (see `with_parts`),
    and where `drawn` by orders of causes that were drawn; `withheld` says that shares do not sum, by a fault of the
    program, and are not among them. `passed` are the editions that cannot be read or have no
    values.
    """

    editions: tuple[Edition, ...]
    passed: tuple[Edition, ...]
    node: str
    names: tuple[str | None, ...]
    revisions: pl.DataFrame = field(repr=False)
    rescalings: tuple[Rescaling, ...] = ()
    split: bool = False
    drawn: bool = False
    entities: tuple[Mapping[str | None, str], ...] = ()
    withheld: bool = False


def vintages(editions: Sequence[Edition], node: str | None = None, *, split: bool = False) -> Vintages:
    """Return the vintages of a node, the headline of the newest edition unless named, in editions in their order.

    Raises:
        ValueError: if no edition has values, or none of those that have them has the node.
    """
    there = tuple(edition for edition in editions if edition.result is not None)
    passed = tuple(edition for edition in editions if edition.result is None)
    results = [edition.result for edition in there if edition.result is not None]
    if not results:
        raise ValueError("no edition has values")
    steps = history(there)
    name = node or headlines(results[-1])[0]
    names = names_of(name, steps)
    called = [item for item in names if item is not None]
    if not called:
        raise ValueError(f"no edition with values has a node {name!r}")
    entities = entity_names(steps)
    revisions = revised(triangle([Release(*item) for item in zip(results, names, entities, strict=True)]))
    drawn = withheld = False
    if split:
        named = zip(steps[1:], names[1:], strict=True)
        compared = [_by_kind(step.comparison, name) for step, name in named if step.comparison is not None]
        revisions = with_parts(
            revisions, [_shares(*item) for item in zip(compared, names[1:], entities[1:], strict=True)]
        )
        done = [item.attribution for item in compared if item.attribution is not None]
        drawn, withheld = any(item.drawn for item in done), any(item.withheld for item in done)
    found = tuple(rescalings(revisions))
    return Vintages(there, passed, called[-1], tuple(names), revisions, found, split, drawn, tuple(entities), withheld)


def _by_kind(comparison: Comparison, name: str | None) -> Comparison:
    """Return a comparison with the changes of a kind as one cause; with each by itself where kinds hang together."""
    before, after = comparison.before, comparison.after
    nodes = (name,) if name is not None else None
    whole = compare(before, after, Wanted(options=Options(by=_kind), nodes=nodes))
    if whole.attribution is None or not any(map(mixed, whole.attribution.causes)):
        return whole
    return compare(before, after, Wanted(nodes=nodes))


def _kind(change: Change) -> Kind:
    return change.kind


def _shares(comparison: Comparison, name: str | None, entities: Mapping[str | None, str]) -> pl.DataFrame:
    pairs = comparison.pairs.items()
    identity = next((identity for identity, pair in pairs if name is not None and pair.after == name), None)
    return shares_by_kind(comparison.attribution, comparison.keys, identity, entities)
