"""The one root of an outline, added where the table has several nodes on its highest level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Wording
from idx.interchange.outline.model import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Rule(
    "IDX421",
    Wording("an outline without one root", "没有唯一的总指数"),
    Wording(
        "One row stands for the whole and has no parent; everything else stands under it, directly or through others. "
        "Where a table with levels has several rows on its highest level, a root is added above them.",
        "有且只有一行代表总指数，没有上级；其余各行都直接或间接属于它。按级别排列的表若最高级有多行，则在其上补一个总指数。",
    ),
    data="code,parent\na,b\nb,a\n",
)


def rooted(entries: Sequence[Entry], title: str) -> tuple[tuple[Entry, ...], bool]:
    """Return entries under one root, and whether it had to be added: it then stands first and is called by a title."""
    if sum(entry.parent is None for entry in entries) == 1:
        return tuple(entries), False
    moved = (entry._replace(parent=0 if entry.parent is None else entry.parent + 1) for entry in entries)
    return (Entry("", title, None), *moved), True
