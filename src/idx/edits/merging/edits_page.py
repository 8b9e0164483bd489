"""A version that both sides edit: their edits put together, each as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.edits.merging.loose import Loose, comments, said, translated
from idx.edits.merging.units import units_of, words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from idx.edits.merging.loose import Unlike
    from idx.edits.merging.units import Unit
    from idx.syntax import tree


class Version(NamedTuple):
    """Edits of both sides in one text, and where they make different things of one."""

    text: str
    unlike: tuple[Unlike, ...]


class EditsPage:
    """Writes the edits of both sides; what is `dropped` is left to one side."""

    def __init__(self, files: tuple[tree.File, tree.File, tree.File], about: frozenset[str] = frozenset()) -> None:
        """Cut the texts into edits; those that speak of what conflicts, `about`, are never mixed."""
        self.sides = [units_of(file, {}) for file in files]
        self.dropped = frozenset(self._speaking(about))

    def _speaking(self, about: frozenset[str]) -> Iterator[Hashable]:
        base, *both = ({unit.key: unit for unit in units} for units, _ in self.sides)
        for side in both:
            for key, unit in side.items():
                if said(unit) != said(base.get(key)) and about.intersection(words(unit.text())):
                    yield key

    def versions(self, names: Mapping[str, str], *, own: bool) -> Iterator[Version]:
        """Yield texts in which the edits of both sides stand: ours first, theirs first, or by the names of ours.

        Edits hold from top to bottom, so which of these says what both sides mean is left to whoever reads it; `names`
        has what ours calls what theirs calls otherwise.
        """
        base, ours, theirs = (units for units, _ in self.sides)
        end = comments(*(end for _, end in self.sides))
        yield self._version(base, ours, theirs, end, own=own)
        yield self._version(base, theirs, ours, end, own=not own)
        if names:
            old = {said(unit) for unit in base}
            renamed = [unit if said(unit) in old else translated(unit, names) for unit in theirs]
            yield self._version(base, ours, renamed, end, own=own)

    def _version(
        self, base: Sequence[Unit], first: Sequence[Unit], second: Sequence[Unit], end: str, *, own: bool
    ) -> Version:
        merging = Loose(own=own, dropped=self.dropped)
        units = merging.units(base, first, second)
        return Version("".join(unit.text() for unit in units) + end, tuple(merging.found))
