"""Compare two versions from Python in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.project.compare import Wanted
from idx.project.compare import compare as compare_sides
from idx.project.framework import Framework
from idx.project.sides import evaluate_side, load_side

if TYPE_CHECKING:
    from pathlib import Path

    from idx.project.compare import Comparison
    from idx.project.framework import Tables
    from idx.project.sides import Side


def compare(
    before: Framework | str | Path,
    after: Framework | str | Path,
    *,
    data_before: Tables = None,
    data_after: Tables = None,
    wanted: Wanted | None = None,
    allow_outside: bool = False,
) -> Comparison:
    """Compare two versions: what changed, what it did to every value, and how much each change caused.

    Args:
        before: a framework, or what `idx diff` takes: a file, `FILE@SCENARIO`, or `REVISION:FILE`.
        after: the same.
        data_before: as for `Framework.read`.
        data_after: the same.
        wanted: whether and how differences are attributed, and whether guessed renames hold.
        allow_outside: whether data paths in the files may leave their folders.

    Raises:
        OSError: if a file cannot be read.
        IdxError: if a file has errors. Where data do not allow an evaluation, no values are compared, and the side's
            `obstacles` say why.
    """
    sides = (
        _side(before, data_before, allow_outside=allow_outside),
        _side(after, data_after, allow_outside=allow_outside),
    )
    return compare_sides(*sides, wanted)


def _side(version: Framework | str | Path, data: Tables, *, allow_outside: bool) -> Side:
    framework = version if isinstance(version, Framework) else load_side(str(version)).unwrap()
    name = framework.model.text.name if isinstance(version, Framework) else str(version)
    return evaluate_side(name, framework, data, allow_outside=allow_outside)
