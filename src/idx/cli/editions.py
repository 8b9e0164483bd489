"""The editions that a command is about: versions that are named, or the revisions of one file in git."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from idx.cli import common
from idx.cli.language import spoken
from idx.diagnostics import IdxError, said
from idx.project.editions import editions_of, named_editions
from idx.project.followed import revisions_in
from idx.report.difference.editions import obstacles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.project.editions import Edition

git_option = click.option(
    "--git",
    "span",
    metavar="RANGE",
    help="The revisions of a git range that changed the one FILE, a base or data of it; renames are followed.",
)


def chosen_editions(files: Sequence[str], span: str | None, *, allow_outside: bool) -> tuple[Edition, ...]:
    """Return the editions that a command line names, or end with what is wrong with them."""
    try:
        if span is None:
            return named_editions(files, allow_outside=allow_outside).unwrap()
        if len(files) != 1:
            raise click.UsageError("--git follows one file: name no more")
        revisions = revisions_in(span, files[0]).unwrap()
    except IdxError as error:
        common.fail(error.diagnostics)
    except OSError as error:
        raise click.BadParameter(f"cannot read {error.filename}: {error.strerror}") from error
    if not revisions:
        raise click.BadParameter(f"{files[0]} did not change in {span}", param_hint="--git")
    return editions_of(revisions, allow_outside=allow_outside)


def with_values(editions: Sequence[Edition]) -> list[Edition]:
    """Return the editions that have values, or end with the reasons why none has."""
    there = [edition for edition in editions if edition.result is not None]
    if not there:
        reasons = "\n".join(said(reason, spoken()) for reason in obstacles(editions))
        raise click.UsageError(f"no edition has values\n{reasons}")
    return there


def known_nodes(editions: Sequence[Edition]) -> list[str]:
    """Return the names of all nodes of all editions, those of the newest first."""
    sides = [edition.side for edition in reversed(editions) if edition.side is not None]
    return list(dict.fromkeys(name for side in sides for name in side.framework.model.nodes))


def known_keys(editions: Sequence[Edition], column: str) -> list[str | None]:
    """Return the entities or periods that any edition shows."""
    results = [edition.result for edition in editions if edition.result is not None]
    keys = (result.entities if column == "entity" else result.periods for result in results)
    return list(dict.fromkeys(key for several in keys for key in several))
