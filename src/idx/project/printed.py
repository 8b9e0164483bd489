"""Frameworks as files: a version or scenario written flat, and a difference written as edits."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from idx.diagnostics import Collector, DataPlace, Outcome, Rule, Wording
from idx.edits.as_file import edits_text
from idx.edits.flatten import flat_text
from idx.edits.relocated import relocated, relocated_change
from idx.format import format_source
from idx.source import Source

if TYPE_CHECKING:
    from idx.project.compare import Comparison
    from idx.project.framework import Framework

NO_FILE = Rule(
    "IDX125",
    Wording("edits to what is no file", "被修改的一方不是文件"),
    Wording(
        "The edits that turn A into B are written as a file that `extends` A, so A has to be a file that lies in a "
        "folder: not a scenario, nor a file as it was in git.",
        "由 A 到 B 的修改会写成一个以 `extends` 引用 A 的文件，因此 A 必须是文件夹中的文件："
        "不能是情景，也不能是 git 中的旧版本。",
    ),
)


def flat_file(framework: Framework, output: Path | None = None) -> Outcome[str]:
    """Return what a framework states in the end as one formatted file.

    Paths of data are as they read from where `output` lies, or from the framework's own folder.
    """
    folder = framework.folder if output is None else output.parent
    return format_source(Source("<flat>", flat_text(relocated(framework.stated, folder))))


def edits_file(comparison: Comparison, output: Path) -> Outcome[str]:
    """Return the edits that turn A into B as a formatted file, to be written to `output` or into the folder that it is.

    The path of A is relative to where the file is written.
    """
    written = comparison.before.name
    base = Path(written)
    if not base.is_file():
        message = Wording(f"{written} is no file that another can extend", f"{written} 不是可以用 `extends` 引用的文件")
        return Collector().add(NO_FILE, message, DataPlace(written)).outcome(None)
    folder = output if output.is_dir() else output.parent
    path = Path(os.path.relpath(base.resolve(), folder.resolve())).as_posix()
    before, after = comparison.stated
    changes = [relocated_change(change, after, folder) for change in comparison.changes]
    return format_source(Source("<edits>", edits_text(before, relocated(after, folder), changes, path)))
