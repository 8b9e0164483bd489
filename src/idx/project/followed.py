"""The revisions of a git range that changed a framework: its file, followed through renames, its bases and its data."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from idx.diagnostics import Collector, DataPlace, Outcome, Wording
from idx.project.git import git, here, normal
from idx.project.revisions import REVISION
from idx.project.trail import Trail


class Revision(NamedTuple):
    """A commit, its date, and the path of the framework's file in it, from the current folder.

    `scenario` is the one of the file's that is asked for. Where the commit takes the file away, `gone` is true, and
    `path` is what it was called before.
    """

    commit: str
    date: str
    path: str
    scenario: str = ""
    gone: bool = False

    @property
    def name(self) -> str:
        """The revision as commands take it."""
        return f"{self.commit}:{self.path}{f'@{self.scenario}' if self.scenario else ''}"


def revisions_in(span: str, written: str) -> Outcome[tuple[Revision, ...]]:
    """Return the revisions of a range that changed a framework's file, a base or data of it; the oldest first.

    `written` is `FILE` or `FILE@SCENARIO`, with the path that the file has at the end of the range, or now. The first
    revision is the first that has the file; bases and data are those that each revision names itself.
    """
    found = Collector()
    path, scenario = _parted(written)
    inside, top = here(), git("rev-parse", "--show-toplevel")
    if inside is None or top is None:
        message = Wording("this folder is in no git repository", "当前文件夹不在 git 仓库中")
        return found.add(REVISION, message, DataPlace(path)).outcome(None)
    tip = git("rev-list", "-n1", "--end-of-options", span, "--")
    if tip is None:
        message = Wording(f"git knows no range `{span}`", f"git 中没有版本范围 `{span}`")
        help_ = Wording(
            "a range is such as `HEAD`, `v1..v2` or `HEAD~10..`", "范围的写法如 `HEAD`、`v1..v2`、`HEAD~10..`"
        )
        return found.add(REVISION, message, DataPlace(f"{span}:{path}"), help=help_).outcome(None)
    if not tip.strip():
        message = Wording(f"there is no revision in `{span}`", f"`{span}` 中没有任何修订版本")
        return found.add(REVISION, message, DataPlace(f"{span}:{path}")).outcome(None)
    name = normal(PurePosixPath(inside) / Path(path).as_posix())
    trail = Trail(top.decode().strip("\n"), span, tip.decode().strip(), name)
    if not trail.there:
        message = Wording(f"no revision of `{span}` has a file {path}", f"`{span}` 中没有任何修订版本含有文件 {path}")
        help_ = Wording(
            "give the path that the file has at the end of the range; what is not committed is in no range",
            "请写该文件在范围末尾时的路径；未提交的文件不在任何范围内",
        )
        return found.add(REVISION, message, DataPlace(path), help=help_).outcome(None)
    return Outcome(tuple(_revision(trail, step, inside, scenario) for step in trail.changed()))


def _revision(trail: Trail, place: int, inside: str, scenario: str) -> Revision:
    commit, date = trail.commits[place]
    name = trail.names[place]
    path = os.path.relpath(f"/{name or trail.before(place) or ''}", f"/{inside}")
    return Revision(commit, date, PurePosixPath(path).as_posix(), scenario, name is None)


def _parted(written: str) -> tuple[str, str]:
    """Return the path and the scenario of `FILE@SCENARIO`."""
    file, at, scenario = written.rpartition("@")
    return (file, scenario) if at and file.endswith(".idx") and not Path(written).exists() else (written, "")
