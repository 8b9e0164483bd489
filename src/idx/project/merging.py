"""Merge two sides of a file: their lines as git does where that is right, and else what they state."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Collector, Outcome, Rule, Severity, Wording
from idx.project.line_merge import merged_lines
from idx.project.merge_sides import Sides, like, read_side
from idx.project.merged_text import merged_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from idx.diagnostics import Diagnostic
    from idx.edits.merging.markers import Marks
    from idx.project.line_merge import Lines
    from idx.project.merge_sides import Read

BY_LINES = Rule(
    "IDX141",
    Wording("a merge of lines alone", "只能逐行合并"),
    Wording(
        "A base or a side that cannot be read as a framework says nothing that could be merged. Then lines are merged, "
        "as git does without idx, and nobody has looked whether the result means what both sides mean: check it.",
        "基础版本或某一方无法读成指标体系时，就没有可供合并的内容。这时只像没有 idx 的 git 那样逐行合并，"
        "没有核对结果是否符合双方的本意：请自行检查。",
    ),
    severity=Severity.WARNING,
)


class Asked(NamedTuple):
    """What is merged: a base, ours and theirs, what messages call each, and where bases of versions lie."""

    contents: tuple[bytes, bytes, bytes]
    names: tuple[str, str, str]
    folder: Path
    marks: Marks


class Merged(NamedTuple):
    """A merged file; unless it is clean, there are conflict markers in it, and diagnostics that name them."""

    content: bytes
    clean: bool


def merged(asked: Asked) -> Outcome[Merged]:
    """Merge two sides; there is no value where a side cannot be read, and no git that could merge lines."""
    base, ours, theirs = asked.contents
    if theirs in {ours, base}:
        return Outcome(Merged(ours, clean=True))
    if ours == base:
        return Outcome(Merged(theirs, clean=True))
    lines = merged_lines(asked.contents, asked.marks)
    read = [read_side(*one, asked.folder) for one in zip(asked.contents, asked.names, strict=True)]
    sides = [one.value for one in read if one.value is not None]
    if len(sides) < len(read):
        return _by_lines(lines, asked.names, read)
    text = merged_text(Sides(*sides), lines, asked.marks)
    if text.as_lines and lines is not None:
        return Outcome(Merged(lines.content, clean=True))
    return Outcome(Merged(like(text.text, ours), not text.conflicts), (*text.conflicts, *text.notes))


def _by_lines(lines: Lines | None, names: Sequence[str], read: Sequence[Outcome[Read]]) -> Outcome[Merged]:
    """Return merged lines, with what stands in the way of more."""
    errors: list[Diagnostic] = [error for one in read for error in one.errors]
    if lines is None:
        return Outcome(None, tuple(errors))
    found = Collector()
    for name, one in zip(names, read, strict=True):
        if one.value is None:
            first = one.errors[0]
            message = Wording(
                f"{name} is merged line by line, since it cannot be read: {first.message.en}",
                f"{name} 无法读取，只能逐行合并：{first.message.zh}",
            )
            help_ = Wording("correct it, or check the merged file", "请改正它，或检查合并后的文件")
            found.add(BY_LINES, message, first.place, help=help_)
    return Outcome(Merged(lines.content, lines.clean), tuple(found.items))
