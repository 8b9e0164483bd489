"""A text cut into its statements, line by line: each with the lines above it, and the statements in its block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from idx.edits.facts import COLUMNS, OUTSIDE, ROOT
from idx.syntax import tree
from idx.syntax.trivia import trivia

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

PIECE = re.compile(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|[^\W\d]\w*|\S')
OPENING = re.compile(r"[ \t\f\u3000]*\{")


class Unit(NamedTuple):
    """A statement, a heading or a line of a block, in whole lines.

    `key` is what it is about, `lead` are the comments and blank lines above it, `head` its own lines up to the brace,
    which begin at `start` of the text, `foot` those behind the last unit of its block, with the closing brace.
    """

    key: Hashable
    part: Any
    lead: str
    head: str
    start: int
    depth: int
    units: tuple[Unit, ...] | None = None
    foot: str = ""

    def text(self) -> str:
        """Return its lines, with those above it."""
        return "".join((self.lead, self.head, *(unit.text() for unit in self.units or ()), self.foot))


def words(text: str) -> tuple[str, ...]:
    """Return the words and signs of a text without its comments: texts of the same words say the same."""
    return tuple(piece for piece in PIECE.findall(text) if piece[0] != "#")


def units_of(file: tree.File, identities: Mapping[str, str]) -> tuple[tuple[Unit, ...], str]:
    """Return the units of a file, and the lines behind the last one; `identities` has that of each name."""
    cutting = _Cutting(file.source.text, identities)
    units = cutting.units(file.statements, 0)
    return units, cutting.rest(len(cutting.text))


class _Cutting:
    """Cuts a text from its beginning to its end; `done` is how far it has come."""

    def __init__(self, text: str, identities: Mapping[str, str]) -> None:
        self.text = text if text.endswith("\n") else f"{text}\n"
        self.identities = identities
        self.done = 0
        self.braces = trivia(text).braces
        self.closing: dict[int, int] = {}
        opened: list[int] = []
        for brace in self.braces:
            if text[brace] == "{":
                opened.append(brace)
            elif opened:
                self.closing[opened.pop()] = brace

    def rest(self, end: int) -> str:
        """Return the lines from where the cutting is up to the line of a position, or to the end."""
        start, self.done = self.done, self.text.find("\n", end) + 1 or len(self.text)
        return self.text[start : self.done]

    def units(self, parts: Iterable[Any], depth: int, parent: str = "") -> tuple[Unit, ...]:
        found: list[Unit] = []
        seen: dict[Hashable, int] = {}
        for part in parts:
            key = self._key(part, parent)
            seen[key] = number = seen.get(key, -1) + 1
            found.append(self._unit(part, (key, number) if number else key, depth))
        return tuple(found)

    def _unit(self, part: Any, key: Hashable, depth: int) -> Unit:  # noqa: ANN401 - a part of a tree
        line = self.text.rfind("\n", 0, part.start) + 1
        lead, self.done = self.text[self.done : line], line
        inside = _inside(part)
        if inside is None:
            return Unit(key, part, lead, self.rest(self._end(part)), line, depth)
        brace = next(brace for brace in self.braces if brace >= max(getattr(part, "brace", -1), part.start))
        head = self.rest(brace)
        name = part.name.text if isinstance(part, tree.Node) else ""
        units = self.units(inside, depth + 1, self.identities.get(name, name))
        because = getattr(part, "because", None)
        foot = self.rest(max(self.closing[brace], because.end if because else 0))
        return Unit(key, part, lead, head, line, depth, units, foot)

    def _end(self, part: Any) -> int:  # noqa: ANN401 - a part of a tree
        """Return where a unit without units in it ends: an indicator may have a block of properties."""
        opened = OPENING.match(self.text, part.end)
        inside = next((brace for brace in self.braces if part.start < brace < part.end), None)
        brace = opened.end() - 1 if opened else inside
        end: int = part.end
        return end if brace is None else max(end, self.closing.get(brace, end))

    def _key(self, part: Any, parent: str) -> Hashable:  # noqa: ANN401, C901, PLR0911 - a case a type
        match part:
            case tree.Header(keyword=keyword):
                return "header", keyword
            case tree.Data():
                return "data", part.called
            case tree.Method():
                return ("method",)
            case tree.Property(keyword=keyword, place=filled):
                return "method", keyword, filled.text if filled else ""
            case tree.Column(name=name):
                return "node", self.identities.get(name.text, name.text), COLUMNS
            case tree.Node(name=name, keyword=keyword):
                place = {"index": ROOT, "indicator": OUTSIDE}.get(keyword, parent)
                return "node", self.identities.get(name.text, name.text), place
            case tree.Expectations(within=within):
                return "expect", within.value if within else None
            case tree.ExpectedTable(table=table):
                return "table", table.path.text
            case tree.Expectation():
                return expected_key(part, self.identities)
            case tree.Scenario(name=name):
                return "scenario", name.text
            case tree.Edit(verb=verb, path=path):
                return verb, str(path)
            case _:
                raise TypeError(part)


def expected_key(line: tree.Expectation, identities: Mapping[str, str]) -> Hashable:
    """Return what an expectation is about."""
    at = tuple(part and part.text for part in (line.column, line.entity, line.period))
    return "expected", identities.get(line.node.text, line.node.text), at


def _inside(part: Any) -> Sequence[Any] | None:  # noqa: ANN401 - a part of a tree
    """Return what stands in the block of a part, or None where it has none."""
    match part:
        case tree.Method(properties=properties):
            return properties
        case tree.Node(children=children):
            return children
        case tree.Expectations(lines=lines):
            return lines
        case tree.Edit(verb="add", nodes=nodes):
            return nodes
        case tree.Scenario(statements=statements):
            return statements
        case _:
            return None
