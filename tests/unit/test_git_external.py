"""`idx diff` as the external diff of git: in a repository of its own, called by git itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import idx
from committing import GIT

ROOT = Path(__file__).parents[2]
OURS = {"PYTHONPATH": str(Path(idx.__file__).parents[1])}
COMMAND = f"'{sys.executable}' -c 'from idx.cli import main; main()' diff --lang en --git-external"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository with the framework, a version of it and their data, set up as the page on versions says."""
    (tmp_path / "f" / "data").mkdir(parents=True)
    for name in ("2025.idx", "2025-patents.idx", "data/2025.csv", "data/patents_mainland.csv"):
        shutil.copy(ROOT / "frameworks" / name, tmp_path / "f" / name)
    (tmp_path / ".gitattributes").write_text("*.idx diff=idx\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "diff.idx.command", COMMAND)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    """Return what git prints."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | GIT | OURS, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def edit(path: Path, old: str, new: str) -> None:
    """Put something in the place of what stands once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_change_in_the_working_tree(repository: Path) -> None:
    """Git's own texts are compared, with the data beside the path, from any folder of the repository."""
    edit(repository / "f" / "2025.idx", "weighting equal  ", "weighting by_indicators  ")
    for folder in (repository, repository / "f"):
        printed = git(folder, "diff")
        assert printed.startswith(
            "idx diff f/2025.idx\nfusion 2025 → 2025 · BREAK (method): total 2024 differs by -3.11"
        )
        assert "[1] method.weighting: equal → by_indicators" in printed


def test_data_and_bases_of_head(repository: Path) -> None:
    """What is committed is compared with the data and bases that were committed with it."""
    edit(repository / "f" / "2025-patents.idx", "# 475.6 ÷", "# 即 475.6 ÷")
    edit(repository / "f" / "data" / "patents_mainland.csv", "186.2", "190.0")
    edit(repository / "f" / "2025.idx", "base = 2019, value = 100)  #", "base = 2020, value = 100)  #")
    printed = git(repository, "diff", "--", "f/2025-patents.idx")
    assert "revised the data of patents: 1 cell, 2019" in printed
    assert "method.link" in printed


def test_commits(repository: Path) -> None:
    """Between commits git has to be asked for it; then the older text has the data of now."""
    edit(repository / "f" / "2025.idx", "weighting equal  ", "weighting by_indicators  ")
    git(repository, "commit", "-qam", "two")
    assert "[1] method.weighting: equal → by_indicators" in git(repository, "show", "--ext-diff", "--format=", "HEAD")


def test_what_cannot_be_compared(repository: Path) -> None:
    """New, deleted and faulty files are a line each, and git goes on to the next file."""
    shutil.move(repository / "f" / "2025-patents.idx", repository / "f" / "new.idx")
    (repository / "f" / "2025.idx").write_text("nonsense {\n")
    git(repository, "add", "-N", ".")
    assert git(repository, "diff", "HEAD", "--no-renames").splitlines() == [
        "idx diff f/2025-patents.idx",
        "deleted",
        "idx diff f/2025.idx",
        "b/f/2025.idx cannot be read: `nonsense` is no keyword that can stand here",
        "idx diff f/new.idx",
        "a new file",
    ]


def test_a_renamed_file(repository: Path) -> None:
    """Git calls with two more words for it."""
    git(repository, "mv", "f/2025.idx", "f/other.idx")
    printed = git(repository, "diff", "HEAD", "-M", "--", "f/2025.idx", "f/other.idx")
    assert printed.startswith("idx diff f/2025.idx\nfusion 2025 → 2025 · SAME")
