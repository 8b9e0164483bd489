"""Frameworks as files: a version or scenario written flat, and a difference written as edits."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from idx.diagnostics import Collector, DataPlace, Outcome, Wording, said
from idx.edits.as_file import edits_text
from idx.edits.flatten import flat_text
from idx.edits.relocated import relocated, relocated_change
from idx.format import format_source
from idx.project.compare import Wanted, compare
from idx.project.printing import CHANGED, NO_FILE
from idx.project.revisions import short_name
from idx.project.sides import LaidOut, evaluate_side, load_side
from idx.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idx.diagnostics import Language
    from idx.edits.facts import Stated
    from idx.project.compare import Comparison
    from idx.project.framework import Framework
    from idx.project.sides import Side


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
    path = _file_of(comparison.before)
    if not path.is_file():
        written = comparison.before.name
        message = Wording(f"{written} is no file that another can extend", f"{written} 不是可以用 `extends` 引用的文件")
        return found.add(NO_FILE, message, DataPlace(written)).outcome(None)
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
    remarks = [*_remarks(comparison, before, path, found)]
    comments = "".join(f"# {said(remark, speech)}\n" for remark in remarks)
    formatted = format_source(Source("<edits>", f"{comments}{text}"))
    return Outcome(formatted.value, (*formatted.diagnostics, *found.items))


def _file_of(side: Side) -> Path:
    """Return where the file of a version lies: in the folder, also where the version is a scenario or a revision."""
    keep = side.framework.keep
    if isinstance(keep, LaidOut):
        return keep.file
    return Path(side.name.rpartition("@")[0] if side.framework.in_scenario is not None else side.name)


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


def _remarks(comparison: Comparison, before: Framework, path: Path, found: Collector) -> Iterator[Wording]:
    """Yield what has to be said above the edits; report what has changed since a revision."""
    names = (comparison.before.name, comparison.after.name)
    if before.in_scenario is not None:
        scenario = before.in_scenario.name.text
        yield Wording(
            f"Edits of {path.name} itself, not of its scenario {scenario}.",
            f"这些修改针对 {path.name} 本身，而不是其情景 {scenario}。",
        )
    for side, name in zip((comparison.before, comparison.after), names, strict=True):
        keep = side.framework.keep
        if not isinstance(keep, LaidOut):
            continue
        at = short_name(keep.revision)
        hashed = f"{keep.revision} ({at})" if at != keep.revision else at
        yield Wording(f"{name} is {keep.file} as it was at {hashed}.", f"{name} 是 {keep.file} 在 {hashed} 时的内容。")
        changed = keep.changed()
        if changed:
            listed = Wording(", ".join(changed), "、".join(changed))
            remark = Wording(
                f"Since then this has changed: {listed.en}. These edits hold for what it was.",
                f"此后已有变化：{listed.zh}。这些修改针对的是当时的内容。",
            )
            yield remark
            message = Wording(f"since {hashed} this has changed: {listed.en}", f"自 {hashed} 以来已有变化：{listed.zh}")
            found.add(CHANGED, message, DataPlace(name))
