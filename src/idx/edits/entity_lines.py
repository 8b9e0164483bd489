"""Write changes of what entities are called as `rename entity` lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.entities import names_of, renamings
from idx.edits.set_lines import because
from idx.edits.written import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from idx.edits.changes import Change
    from idx.edits.facts import Stated


def entity_lines(before: Stated, after: Stated, changes: Sequence[Change]) -> Iterator[str]:
    """Yield the lines, each once its new name is free; where names go round, by way of another name."""
    waiting = {key.subject: change for change in changes if change.verb == "rename entity" for key in change.keys}
    names, wanted = names_of(before.facts), names_of(after.facts)
    now = {identity: names.get(identity, identity) for identity in waiting}
    spoken = {item.name for stated in (before, after) for item in renamings(stated.facts)}
    while waiting:
        ready = [
            identity
            for identity in waiting
            if wanted.get(identity, identity) not in {name for other, name in now.items() if other != identity}
        ]
        if ready:
            for identity in ready:
                new = wanted.get(identity, identity)
                yield f"rename entity {quoted(now[identity])} -> {quoted(new)}{because(waiting.pop(identity))}"
                now[identity] = new
            continue
        identity = next(iter(waiting))
        spare = now[identity]
        while spare in {*now.values(), *spoken, *waiting}:
            spare += "_"
        yield f"rename entity {quoted(now[identity])} -> {quoted(spare)}"
        now[identity] = spare
