"""Git repositories for tests: made in a folder of their own, with nobody's settings."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from committing import GIT

if TYPE_CHECKING:
    from pathlib import Path


class Repository:
    """A repository in a folder; each commit is a day after the one before."""

    def __init__(self, folder: Path) -> None:
        """Begin it."""
        self.folder = folder
        self.day = 0
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        """Return what git prints."""
        date = f"2025-01-{self.day + 1:02}T00:00:00Z"
        dated = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=os.environ | GIT | dated, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Put something in the place of what stands once in a file."""
        text = (self.folder / path).read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.write(path, text.replace(old, new))

    def commit(self) -> str:
        """Commit all that there is; return the commit's hash."""
        self.day += 1
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a change")
        return self.git("rev-parse", "--short", "HEAD")
