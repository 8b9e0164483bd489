"""The text of a merge: the lines that git merged, where they say what both sides mean, and else lines of both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.edits.merging.markers import marked
from idx.edits.merging.merge import merge
from idx.edits.merging.three import together
from idx.project.merge_comments import left_behind
from idx.project.merge_conflicts import conflicts, not_written
from idx.project.merge_sides import plain
from idx.project.merge_writing import means, scenarios, written

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.edits.merging.markers import Marks
    from idx.edits.merging.merge import Merge
    from idx.project.line_merge import Lines
    from idx.project.merge_sides import Sides
    from idx.project.merge_writing import Written


class MergedText(NamedTuple):
    """A merged text; or that the lines that git merged are right. Conflicts stand between markers in the text.

    `notes` tell of what the text has no place for.
    """

    text: str
    conflicts: tuple[Diagnostic, ...] = ()
    notes: tuple[Diagnostic, ...] = ()
    as_lines: bool = False


def merged_text(sides: Sides, lines: Lines | None, marks: Marks) -> MergedText:
    """Return what both sides state together as a text."""
    both = merge(together(sides.base.stated, sides.ours.stated, sides.theirs.stated))
    ours = written(sides, both, own=True)
    found = conflicts(sides, both, ours.unlike if ours else ())
    if not found and lines is not None and _says(lines, sides, both, ours):
        return MergedText("", as_lines=True)
    if not found and ours is not None:
        return MergedText(ours.text, notes=left_behind(ours.text, sides))
    theirs = written(sides, both, own=False)
    if ours is None or theirs is None:
        texts = (sides.ours.file.source.text, sides.theirs.file.source.text)
        return MergedText(marked(*texts, marks), found or (not_written(sides),))
    text = marked(ours.text, theirs.text, marks)
    return MergedText(text, found, left_behind(text, sides))


def _says(lines: Lines, sides: Sides, both: Merge, ours: Written | None) -> bool:
    """Whether the lines that git merged say what both sides mean."""
    if not lines.clean:
        return False
    text = plain(lines.content.decode())
    return means(text, both.ours, sides) and scenarios(text) == (scenarios(ours.text) if ours else {})
