"""Comments without a place in a merged text: what they stood by is gone, or written as the other side has it."""

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
        "Where both sides changed a line, comments are those of ours, and they go with what a side takes away. A new "
        "comment that is lost so is told of, so that somebody can put it where it belongs now.",
        "双方都改过的行，注释以我方为准；某一方删去的内容，其注释一并删去。因此失去的新注释会逐条告知，"
        "以便放到现在合适的地方。",
    ),
    severity=Severity.NOTE,
)


HELP = Wording("put it where it belongs now", "请把它放到现在合适的地方")


def left_behind(text: str, sides: Sides) -> tuple[Diagnostic, ...]:
    """Return a note for each comment that a side wrote and that a merged text does not have."""
    known = {comment.text for part in (text, sides.base.file.source.text) for comment in trivia(part).comments}
    found = Collector()
    for name, side in (("ours", sides.ours), ("theirs", sides.theirs)):
        source = side.file.source
        of = Wording(name, {"ours": "我方", "theirs": "对方"}[name])
        for comment in trivia(source.text).comments:
            if comment.text not in known:
                message = Wording(f"this comment of {of.en} found no place", f"{of.zh}的这条注释没有保留下来")
                span = SourceSpan(source, comment.start, comment.start + len(comment.text))
                found.add(LEFT, message, span, help=HELP)
    return tuple(found.items)
