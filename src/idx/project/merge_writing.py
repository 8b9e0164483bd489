"""What both sides state together as a text, and whether a text says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.edits.merging.edits_page import EditsPage
from idx.edits.merging.loose import said
from idx.edits.merging.merge import changes_between
from idx.edits.merging.page import Page
from idx.edits.merging.sides import kind_of, side_of
from idx.edits.merging.three import by_identities_of
from idx.edits.merging.units import units_of
from idx.project.formatting import formatted
from idx.project.merge_sides import read_text
from idx.project.versions import in_scenario
from idx.source import Source
from idx.syntax.parse import parse

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from idx.edits.facts import Stated
    from idx.edits.merging.loose import Unlike
    from idx.edits.merging.merge import Merge
    from idx.project.merge_sides import Read, Sides


class Written(NamedTuple):
    """A text that says what is wanted, and where both sides wrote other edits or scenarios."""

    text: str
    unlike: tuple[Unlike, ...]


def written(sides: Sides, merge: Merge, *, own: bool) -> Written | None:
    """Return a text that says what a merge states as ours has it, or as theirs has it; None where none was found."""
    wanted = merge.ours if own else merge.theirs
    versions = [side.is_version for side in sides]
    if any(versions) != all(versions):
        return None
    candidates = _edits(sides, merge, own=own) if any(versions) else _framework(sides, merge, own=own)
    for candidate in candidates:
        text = _laid_out(candidate.text, sides.ours)
        if means(text, wanted, sides):
            return candidate._replace(text=text)
    return None


def _framework(sides: Sides, merge: Merge, *, own: bool) -> Iterator[Written]:
    base, ours, theirs = (side_of(side.file, stated) for side, stated in zip(sides, merge.three, strict=True))
    page = Page(merge.ours if own else merge.theirs, (base, ours, theirs), own=own)
    text = page.text()
    yield Written(text, page.unlike)


def _edits(sides: Sides, merge: Merge, *, own: bool) -> Iterator[Written]:
    about = frozenset(names_in(merge))
    stated = merge.ours if own else merge.theirs
    names = {
        name: stated.name(identity)
        for name, identity in merge.three.theirs.names().items()
        if stated.kind(identity) is not None and stated.name(identity) != name
    }
    page = EditsPage((sides.base.file, sides.ours.file, sides.theirs.file), about)
    for version in page.versions(names, own=own):
        yield Written(*version)


def names_in(merge: Merge) -> Iterator[str]:
    """Yield the names of what conflicts are about."""
    for clash in merge.clashes:
        for changes in (clash.ours, clash.theirs):
            for key in {key for change in changes for key in change.keys}:
                yield from (stated.name(key.subject) for stated in merge.three if key.subject)


def means(text: str, wanted: Stated, sides: Sides) -> bool:
    """Whether a text states what is wanted, and its scenarios hold as far as they did on both sides."""
    source = sides.ours.file.source
    read = read_text(Source(source.name, text, source.folder)).value
    if read is None or changes_between(wanted, by_identities_of(wanted, read.stated, wanted)):
        return False
    known = {name for side in (sides.ours, sides.theirs) for name in _faulty(side)}
    return known.issuperset(_faulty(read))


def _faulty(side: Read) -> Iterator[str]:
    """Yield the names of scenarios that do not hold."""
    for item in side.stated.scenarios:
        if in_scenario(side.stated, item).errors:
            yield item.name.text


def scenarios(text: str) -> dict[Hashable, Hashable]:
    """Return what each scenario of a sound text says."""
    units, _ = units_of(parse(Source("<merged>", text)).unwrap(), {})
    return {unit.key: said(unit) for unit in units if kind_of(unit.key) == "scenario"}


def _laid_out(text: str, ours: Read) -> str:
    """Return a text in its canonical form where ours has it."""
    own = formatted("<ours>", ours.file.source.text).value
    if own is None or own.changed:
        return text
    outcome = formatted("<merged>", text)
    return text if outcome.value is None else outcome.value.after
