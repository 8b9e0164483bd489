"""From text to a syntax tree, or to every syntax error in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lark.exceptions import UnexpectedInput

from idx.diagnostics import Collector, Outcome, Rule
from idx.source import SourceSpan
from idx.syntax.errors import DEEPEST, report_depth
from idx.syntax.grammar import parser
from idx.syntax.recover import find_errors
from idx.syntax.tree import File, Node

if TYPE_CHECKING:
    from idx.source import Source
    from idx.syntax.tree import Statement

EMPTY = Rule(
    "IDX008",
    "an empty file",
    "A framework file states at least its name (`framework`), a `method` and an `index` tree.",
    bad=" \n\n",
)


def parse(source: Source) -> Outcome[File]:
    """Parse a file's text; on errors the outcome has a diagnostic for each statement that cannot be read."""
    found = Collector()
    if not source.text.strip():
        found.add(EMPTY, f"{source.name} is empty", SourceSpan(source, 0, 0), help="begin with `framework NAME`")
        return found.outcome(None)
    try:
        # Lark cannot say so in its types, but with a transformer `parse` returns what the start rule's method makes.
        statements = cast("tuple[Statement, ...]", parser().parse(source.text + "\n"))
    except UnexpectedInput:
        return Outcome(None, find_errors(source))
    for statement in statements:
        if isinstance(statement, Node) and statement.depth > DEEPEST:
            report_depth(source, found, _deepest_brace(statement))
    return found.outcome(File(source, statements))


def _deepest_brace(root: Node) -> int:
    node = root
    for _ in range(DEEPEST):
        node = max(node.children or (), key=lambda child: child.depth)
    return node.brace
