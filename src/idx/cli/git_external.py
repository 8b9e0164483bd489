"""`idx diff` as git calls an external diff: with the path, and the two texts of it in files of git's own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from idx.cli.language import spoken
from idx.diagnostics import Wording, said
from idx.project.framework import load_outcome
from idx.project.revisions import is_at
from idx.project.sides import evaluate_side, load_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.project.sides import Side

UNMERGED = 1  # words; else path, old file, hash and mode, new file, hash and mode, and more where it was renamed
WHOLE = 7
HEAD = "HEAD"


def sides_from_git(words: Sequence[str], *, allow_outside: bool) -> tuple[Side, Side] | None:
    """Return the two versions that git hands over; where they cannot be compared, say so and return None.

    Git hands over no data and no bases. A text that is the one of HEAD has those of HEAD, any other has those that lie
    beside the path now. Nothing here ends with a status of its own, since git would stop at it and show no further
    file.
    """
    if len(words) != UNMERGED and len(words) < WHOLE:
        raise click.UsageError("--git-external is for git: see `git help gitattributes`, `diff.<driver>.command`")
    click.echo(f"idx diff {words[0]}")
    found = _sides(words, allow_outside=allow_outside)
    if isinstance(found, Wording):
        click.echo(said(found, spoken()))
        return None
    return found


def _sides(words: Sequence[str], *, allow_outside: bool) -> tuple[Side, Side] | Wording:
    """Return both versions, or why there are none to compare."""
    if len(words) == UNMERGED:
        return Wording("not merged yet", "尚未合并")
    if words[1] == os.devnull:
        return Wording("a new file", "新文件")
    if words[4] == os.devnull:
        return Wording("deleted", "已删除")
    now = words[7] if len(words) > WHOLE else words[0]
    sides: list[Side] = []
    for mark, path, file, blob in (("a", words[0], words[1], words[2]), ("b", now, words[4], words[5])):
        name = f"{mark}/{path}"
        at_head = is_at(HEAD, path, blob)
        loaded = (
            load_side(f"{HEAD}:{path}") if at_head else load_outcome(Path(file), name=name, folder=Path(path).parent)
        )
        if loaded.value is None:
            reason = loaded.errors[0].message
            return Wording(f"{name} cannot be read: {reason.en}", f"{name} 无法读取：{reason.zh}")
        sides.append(evaluate_side(name, loaded.value, allow_outside=allow_outside))
    return sides[0], sides[1]
