"""Files as they were in a revision of a git repository: laid into a folder, with the bases and data that they name."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from idx.diagnostics import Collector, DataPlace, Outcome, Rule, Wording
from idx.project.git import blob, git, here, normal
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
    inside = here()
    if inside is None:
        message = Wording("this folder is in no git repository", "当前文件夹不在 git 仓库中")
        return found.add(REVISION, message, DataPlace(f"{revision}:{path}")).outcome(None)
    name = normal(PurePosixPath(inside) / path)
    if git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        message = Wording(f"git knows no revision `{revision}`", f"git 中没有修订版本 `{revision}`")
        return found.add(REVISION, message, DataPlace(f"{revision}:{path}")).outcome(None)
    content = git("show", f"{revision}:{name}")
    if content is None:
        message = Wording(f"{revision} has no file {path}", f"{revision} 中没有文件 {path}")
        return found.add(REVISION, message, DataPlace(f"{revision}:{path}")).outcome(None)
    waiting = [(name, content)]
    seen = {name}
    while waiting:
        file, content = waiting.pop()
        target = folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        for other in named(file, content) if file.endswith(".idx") else ():
            if other not in seen and (more := git("show", f"{revision}:{other}")) is not None:
                seen.add(other)
                waiting.append((other, more))
    return Outcome(folder / name)


def top() -> Path:
    """Return the top folder of the repository in whose working tree the command is called."""
    return Path((git("rev-parse", "--show-toplevel") or b".").decode().strip())


def short_name(revision: str) -> str:
    """Return the hash of a revision, in short; the revision itself where git does not tell."""
    found = git("rev-parse", "--short", f"{revision}^{{commit}}")
    return found.decode().strip() if found else revision


def is_at(revision: str, path: str, content: str) -> bool:
    """Whether a file of a revision, by its path from the top of the repository, has a content of this hash."""
    return blob(revision, path) == content


def named(name: str, content: bytes) -> Iterator[str]:
    """Yield the files that a framework file names, from the top of the repository."""
    parsed = parse(Source(name, content.decode(errors="replace").removeprefix("\ufeff").replace("\r\n", "\n")))
    waiting = list(parsed.value.statements if parsed.value else ())
    while waiting:
        match waiting.pop():
            case tree.Header(keyword="extends", text=tree.Text() as path):
                yield normal(PurePosixPath(name).parent / path.text)
            case tree.Data(path=path):
                yield normal(PurePosixPath(name).parent / path.text)
            case tree.ExpectedTable(table=table):
                waiting.append(table)
            case tree.Scenario(statements=statements):
                waiting.extend(statements)
            case tree.Edit(new=tree.Setting(value=tree.Data() as data), verb="set"):
                waiting.append(data)
            case tree.Edit(
                path=tree.Path(names=(tree.Word(text="data"),)), new=tree.Setting(value=tree.Text() as path)
            ):
                yield normal(PurePosixPath(name).parent / path.text)
            case _:
                pass
