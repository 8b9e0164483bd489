"""Texts merged line by line, by git itself."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.edits.merging.markers import Marks

WENT_WRONG = 127  # above it git tells of an error, below it of how many conflicts there are


class Lines(NamedTuple):
    """Merged lines, with conflict markers in them unless they are clean."""

    content: bytes
    clean: bool


def merged_lines(contents: Sequence[bytes], marks: Marks) -> Lines | None:
    """Return what git makes of a base, ours and theirs; None where there is no git, or it cannot merge them."""
    with tempfile.TemporaryDirectory(prefix="idx-") as name:
        base, ours, theirs = (Path(name) / part for part in ("base", "ours", "theirs"))
        for path, content in zip((base, ours, theirs), contents, strict=True):
            path.write_bytes(content)
        command = ["git", "merge-file", "-p", f"--marker-size={marks.size}"]
        for label in (marks.ours, "base", marks.theirs):
            command += ["-L", label]
        try:
            run = subprocess.run([*command, ours, base, theirs], capture_output=True, check=False)  # noqa: S603
        except OSError:
            return None
    return Lines(run.stdout, run.returncode == 0) if 0 <= run.returncode <= WENT_WRONG else None
