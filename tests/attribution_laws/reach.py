"""Which causes cannot matter to a node, whatever the data: they touch nothing that it is made of, or inherits from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.facts import NO_NODES, Existence
from idx.edits.references import references
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.analysis.attribution.causes import Cause
    from idx.edits.facts import Stated


class Reach:
    """What each node of two versions rests on: what stands below, what is named there, what stands above that."""

    def __init__(self, versions: Iterable[Stated]) -> None:
        """Find what names what, and what stands where, in either version."""
        self.named: dict[str, set[str]] = {}
        self.below: dict[str, set[str]] = {}
        self.above: dict[str, set[str]] = {}
        self.known: dict[str, set[str]] = {}
        self.made: set[str] = set()
        for key, fact in (item for stated in versions for item in stated.facts.items()):
            if isinstance(fact, Existence) and fact.kind == "entity":
                self.made.add(key.subject)
            if key.kind == "place" and key.word not in NO_NODES:
                self.below.setdefault(key.word, set()).add(key.subject)
                self.above.setdefault(key.subject, set()).add(key.word)
            elif isinstance(fact, tree.Property):
                subject = "" if key.kind == "method" else key.subject
                self.named.setdefault(subject, set()).update(word.text for word in references(fact))

    def of(self, node: str) -> set[str]:
        """Return all that a node rests on."""
        if node not in self.known:
            made_of, above, size = {node, *self.named.get("", ())}, set[str](), -1
            while len(made_of) + len(above) > size:
                size = len(made_of) + len(above)
                above |= made_of | {other for one in above for other in self.above.get(one, ())}
                named = {other for one in above for other in self.named.get(one, ())}
                made_of |= named | {other for one in made_of for other in self.below.get(one, ())}
            self.known[node] = above
        return self.known[node]

    def beyond(self, node: str, cause: Cause) -> bool:
        """Whether a cause touches nothing that a node rests on; which rows there are matters to all."""
        reached = self.of(node) | self.made
        keys = [key for change in cause.changes for key in change.keys]
        return not any(
            key.kind in {"method", "rows", "entity"} or key.subject in reached or key.word in reached for key in keys
        )
