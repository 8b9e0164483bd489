"""How deep edits have made a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Wording
from idx.edits.facts import NO_NODES, ROOT, Key
from idx.syntax import tree
from idx.syntax.errors import DEEPEST, TOO_DEEP

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.edits.draft import Draft


def report_depth(draft: Draft, file: tree.File, found: Collector) -> None:
    """Report a node that stands more levels below a root than braces may; what contains itself is left to others."""
    left = {identity: sum(place not in NO_NODES for place in places) for identity, places in draft.places.items()}
    level = [identity for identity in draft.order.get(ROOT, ()) if not left[identity]]
    for _ in range(DEEPEST + 1):
        below: list[str] = []
        for identity in level:
            for child in draft.order.get(identity, ()):
                left[child] -= 1
                if not left[child]:
                    below.append(child)
        level = below
    if level:
        name = draft.facts[Key("name", level[0])]
        message = Wording(
            f"`{draft.name(level[0])}` stands more than {DEEPEST} levels deep",
            f"`{draft.name(level[0])}` 位于 {DEEPEST} 层以下",
        )
        help_ = Wording(f"at most {DEEPEST} levels can be nested", f"最多嵌套 {DEEPEST} 层")
        place = file.span(name) if isinstance(name, tree.Word) else None
        found.add(TOO_DEEP, message, place, help=help_)
