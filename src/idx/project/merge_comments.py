"""Comments of theirs without a place in a merged text: what they stood by is gone, or as ours has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Rule, Severity, Wording
from idx.source import SourceSpan
from idx.syntax.trivia import trivia

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.project.merge_sides import Sides

LEFT = Rule(
    "IDX142",
    Wording("a comment left behind by a merge", "合并时未能保留的注释"),
    Wording(
        "Where both sides changed a line, or ours took it away, comments are those of ours. A comment that theirs wrote "
        "there is told of, so that somebody can put it where it belongs now.",
        "双方都改过的行，或我方删去的行，注释以我方为准。对方在那里新写的注释会逐条告知，以便放到现在合适的地方。",
    ),
    severity=Severity.NOTE,
)


def left_behind(text: str, sides: Sides) -> tuple[Diagnostic, ...]:
    """Return a note for each comment that theirs wrote and that a merged text does not have."""
    known = {comment.text for part in (text, sides.base.file.source.text) for comment in trivia(part).comments}
    found = Collector()
    source = sides.theirs.file.source
    for comment in trivia(source.text).comments:
        if comment.text not in known:
            message = Wording("this comment of theirs found no place", "对方的这条注释没有保留下来")
            help_ = Wording("put it where it belongs now", "请把它放到现在合适的地方")
            found.add(LEFT, message, SourceSpan(source, comment.start, comment.start + len(comment.text)), help=help_)
    return tuple(found.items)
