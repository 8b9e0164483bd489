"""Files as they were in a revision of a git repository: laid into a folder, with the bases and data that they name."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from idx.diagnostics import Collector, DataPlace, Outcome, Rule, Wording
from idx.source import Source
from idx.syntax import tree
from idx.syntax.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

REVISION = Rule(
    "IDX123",
    Wording("a revision that cannot be read", "无法读取的修订版本"),
    Wording(
        "`REVISION:FILE` names a file as it was in git: `HEAD~1:frameworks/2025.idx`, a branch, a tag or a commit. The "
        "path is relative to the folder in which the command is called.",
        "`REVISION:FILE` 指 git 中某一修订版本的文件：如 `HEAD~1:frameworks/2025.idx`，也可以写分支、标签或提交。"
        "路径相对于运行命令时所在的文件夹。",
    ),
)


def lay_out(revision: str, path: str, folder: Path) -> Outcome[Path]:
    """Lay a file of a revision into a folder, with its bases and data; return where it lies.

    Paths keep their places to one another. Data that the revision does not hold are left out: reading them says so.
    """
    found = Collector()
    inside = _git("rev-parse", "--show-prefix")
    if inside is None:
        message = Wording("this folder is in no git repository", "当前文件夹不在 git 仓库中")
        return found.add(REVISION, message, DataPlace(f"{revision}:{path}")).outcome(None)
    name = _normal(PurePosixPath(inside.decode().strip()) / path)
    if _git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        message = Wording(f"git knows no revision `{revision}`", f"git 中没有修订版本 `{revision}`")
        return found.add(REVISION, message, DataPlace(f"{revision}:{path}")).outcome(None)
    content = _git("show", f"{revision}:{name}")
    if content is None:
        message = Wording(f"{revision} has no file {path}", f"{revision} 中没有文件 {path}")
        return found.add(REVISION, message, DataPlace(f"{revision}:{path}")).outcome(None)
    waiting = [(name, content)]
    seen = {name}
    while waiting:
        here, content = waiting.pop()
        target = folder / here
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        for other in _named(here, content) if here.endswith(".idx") else ():
            if other not in seen and (more := _git("show", f"{revision}:{other}")) is not None:
                seen.add(other)
                waiting.append((other, more))
    return Outcome(folder / name)


def changed_in(span: str, path: str) -> Outcome[tuple[str, ...]]:
    """Return the revisions of a range that changed a file, or a base or data that it names now; the oldest first."""
    found = Collector()
    inside = _git("rev-parse", "--show-prefix")
    paths = []
    if inside is not None and Path(path).is_file():
        name = _normal(PurePosixPath(inside.decode().strip()) / path)
        paths = [f":/{other}" for other in _with_named(name, Path(path).read_bytes())]
    run = _git("log", "--reverse", "--format=%h", span, "--", *(paths or [path]))
    if run is None:
        message = Wording(f"git knows no range `{span}`", f"git 中没有版本范围 `{span}`")
        return found.add(REVISION, message, DataPlace(f"{span}:{path}")).outcome(None)
    return Outcome(tuple(f"{revision}:{path}" for revision in run.decode().split()))


def _with_named(name: str, content: bytes) -> list[str]:
    """Return a file and those that it and its bases name in the working tree, from the top of the repository."""
    root = top()
    found, waiting = {name: None}, [(name, content)]
    while waiting:
        here, text = waiting.pop()
        for other in _named(here, text) if here.endswith(".idx") else ():
            if other not in found and (root / other).is_file():
                found[other] = None
                waiting.append((other, (root / other).read_bytes()))
    return list(found)


def top() -> Path:
    """Return the top folder of the repository in whose working tree the command is called."""
    return Path((_git("rev-parse", "--show-toplevel") or b".").decode().strip())


def short_name(revision: str) -> str:
    """Return the hash of a revision, in short; the revision itself where git does not tell."""
    found = _git("rev-parse", "--short", f"{revision}^{{commit}}")
    return found.decode().strip() if found else revision


def is_at(revision: str, path: str, blob: str) -> bool:
    """Whether a file of a revision, by its path from the top of the repository, has a content of this hash."""
    found = _git("rev-parse", "--verify", "--quiet", f"{revision}:{path}")
    return found is not None and found.decode().strip() == blob


def _git(*arguments: str) -> bytes | None:
    """Return what git prints, or None where it fails."""
    try:
        run = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607 - git as the user has it
    except OSError:
        return None
    return run.stdout if run.returncode == 0 else None


def _named(name: str, content: bytes) -> Iterator[str]:
    """Yield the files that a framework file names, from the top of the repository."""
    parsed = parse(Source(name, content.decode(errors="replace").removeprefix("\ufeff").replace("\r\n", "\n")))
    waiting = list(parsed.value.statements if parsed.value else ())
    while waiting:
        match waiting.pop():
            case tree.Header(keyword="extends", text=tree.Text() as path):
                yield _normal(PurePosixPath(name).parent / path.text)
            case tree.Data(path=path):
                yield _normal(PurePosixPath(name).parent / path.text)
            case tree.ExpectedTable(table=table):
                waiting.append(table)
            case tree.Scenario(statements=statements):
                waiting.extend(statements)
            case tree.Edit(new=tree.Setting(value=tree.Data() as data), verb="set"):
                waiting.append(data)
            case tree.Edit(
                path=tree.Path(names=(tree.Word(text="data"),)), new=tree.Setting(value=tree.Text() as path)
            ):
                yield _normal(PurePosixPath(name).parent / path.text)
            case _:
                pass


def _normal(path: PurePosixPath) -> str:
    """Return a path without `.` and `..`."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part not in {".", ".."}:
            parts.append(part)
    return "/".join(parts)
