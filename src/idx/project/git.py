"""What git says, asked in the folder in which the command was called."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePosixPath


def git(*arguments: str) -> bytes | None:
    """Return what git prints, or None where it fails."""
    try:
        run = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607 - git as the user has it
    except OSError:
        return None
    return run.stdout if run.returncode == 0 else None


def here() -> str | None:
    """Return the current folder from the top of its repository, empty at the top; None outside of one."""
    inside = git("rev-parse", "--show-prefix")
    return None if inside is None else inside.decode().strip("\n")


def blob(revision: str, path: str) -> str | None:
    """Return the hash of a file of a revision, by its path from the top of the repository; None if it is not there."""
    found = git("rev-parse", "--verify", "--quiet", f"{revision}:{path}")
    return None if found is None else found.decode().strip()


def normal(path: PurePosixPath) -> str:
    """Return a path without `.` and `..`."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part not in {".", ".."}:
            parts.append(part)
    return "/".join(parts)
