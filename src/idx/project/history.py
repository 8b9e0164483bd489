"""The versions of a framework one after another: their headlines, and what changed from each to the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Outcome
from idx.project.compare import Wanted, compare
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
