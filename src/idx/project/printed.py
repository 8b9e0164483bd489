"""Frameworks as files: a version or scenario written flat, and a difference written as edits."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Outcome, said
from idx.edits.as_file import edits_text
from idx.edits.flatten import flat_text
from idx.edits.relocated import relocated, relocated_change
from idx.format import format_source
from idx.project.compare import Wanted, compare
from idx.project.extending import extended_file, remarks_on
from idx.project.sides import LaidOut, evaluate_side, load_side
from idx.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.diagnostics import Language
    from idx.edits.facts import Stated
    from idx.project.compare import Comparison
    from idx.project.framework import Framework


def flat_file(framework: Framework, output: Path | None = None) -> Outcome[str]:
    """Return what a framework states in the end as one formatted file.

    Paths of data are as they read from where `output` lies, or from the framework's own folder.
    """
    folder = framework.folder if output is None else output.parent
    return format_source(Source("<flat>", flat_text(relocated(framework.stated, folder))))


def edits_file(comparison: Comparison, output: Path, speech: Language = "en") -> Outcome[str]:
    """Return the edits that turn A into B as a formatted file, to be written to `output` or into the folder that it is.

    The file extends that of A, by a path that is relative to where it is written. Where A is a scenario of it, the
    edits are those of the file itself; where A or B is a revision, a comment names it.
    """
    found = Collector()
    before = comparison.before.framework
    path = extended_file(comparison.before, found)
    if path is None:
        return found.outcome(None)
    if before.in_scenario is not None:
        plain = load_side(comparison.before.name.rpartition("@")[0]).unwrap()
        side = evaluate_side(comparison.before.name, plain)
        accepted = Wanted(attributed=False, accept_guesses=comparison.accepts_guesses)
        comparison = compare(side, comparison.after, accepted)
    folder = output if output.is_dir() else output.parent
    base = Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    old, new = (at_home(stated, comparison) for stated in comparison.stated)
    changes = [relocated_change(change, new, folder) for change in comparison.changes]
    text = edits_text(old, relocated(new, folder), changes, base)
    scenario = before.in_scenario.name.text if before.in_scenario is not None else None
    remarks = [*remarks_on((comparison.before, comparison.after), scenario, path, found)]
    comments = "".join(f"# {said(remark, speech)}\n" for remark in remarks)
    formatted = format_source(Source("<edits>", f"{comments}{text}"))
    return Outcome(formatted.value, (*formatted.diagnostics, *found.items))


def at_home(stated: Stated, comparison: Comparison) -> Stated:
    """Return what is stated, its texts in the folders of the working tree where they were taken from git."""
    keeps = [side.framework.keep for side in (comparison.before, comparison.after)]
    laid = [keep for keep in keeps if isinstance(keep, LaidOut)]
    return replace(stated, texts=tuple(layer._replace(source=_at_home(layer.source, laid)) for layer in stated.texts))


def _at_home(source: Source, laid: Sequence[LaidOut]) -> Source:
    folder = source.folder
    for keep in laid:
        if folder is not None:
            folder = keep.home(folder)
    return source if folder == source.folder else Source(source.name, source.text, folder)
