"""Walk a syntax tree and put its statements on a page, with the comments and blank lines between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from idx.format.between import Between
from idx.format.columns import Row
from idx.format.edits import because, edit
from idx.format.expectations import expectation
from idx.format.headings import heading, labels_in_order
from idx.format.page import INDENT, Page
from idx.format.words import PLAIN, Widths, Words
from idx.source import display_width
from idx.syntax import tree
from idx.syntax.trivia import trivia

if TYPE_CHECKING:
    from collections.abc import Sequence

OPENING = re.compile(r"[ \t\f\u3000]*\{")


def canonical_text(file: tree.File) -> str:
    """Return the text of a file in its canonical form."""
    text = file.source.text
    writing = _Writing(Words(text), Between(text, trivia(text)), _header_width(file))
    for statement in file.statements:
        writing.statement(statement)
    writing.before(len(text), 0)
    return writing.page.text()


def _header_width(file: tree.File) -> int:
    return max((len(item.keyword) for item in file.statements if isinstance(item, tree.Header)), default=0)


@dataclass(slots=True)
class _Writing:
    words: Words
    between: Between
    header_width: int
    page: Page = field(default_factory=Page)

    def before(self, position: int, depth: int) -> None:
        """Put down the comments before a statement, with the blank lines that the author left."""
        for comment in self.between.comments_before(position):
            if self.between.blank_line_above(comment.start):
                self.page.blank()
            self.page.comment(depth, comment.text)
        if self.between.blank_line_above(position):
            self.page.blank()

    def statement(self, statement: tree.Statement, depth: int = 0) -> None:
        """Put down a statement of a file, or of a scenario in it."""
        self.before(statement.start, depth)
        match statement:
            case tree.Header():
                self._line("header", depth, self._header(statement), statement.end)
            case tree.Data() | tree.ExpectedTable():
                text = self.words.statement(statement.start, statement.end, len(INDENT) * depth)
                self._line("data", depth, text, statement.end)
            case tree.Method():
                self._open(depth, "method")
                self._properties([[prop] for prop in statement.properties], depth + 1)
                self._close(depth)
            case tree.Column() | tree.Node():
                self._node(statement, depth)
            case tree.Expectations():
                self._expectations(statement, depth)
            case tree.Edit():
                self._edit(statement, depth)
            case tree.Scenario():
                self._scenario(statement, depth)

    def _line(self, kind: str, depth: int, text: str, end: int) -> None:
        self.page.row(kind, depth, Row((), [text], self.between.comment_behind(end)))

    def _open(self, depth: int, text: str) -> None:
        self.page.opening(depth, text, self.between.comment_behind(self.between.brace() + 1))

    def _close(self, depth: int, text: str = "", end: int = 0) -> None:
        """End a block; `text` is what stands behind its brace, up to `end`."""
        brace = self.between.brace()
        self.before(brace, depth + 1)
        self.page.closing(depth, text, self.between.comment_behind(max(brace + 1, end)))

    def _header(self, header: tree.Header) -> str:
        keyword = header.keyword.ljust(self.header_width)
        if header.keyword == "note":
            return self.words.note(keyword, header.start, header.end, 0, alone=True)
        said = [header.name, header.text]
        labels = map(self.words.label, labels_in_order(header.labels))
        return " ".join([keyword, *(self.words.written(item) for item in said if item), *labels])

    def _properties(self, lines: Sequence[Sequence[tree.Property]], depth: int) -> None:
        """Put down the lines of a block of properties, their keywords as wide as the widest."""
        places = [self.words.written(prop.place) for line in lines for prop in line[:1] if prop.place]
        first = Widths(
            max((len(line[0].keyword) for line in lines), default=0), max(map(display_width, places), default=0)
        )
        for line in lines:
            self.before(line[0].start, depth)
            indent = len(INDENT) * depth
            written = [self.words.property(prop, indent, first if prop is line[0] else PLAIN) for prop in line]
            self._line("property", depth, " ".join(written), line[-1].end)

    def _node(self, node: tree.Node | tree.Column, depth: int) -> None:
        """Put down a node, a series or a group: a row if it has no block."""
        if isinstance(node, tree.Node) and node.children is not None:
            self._open(depth, " ".join(self._heading(node, node.properties, node.brace, depth).cells))
            self._nodes(node.children, depth + 1)
            self._close(depth)
        elif node.keyword == "indicator" and self._has_block(node):
            self._indicator(node, depth)
        else:
            row = self._heading(node, node.properties, node.end, depth)
            kind = node.keyword if node.keyword in {"index", "entity"} else "node"
            self.page.row(kind, depth, row._replace(comment=self.between.comment_behind(node.end)))

    def _nodes(self, nodes: Sequence[tree.Node], depth: int) -> None:
        for node in nodes:
            self.before(node.start, depth)
            self._node(node, depth)

    def _has_block(self, node: tree.Node | tree.Column) -> bool:
        return self.between.next_brace() < node.end or OPENING.match(self.words.text, node.end) is not None

    def _heading(self, node: tree.Node | tree.Column, properties: Sequence[tree.Property], end: int, depth: int) -> Row:
        # A comment inside stays where it is among the others, so the properties of its heading stay too.
        return heading(self.words, node, properties, len(INDENT) * depth, ordered=self.between.has_comment_before(end))

    def _indicator(self, node: tree.Node | tree.Column, depth: int) -> None:
        """Put down an indicator with a block of properties, in which each line says what it said."""
        brace = self.between.next_brace()
        within = [prop for prop in node.properties if prop.start > brace]
        lines: list[list[tree.Property]] = [[prop] for prop in within[:1]]
        for before, prop in pairwise(within):
            if self.words.text.find("\n", before.end, prop.start) >= 0:
                lines.append([])
            lines[-1].append(prop)
        heading_properties = node.properties[: len(node.properties) - len(within)]
        self._open(depth, " ".join(self._heading(node, heading_properties, brace, depth).cells))
        self._properties(lines, depth + 1)
        self._close(depth)

    def _expectations(self, block: tree.Expectations, depth: int) -> None:
        self._open(depth, f"expect within {block.within.written}" if block.within else "expect")
        for line in block.lines:
            self.before(line.start, depth + 1)
            row = expectation(self.words, line)
            self.page.row("expectation", depth + 1, row._replace(comment=self.between.comment_behind(line.end)))
        self._close(depth)

    def _edit(self, stated: tree.Edit, depth: int) -> None:
        """Put down an edit: a row, or a block of the nodes that it adds."""
        row = edit(self.words, stated, len(INDENT) * depth)
        if stated.verb != "add":
            self.page.row("edit", depth, row._replace(comment=self.between.comment_behind(stated.end)))
            return
        self._open(depth, " ".join(row.cells))
        self._nodes(stated.nodes, depth + 1)
        self._close(depth, because(self.words, stated), stated.end)

    def _scenario(self, scenario: tree.Scenario, depth: int) -> None:
        """Put down a scenario, its statements one step further in."""
        labels = map(self.words.label, labels_in_order(scenario.labels))
        self._open(depth, " ".join(["scenario", self.words.written(scenario.name), *labels]))
        for statement in scenario.statements:
            self.statement(statement, depth + 1)
        self._close(depth)
