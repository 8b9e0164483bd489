"""The pillars that a change is about: the nodes right under the roots, above what it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.facts import NO_NODES, ROOT
from idx.edits.references import references
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from idx.edits.changes import Change
    from idx.edits.facts import Stated


def pillars_of(before: Stated, after: Stated) -> Callable[[Change], frozenset[str]]:
    """Return a function that says, for a change, above which pillars what it is about stands in either version.

    None are where it is about all: the method block, the roots themselves, rows of the data. What a formula reads
    stands under what the formula makes.
    """
    above: dict[str, set[str]] = {}
    for stated in (before, after):
        for key, fact in stated.facts.items():
            if key.kind == "place" and key.word not in NO_NODES:
                above.setdefault(key.subject, set()).add(key.word)
            elif key.kind == "property" and isinstance(fact, tree.Property):
                for word in references(fact):
                    above.setdefault(word.text, set()).add(key.subject)
    roots = {child for stated in (before, after) for child in stated.order.get(ROOT, ())}

    def pillars(change: Change) -> frozenset[str]:
        found: set[str] = set()
        waiting = [change.subject] if change.subject else []
        waiting += [key.word for key in change.keys if key.kind in {"place", "weight"} and key.word not in NO_NODES]
        seen = set(waiting)
        while waiting:
            node = waiting.pop()
            if node in roots:
                continue
            over = above.get(node, set())
            found |= {node} if over & roots else set()
            more = over - seen
            seen |= more
            waiting.extend(more)
        return frozenset(found)

    return pillars
