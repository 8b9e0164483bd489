"""The file that printed edits extend, and what has to be said of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from idx.diagnostics import DataPlace, Rule, Severity, Wording
from idx.project.revisions import short_name
from idx.project.sides import LaidOut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.diagnostics import Collector
    from idx.project.sides import Side

NO_FILE = Rule(
    "IDX125",
    Wording("edits to what is no file", "被修改的一方不是文件"),
    Wording(
        "The edits that turn A into B are written as a file that `extends` the file of A, so it has to lie in a "
        "folder. Of a scenario, and of a file as it was in git, it is the file itself as it is now.",
        "由 A 到 B 的修改会写成一个以 `extends` 引用 A 所在文件的文件，因此该文件必须在文件夹中。A 是情景或 git "
        "中的旧版本时，引用的是该文件现在的样子。",
    ),
)
CHANGED = Rule(
    "IDX135",
    Wording("edits of a file that has changed since", "被修改的文件此后已有变化"),
    Wording(
        "The edits between a file as it was in git and another version hold for what the file said then. Where it says "
        "something else now, a guard refuses what no longer fits, and the rest is made of the file as it is now; data "
        "are read as they lie in the folder.",
        "git 中旧版本与另一版本之间的修改，针对的是该文件当时的内容。如果文件现在已不同，不再适用的修改会被拒绝，"
        "其余修改作用于文件现在的内容；数据按文件夹中现在的内容读取。",
    ),
    severity=Severity.WARNING,
)


def extended_file(side: Side, found: Collector) -> Path | None:
    """Return where the file of a version lies: in the folder, also where the version is a scenario or a revision."""
    keep = side.framework.keep
    path = Path(side.name.rpartition("@")[0] if side.framework.in_scenario is not None else side.name)
    path = keep.file if isinstance(keep, LaidOut) else path
    if path.is_file():
        return path
    message = Wording(f"{side.name} is no file that another can extend", f"{side.name} 不是可以用 `extends` 引用的文件")
    found.add(NO_FILE, message, DataPlace(side.name))
    return None


def remarks_on(sides: tuple[Side, Side], scenario: str | None, path: Path, found: Collector) -> Iterator[Wording]:
    """Yield what has to be said above the edits; report what has changed since a revision.

    `scenario` is the one of the version before, in the place of which its file is edited.
    """
    if scenario is not None:
        yield Wording(
            f"Edits of {path.name} itself, not of its scenario {scenario}.",
            f"这些修改针对 {path.name} 本身，而不是其情景 {scenario}。",
        )
    for side in sides:
        keep, name = side.framework.keep, side.name
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
