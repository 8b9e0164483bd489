"""What stands between statements, from the beginning of a text to its end: comments, blank lines and braces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.syntax.trivia import Comment, Trivia


@dataclass(slots=True)
class Between:
    """A text's comments and braces, and how far they have been handed out."""

    text: str
    trivia: Trivia
    _comment: int = 0
    _brace: int = 0

    def comments_before(self, position: int) -> Iterator[Comment]:
        """Hand out the comments before a position."""
        comments = self.trivia.comments
        while self._comment < len(comments) and comments[self._comment].start < position:
            self._comment += 1
            yield comments[self._comment - 1]

    def has_comment_before(self, position: int) -> bool:
        """Whether a comment waits before a position."""
        comments = self.trivia.comments
        return self._comment < len(comments) and comments[self._comment].start < position

    def comment_behind(self, position: int) -> str:
        """Hand out the comment on the line of a statement that ends at a position; those inside it are done with."""
        for _ in self.comments_before(position):
            pass
        comments = self.trivia.comments
        if self._comment == len(comments) or self.text.find("\n", position, comments[self._comment].start) >= 0:
            return ""
        self._comment += 1
        return comments[self._comment - 1].text

    def next_brace(self) -> int:
        """Return the place of the brace that comes next, or the end of the text."""
        braces = self.trivia.braces
        return braces[self._brace] if self._brace < len(braces) else len(self.text)

    def brace(self) -> int:
        """Hand out the next brace, by its place."""
        self._brace += 1
        return self.trivia.braces[self._brace - 1]

    def blank_line_above(self, position: int) -> bool:
        """Whether the line above that of a position is blank."""
        line = self.text.rfind("\n", 0, position)
        return line >= 0 and not self.text[self.text.rfind("\n", 0, line) + 1 : line].strip()
