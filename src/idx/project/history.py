"""The versions of a framework one after another: their headlines, and what changed from each to the next."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Collector, DataPlace, Outcome, Wording
from idx.project.compare import Wanted, compare
from idx.project.revisions import REVISION
from idx.project.sides import evaluate_side, load_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.diagnostics import Diagnostic
    from idx.project.compare import Comparison
    from idx.project.sides import Side


class Step(NamedTuple):
    """A version, and how it compares with the one before it, or with the first; None for the first itself."""

    side: Side
    comparison: Comparison | None


def history(names: Sequence[str], *, to_first: bool = False, allow_outside: bool = False) -> Outcome[tuple[Step, ...]]:
    """Return the versions that are named (see `load_side`), each compared with the one before it, or with the first.

    Raises:
        OSError: if a file cannot be read.
    """
    sides: list[Side] = []
    found: list[Diagnostic] = []
    for name in names:
        loaded = load_side(name)
        found += [item for item in loaded.diagnostics if item in loaded.errors]
        if loaded.value is not None:
            sides.append(evaluate_side(name, loaded.value, allow_outside=allow_outside))
    if found:
        return Outcome(None, tuple(found))
    steps = [Step(sides[0], None)] if sides else []
    for before, after in ((sides[0], side) for side in sides[1:]) if to_first else pairwise(sides):
        steps.append(Step(after, compare(before, after, Wanted(attributed=False))))
    return Outcome(tuple(steps))


def revisions_in(span: str, file: str) -> Outcome[tuple[str, ...]]:
    """Return the revisions of a git range that changed a file or lie at its ends, the oldest first, as `REV:FILE`."""
    command = ["git", "log", "--reverse", "--format=%h", span, "--", file]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - git as the user has it
    except OSError:
        run = None
    if run is None or run.returncode != 0:
        message = Wording(f"git knows no range `{span}`", f"git 中没有版本范围 `{span}`")
        return Collector().add(REVISION, message, DataPlace(f"{span}:{file}")).outcome(None)
    return Outcome(tuple(f"{revision}:{file}" for revision in run.stdout.split()))
