"""Write what versions and scenarios state in the end as one file that stands by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.facts import COLUMNS, FRAMEWORK, OUTSIDE, ROOT, Key
from idx.edits.nodes_text import NodesText
from idx.edits.written import quoted
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.edits.facts import Stated


def flat_text(stated: Stated) -> str:
    """Return the framework as one file, to be formatted; comments and layout of its sources are left behind."""
    return "\n".join(_lines(stated)) + "\n"


def _lines(stated: Stated) -> Iterator[str]:
    words = NodesText(stated)
    facts = stated.facts
    yield from header(stated, words)
    yield from (f"data {words.fact(fact)}" for key, fact in facts.items() if key.kind == "data")
    method = [fact for key, fact in facts.items() if key.kind == "method" and isinstance(fact, tree.Property)]
    if method:
        yield from ("", "method {", *map(words.property, method), "}")
    for parent in (COLUMNS, OUTSIDE, ROOT):
        for identity in stated.order.get(parent, ()):
            yield ""
            yield from [words.column(identity)] if parent == COLUMNS else words.node(identity, parent)
    yield from own_statements(stated, words.text)


def header(stated: Stated, words: NodesText, base: str | None = None) -> Iterator[str]:
    """Yield the lines at the top of a file, with the base that it extends."""
    name = stated.facts[Key("header", "framework")]
    yield f"framework {words.fact(name)}{words.labelled(FRAMEWORK)}"
    for keyword in ("version", "source", "note"):
        fact = stated.facts.get(Key("header", keyword))
        if fact is not None:
            yield f"{keyword} {words.fact(fact)}"
    if base is not None:
        yield f"extends {quoted(base)}"


def own_statements(stated: Stated, text: str) -> Iterator[str]:
    """Yield what one file alone says: its expectations and scenarios, as they are written."""
    for statement in (*stated.published, *stated.scenarios):
        whole = text[statement.start : statement.end]
        if isinstance(statement, tree.ExpectedTable):  # its path may read from another folder
            path = statement.table.path
            whole = f"{text[statement.start : path.start]}{quoted(path.text)}{text[path.end : statement.end]}"
        yield from ("", whole)
