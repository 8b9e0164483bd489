"""The cells of an edit: its verb, what it changes into what, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.format.columns import Key, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.format.words import Part, Words
    from idx.syntax import tree

VERB, CHANGE, BECAUSE = Key(0), Key(1, column=False), Key(2, column=False)
# Reasons stand below one another, close to the changes that have one; a longer change without a reason does not count.
REASONED = CHANGE._replace(what="reasoned")


def edit(words: Words, stated: tree.Edit, indent: int) -> Row:
    """Return an edit as a row; one that adds nodes ends where they begin."""
    change = words.joined(_change(words, stated), indent).removeprefix(f"{stated.verb} ")
    if stated.because and stated.verb != "add":
        return Row((VERB, REASONED, BECAUSE), [stated.verb, change, because(words, stated)])
    return Row((VERB, CHANGE), [stated.verb, change])


def because(words: Words, stated: tree.Edit) -> str:
    """Return an edit's reason behind its keyword, or nothing."""
    return f"because {words.written(stated.because)}" if stated.because else ""


def _change(words: Words, stated: tree.Edit) -> Iterator[Part]:
    """Yield the parts of what an edit does, its verb first."""
    yield words.plain(stated.verb)
    if stated.verb == "add":
        yield words.plain("to")
    if stated.entity:
        yield words.plain("entity")
    yield words.plain(".".join(map(words.written, stated.path.names)))
    if stated.old and stated.new:
        yield from words.setting(stated.old)
        yield words.plain("->")
        yield from words.setting(stated.new)
    if stated.to:
        yield words.plain(f"-> {words.written(stated.to)}")
    if stated.before:
        yield words.plain(f"before {words.written(stated.before)}")
