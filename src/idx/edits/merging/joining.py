"""Changes of both sides made in their base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.expected import figures
from idx.edits.facts import Key, Stated, home_of, places_in, settle_homes
from idx.edits.merging.order import merged_order
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.edits.changes import Change
    from idx.edits.facts import Fact
    from idx.edits.merging.three import Three


def joined(three: Three, changes: Iterable[Change]) -> Stated:
    """Return what is stated once changes of either side are made in the base.

    What is expected is stated line by line; scenarios are left to whoever writes the file.
    """
    new: dict[Key, Fact | None] = {}
    for change in changes:
        new |= change.new
    facts: dict[Key, Fact] = {}
    for key in dict.fromkeys((*three.ours.facts, *three.theirs.facts, *three.base.facts)):
        fact = new[key] if key in new else three.base.facts.get(key)
        if fact is not None and key.kind not in {"home", "expect"}:
            facts[key] = fact
    places = places_in(facts)
    for identity, parents in places.items():
        home = _home(three, identity)
        if home in parents:
            facts[Key("home", identity)] = home
    settle_homes(facts)
    below: dict[str, list[str]] = {}
    for identity, parents in places.items():
        for parent in parents:
            below.setdefault(parent, []).append(identity)
    order = {
        parent: tuple(merged_order(*(stated.order.get(parent, ()) for stated in three), among=set(children)))
        for parent, children in below.items()
    }
    stated = Stated(facts, order, three.theirs.texts, bases=three.base.bases)
    return Stated(facts, order, three.theirs.texts, _published(three, new, stated), bases=three.base.bases)


def _home(three: Three, identity: str) -> str:
    """Return where a node is at home: where the side has it that gave it another home; ours, if both did."""
    homes = []
    for stated in three:
        parents = _parents(stated, identity)
        homes.append(home_of(stated.facts, identity, parents) if parents else None)
    base, ours, theirs = homes
    chosen = theirs if ours == base or ours is None else ours
    return chosen if chosen is not None else base or ""


def _parents(stated: Stated, identity: str) -> list[str]:
    return [key.word for key in stated.facts if key.kind == "place" and key.subject == identity]


def _published(
    three: Three, new: dict[Key, Fact | None], stated: Stated
) -> tuple[tree.Expectations | tree.ExpectedTable, ...]:
    """Return what is expected, a block a line, with the names that nodes have in the end."""
    lines = [{key: (said, block) for key, said, block in figures(side)} for side in three]
    found: list[tree.Expectations | tree.ExpectedTable] = []
    for key in merged_order(*(tuple(side) for side in lines), among={key for side in lines for key in side}):
        told = new[key] if key in new else (lines[0][key][0] if key in lines[0] else None)
        block = next((side[key][1] for side in lines if key in side and side[key][0].text == _text(told)), None)
        if block is not None:
            found.append(_renamed(block, stated.name(key.subject)))
    return tuple(found)


def _text(fact: Fact | None) -> str | None:
    return fact.text if isinstance(fact, tree.Text) else None


def _renamed(block: tree.Expectations | tree.ExpectedTable, name: str) -> tree.Expectations | tree.ExpectedTable:
    if isinstance(block, tree.ExpectedTable):
        return block
    return block._replace(lines=tuple(line._replace(node=line.node._replace(text=name)) for line in block.lines))
