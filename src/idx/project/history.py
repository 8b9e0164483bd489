"""The versions of a framework one after another: their headlines, and what changed from each to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.project.compare import Wanted, compare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from idx.project.compare import Comparison
    from idx.project.editions import Edition


class Step(NamedTuple):
    """An edition, and how it compares with the one before it, or with the first; None where there is none to compare.

    An edition that cannot be read is compared with none, and one that has no values serves for comparison only until
    there is one that has.
    """

    edition: Edition
    comparison: Comparison | None


def history(editions: Sequence[Edition], *, to_first: bool = False, wanted: Wanted | None = None) -> tuple[Step, ...]:
    """Return editions, each compared with the last one before it that can be compared with, or with the first."""
    wanted = wanted or Wanted(attributed=False)
    steps: list[Step] = []
    last: Edition | None = None
    for edition in editions:
        comparison = None
        if edition.side is not None and last is not None and last.side is not None:
            comparison = compare(last.side, edition.side, wanted)
        steps.append(Step(edition, comparison))
        if edition.side is not None and (last is None or _takes_over(edition, last, to_first=to_first)):
            last = edition
    return tuple(steps)


def _takes_over(edition: Edition, last: Edition, *, to_first: bool) -> bool:
    """Whether those that follow are compared with an edition in place of an older one."""
    if last.result is None:
        return edition.result is not None or not to_first
    return edition.result is not None and not to_first


def names_of(node: str, steps: Sequence[Step]) -> list[str | None]:
    """Return what each edition calls a node, the name being that of the newest edition that has one of that name.

    A node keeps its identity through renames; where it is matched with none, a node of the same name is taken for it.
    """
    names: list[str | None] = [node if _has(step, node) else None for step in steps]
    places = {id(step.edition.side): place for place, step in enumerate(steps) if step.edition.side is not None}
    start = max((place for place, name in enumerate(names) if name), default=None)
    links = [
        (places[id(step.comparison.before)], place, step.comparison)
        for place, step in enumerate(steps)
        if step.comparison is not None
    ]
    done = {start}
    while new := [link for link in links if (link[0] in done) != (link[1] in done)]:
        for older, newer, comparison in new:
            known, other = (older, newer) if older in done else (newer, older)
            pairs = [(pair.before, pair.after)[:: 1 if known == older else -1] for pair in comparison.pairs.values()]
            names[other] = next((to for one, to in pairs if one == names[known] and one and to), names[other])
            done.add(other)
    return names


def entity_names(steps: Sequence[Step]) -> list[dict[str | None, str]]:
    """Return, for each edition, what its entities are called in the newest one, as far as that is something else.

    An entity that is renamed and renamed again is followed through all editions between that are compared.
    """
    found: list[dict[str, str]] = [{} for _ in steps]
    places = {id(step.edition.side): place for place, step in enumerate(steps) if step.edition.side is not None}
    links = [
        (places[id(step.comparison.before)], place, step.comparison.entities)
        for place, step in enumerate(steps)
        if step.comparison is not None
    ]
    done = {max(places.values(), default=0)}
    while new := [link for link in links if (link[0] in done) != (link[1] in done)]:
        for older, newer, names in new:
            if newer in done:
                later = {name: called for name, called in found[newer].items() if name not in names.values()}
                found[older] = later | {old: found[newer].get(name, name) for old, name in names.items()}
            else:
                back = {name: old for old, name in names.items()}
                kept = {name: called for name, called in found[older].items() if name not in names}
                found[newer] = kept | {name: found[older].get(old, old) for name, old in back.items()}
            done |= {older, newer}
    return [{old: name for old, name in each.items() if old != name} for each in found]


def now_called(written: Sequence[str], names: Sequence[Mapping[str | None, str]]) -> tuple[str, ...]:
    """Return entities by what the newest edition calls them."""
    whole = {old: name for each in names for old, name in each.items()}
    return tuple(dict.fromkeys(whole.get(entity, entity) for entity in written))


def _has(step: Step, node: str) -> bool:
    return step.edition.side is not None and node in step.edition.side.framework.model.nodes
