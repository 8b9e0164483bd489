"""In, behind or above which statement each comment of a text stands, found without the formatter."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from idx.source import Source
from idx.syntax import tree
from idx.syntax.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|\w+|[^\s,]')


class Attached(NamedTuple):
    """A comment, where it stands to a statement, to the how manieth, and the words around it as far as they count."""

    comment: str
    how: str
    statement: int
    around: tuple[str, str]
    alone: bool


class Stretch(NamedTuple):
    """A statement's place in a text."""

    start: int
    end: int


def attached(text: str) -> list[Attached]:
    """Return what each comment belongs to, in the order of the text."""
    stretches = sorted(_stretches(parse(Source("text", text)).unwrap().statements))
    tokens = list(TOKEN.finditer(text))
    found = []
    for place, token in enumerate(tokens):
        if token.group()[0] == "#":
            before = bisect_left(stretches, (token.start(), 0))
            inside = before > 0 and token.start() < stretches[before - 1].end
            alone = _is_alone(text, tokens, place)
            how = "inside" if inside else "above" if alone else "behind"
            around = _around(tokens, place)
            # Outside, a heading's properties may change their places, so that only braces count.
            shown = around if inside else tuple(word if word in {"{", "}"} else "" for word in around)
            found.append(Attached(token.group().rstrip(), how, before, (shown[0], shown[1]), alone))
    return found


def _is_alone(text: str, tokens: Sequence[re.Match[str]], place: int) -> bool:
    """Whether a comment has a line of its own; a comma does not count, it goes to what stands before it."""
    start = tokens[place].start()
    line = text[text.rfind("\n", 0, start) + 1 : start].strip()
    return not line or (line == "," and tokens[place - 1].group()[0] == "#")


def _around(tokens: Sequence[re.Match[str]], place: int) -> tuple[str, str]:
    """Return the nearest words on both sides of a comment that are no comments; commas do not count."""
    words = [
        next((token.group() for token in side if token.group()[0] != "#"), "")
        for side in (reversed(tokens[:place]), tokens[place + 1 :])
    ]
    return words[0], words[1]


def _stretches(statements: Sequence[tree.Statement]) -> Iterator[Stretch]:
    for statement in statements:
        match statement:
            case tree.Method():
                yield Stretch(statement.start, statement.start)
                yield from (Stretch(prop.start, prop.end) for prop in statement.properties)
            case tree.Expectations():
                yield Stretch(statement.start, statement.start)
                yield from (Stretch(line.start, line.end) for line in statement.lines)
            case tree.Node():
                yield from _nodes(statement)
            case tree.Edit(verb="add"):
                yield Stretch(statement.start, statement.start)
                for node in statement.nodes:
                    yield from _nodes(node)
            case tree.Scenario():
                yield Stretch(statement.start, statement.start)
                yield from _stretches(statement.statements)
            case _:
                yield Stretch(statement.start, statement.end)


def _nodes(node: tree.Node) -> Iterator[Stretch]:
    if node.keyword == "indicator":
        yield Stretch(node.start, node.name.end)
        yield from (Stretch(prop.start, prop.end) for prop in node.properties)
    else:
        yield Stretch(node.start, node.end)
    for child in node.children or ():
        yield from _nodes(child)
