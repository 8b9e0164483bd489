"""What the syntax tree leaves out: comments, and the braces around blocks, each with its place."""

from __future__ import annotations

import re
from typing import NamedTuple

SCAN = re.compile(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|[{}]')


class Comment(NamedTuple):
    """A comment from its `#` to the end of its line; `alone` if nothing but blanks stands before it on the line."""

    text: str
    start: int
    alone: bool


class Trivia(NamedTuple):
    """The comments and the offsets of the braces of a text, in its order."""

    comments: tuple[Comment, ...]
    braces: tuple[int, ...]


def trivia(text: str) -> Trivia:
    """Return the comments and braces of a text without syntax errors; `#` and braces in quoted texts are none."""
    comments: list[Comment] = []
    braces: list[int] = []
    for match in SCAN.finditer(text):
        start, piece = match.start(), match.group()
        if piece[0] == "#":
            comments.append(Comment(piece.rstrip(), start, not text[text.rfind("\n", 0, start) + 1 : start].strip()))
        elif piece[0] != '"':
            braces.append(start)
    return Trivia(tuple(comments), tuple(braces))
