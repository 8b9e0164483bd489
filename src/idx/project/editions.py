"""The editions of a framework, one after another: each as it is read and evaluated, or why it cannot be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import LANGUAGES, Collector, DataPlace, Outcome, Wording
from idx.project.revisions import REVISION
from idx.project.sides import evaluate_side, load_side

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result
    from idx.project.followed import Revision
    from idx.project.sides import Side


SHORTEST = 4  # characters of a commit
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Edition(NamedTuple):
    """A version in its place among others, by the name with which commands find it.

    `side` is None where it cannot be read; `obstacle` says why, or why it has no values. `revision` is the one of git
    that it is, if it is one.
    """

    name: str
    side: Side | None
    obstacle: Diagnostic | None = None
    revision: Revision | None = None

    @property
    def result(self) -> Result | None:
        """Its values, or None where it has none."""
        return self.side.result if self.side is not None else None


def named_editions(names: Sequence[str], *, allow_outside: bool = False) -> Outcome[tuple[Edition, ...]]:
    """Return the versions that are named (see `load_side`), all of which have to be readable.

    Raises:
        OSError: if a file cannot be read.
    """
    found: list[Diagnostic] = []
    editions = []
    for name in names:
        loaded = load_side(name)
        found += loaded.errors
        if loaded.value is not None:
            side = evaluate_side(name, loaded.value, allow_outside=allow_outside)
            editions.append(Edition(name, side, next(iter(side.obstacles), None)))
    return Outcome(None if found else tuple(editions), tuple(found))


def editions_of(revisions: Sequence[Revision], *, allow_outside: bool = False) -> tuple[Edition, ...]:
    """Return revisions of git as editions; one that cannot be read is there with its reason."""
    return tuple(_editions_of(revisions, allow_outside=allow_outside))


def _editions_of(revisions: Sequence[Revision], *, allow_outside: bool) -> Iterator[Edition]:
    for revision in revisions:
        if revision.gone:
            message = Wording("the file is taken away here", "文件在此被删除")
            yield Edition(
                revision.name, None, Collector().add(REVISION, message, DataPlace(revision.name)).items[0], revision
            )
            continue
        loaded = load_side(revision.name)
        if loaded.value is None:
            yield Edition(revision.name, None, next(iter(loaded.errors), None), revision)
            continue
        side = evaluate_side(revision.name, loaded.value, allow_outside=allow_outside)
        yield Edition(revision.name, side, next(iter(side.obstacles), None), revision)


def called(editions: Sequence[Edition], written: str) -> list[int]:
    """Return the places of the editions that a name, a version or the beginning of a commit names.

    A date, `2026-03-31`, names the last revision of git that was committed by then.
    """
    by_name = [place for place, edition in enumerate(editions) if written in _names(edition)]
    if by_name or not written:
        return by_name
    commits = [edition.revision.commit if edition.revision else "" for edition in editions]
    by_commit = [place for place, commit in enumerate(commits) if commit.startswith(written[: len(commit) or 1])]
    if len(written) >= SHORTEST and by_commit:
        return by_commit
    if DATE.fullmatch(written):
        dates = [(edition.revision.date if edition.revision else None) for edition in editions]
        return [place for place, date in enumerate(dates) if date is not None and date <= written][-1:]
    return []


def _names(edition: Edition) -> set[str]:
    if edition.side is None:
        return {edition.name}
    return {edition.name, edition.side.framework.model.version, *map(edition.side.title, LANGUAGES)}
