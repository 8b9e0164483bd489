"""The tree from a column of parents, named by their codes or by their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Wording, did_you_mean
from idx.interchange.outline.roots import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idx.diagnostics import Collector
    from idx.interchange.outline.model import Entry
    from idx.interchange.outline.table import Table

PARENT = Rule(
    "IDX417",
    Wording("a parent that is not there", "不存在的上级"),
    Wording(
        "The parent of a row is another row of the table, named by its code (or by its label, where codes are "
        "missing); in a table with a column for each level, what stands in the column to the left.",
        "一行的上级是表中另一行，用代码指明（没有代码时用名称）；每级一列的表中，上级写在左边一列。",
    ),
    data="code,parent\ntotal,\na,totel\n",
)


def from_parents(table: Table, rows: Iterable[int], found: Collector) -> list[Entry]:
    """Return the entries of some rows with their parents; report parents that are not there, circles, further roots."""
    entries = [table.entry(row, None, found) for row in rows]
    by_label = {entry.label: position for position, entry in reversed(list(enumerate(entries)))}
    known = by_label | {entry.code: position for position, entry in reversed(list(enumerate(entries))) if entry.code}
    linked = []
    unnamed = set()
    for position, entry in enumerate(entries):
        stated = table.text(entry.row - 1, "parent")
        parent = known.get(stated) if stated else None
        if stated and parent is None:
            unnamed.add(position)
            message = Wording(f"there is no row `{stated}`", f"没有 `{stated}` 这一行")
            place = table.place(entry.row - 1, "parent")
            found.add(PARENT, message, place, help=did_you_mean(stated, known))
        linked.append(entry._replace(parent=parent))
    _check_roots(table, linked, unnamed, found)
    return linked


def _check_roots(table: Table, entries: Sequence[Entry], unnamed: set[int], found: Collector) -> None:
    roots = [position for position, entry in enumerate(entries) if entry.parent is None and position not in unnamed]
    for position in roots[1:]:
        first, other = entries[roots[0]], entries[position]
        message = Wording(
            f"a second row without a parent: `{other.label}`, beside `{first.label}` in row {first.row}",
            f"又一行没有上级：`{other.label}`（第{first.row}行的 `{first.label}` 也没有）",
        )
        help_ = Wording(
            "the row of the whole has no parent; give the others theirs", "只有总指数没有上级，请补全其他各行"
        )
        found.add(ROOT, message, table.place(other.row - 1, "parent"), help=help_)
    for position in _circular(entries):
        entry = entries[position]
        message = Wording(f"`{entry.label}` stands under itself", f"`{entry.label}` 成了自己的下级")
        help_ = Wording("one of the parents on the way up is wrong", "沿上级往上走又回到自己，其中有一个上级写错")
        found.add(ROOT, message, table.place(entry.row - 1, "parent"), help=help_)


def _circular(entries: Sequence[Entry]) -> list[int]:
    """Return, for each circle of parents, the first entry in it."""
    settled: set[int] = set()
    found = []
    for start in range(len(entries)):
        path: dict[int, None] = {}
        at: int | None = start
        while at is not None and at not in settled and at not in path:
            path[at] = None
            at = entries[at].parent
        if at is not None and at in path:
            found.append(min(list(path)[list(path).index(at) :]))
        settled |= path.keys()
    return found
