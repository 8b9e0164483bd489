"""From text to a syntax tree, or to every syntax error in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lark.exceptions import UnexpectedInput

from idx.diagnostics import Collector, Outcome, Rule, Wording
from idx.source import SourceSpan
from idx.syntax.errors import DEEPEST, report_depth
from idx.syntax.grammar import parser
from idx.syntax.recover import find_errors
from idx.syntax.tree import Edit, File, Node, Scenario

if TYPE_CHECKING:
    from idx.source import Source
    from idx.syntax.tree import Statement

EMPTY = Rule(
    "IDX008",
    Wording("an empty file", "空文件"),
    Wording(
        "A framework file states at least its name (`framework`), a `method` and an `index` tree.",
        "指标体系文件至少要写明名称（`framework`）、方法（`method`）和一棵指标树（`index`）。",
    ),
    bad=" \n\n",
)


def parse(source: Source) -> Outcome[File]:
    """Parse a file's text; on errors the outcome has a diagnostic for each statement that cannot be read."""
    found = Collector()
    if not source.text.strip():
        message = Wording(f"{source.name} is empty", f"{source.name} 是空文件")
        help_ = Wording("begin with `framework NAME`", "请以 `framework NAME` 开头")
        found.add(EMPTY, message, SourceSpan(source, 0, 0), help=help_)
        return found.outcome(None)
    try:
        # Lark cannot say so in its types, but with a transformer `parse` returns what the start rule's method makes.
        statements = cast("tuple[Statement, ...]", parser().parse(source.text + "\n"))
    except UnexpectedInput:
        return Outcome(None, find_errors(source))
    for statement in statements:
        if _depth(statement) > DEEPEST:
            report_depth(source, found, _deepest_brace(statement))
    return found.outcome(File(source, statements))


def _depth(item: Statement) -> int:
    """Return how many braces stand inside one another."""
    if isinstance(item, Node):
        return item.depth
    return 1 + max(map(_depth, _inside(item)), default=0) if isinstance(item, Edit | Scenario) else 0


def _inside(item: Statement) -> tuple[Statement, ...]:
    """Return what stands directly inside the braces of a statement."""
    match item:
        case Node(children=children):
            return children or ()
        case Edit(nodes=nodes):
            return nodes
        case Scenario(statements=statements):
            return statements
        case _:
            return ()


def _deepest_brace(statement: Statement) -> int:
    """Return the first brace that is nested too deeply, on the way to the deepest."""
    for _ in range(DEEPEST):
        statement = max(_inside(statement), key=_depth)
    return statement.brace if isinstance(statement, Node | Edit | Scenario) else -1
