"""What two versions differ by in the figures that they expect: no edits, since expectations belong to one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.edits.changes import Change
from idx.edits.facts import Key
from idx.edits.written import quoted
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.edits.facts import Stated


def expected_changes(before: Stated, after: Stated) -> tuple[Change, ...]:
    """Return a change for each figure, or table of figures, that is expected on one side only or otherwise.

    `after` knows its nodes by the identities of `before`. What a base expects is not handed on, so a version that is
    further from its base than the other does not drop it.
    """
    old, new = ({key: said for key, said, _ in figures(side)} for side in (before, after))
    derived = len(after.bases) > len(before.bases)
    both = dict.fromkeys((*new, *(() if derived else old)))
    keys = [key for key in both if _said(old.get(key)) != _said(new.get(key))]
    return tuple(Change("expect", key.subject, {key: old.get(key)}, {key: new.get(key)}) for key in keys)


def _said(text: tree.Text | None) -> str | None:
    return None if text is None else text.text


def figures(stated: Stated) -> Iterator[tuple[Key, tree.Text, tree.Expectations | tree.ExpectedTable]]:
    """Yield each expectation: what it is about, the value with its tolerance, and a block that says it alone."""
    identities = stated.names()
    for block in stated.published:
        if isinstance(block, tree.ExpectedTable):
            path = quoted(block.table.path.text)
            within = f" within {block.within.written}" if block.within else ""
            yield Key("expect", "", path), tree.Text(f"{path}{within}", block.start, block.end), block
            continue
        for line in block.lines:
            tolerance = line.within or block.within
            said = f"{line.value.written}{f' within {tolerance.written}' if tolerance else ''}"
            at = " ".join(part.text for part in (line.entity, line.period) if part is not None)
            column = line.column.text if line.column else ""
            key = Key("expect", identities.get(line.node.text, line.node.text), column, at)
            yield key, _text(said, line), block._replace(lines=(line,))


def _text(said: str, item: tree.Positioned) -> tree.Text:
    return tree.Text(said, item.start, item.end)
