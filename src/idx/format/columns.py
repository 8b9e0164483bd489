"""Set the cells of neighbouring rows below one another."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from idx.source import display_width

if TYPE_CHECKING:
    from collections.abc import Sequence


class Key(NamedTuple):
    """What a cell says; cells of equal keys stand in one column.

    A `column` of its own is kept free in the rows that lack it; its `order` is its place among such columns. The others
    follow one another, and stand in a column as far as rows say the same things in the same order.
    """

    order: int
    what: str = ""
    number: int = 0
    column: bool = True


class Row(NamedTuple):
    """A statement on a line: its cells, what each says (nothing where no column is shared), and its comment."""

    keys: tuple[Key, ...]
    cells: list[str]
    comment: str = ""


def lined_up(rows: Sequence[Row]) -> list[str]:
    """Return rows as lines whose columns, and whose comments, stand below one another."""
    shared = [row for row in rows if row.keys]
    same = all(row.keys == shared[0].keys for row in shared)
    padded = iter(_padded(shared if same else _with_free_cells(shared)))
    texts = [" ".join(next(padded) if row.keys else row.cells) for row in rows]
    return _with_comments(texts, [row.comment for row in rows])


def _with_free_cells(rows: Sequence[Row]) -> list[Row]:
    columns = sorted({key for row in rows for key in row.keys if key.column})
    freed = []
    for row in rows:
        own = dict(zip(row.keys, row.cells, strict=True))
        keys = [*columns, *(key for key in row.keys if not key.column)]
        while keys[-1] not in own:
            keys.pop()
        freed.append(Row(tuple(keys), [own.get(key, "") for key in keys]))
    return freed


def _padded(rows: Sequence[Row]) -> list[list[str]]:
    """Return the rows' cells, each as wide as the widest of those that say the same behind the same cells."""
    cells = [list(row.cells) for row in rows]
    groups = [(0, list(range(len(rows))))]
    while groups:
        place, members = groups.pop()
        parts: defaultdict[Key, list[int]] = defaultdict(list)
        for member in members:
            if place < len(cells[member]):
                parts[rows[member].keys[place]].append(member)
        for part in parts.values():
            longer = [member for member in part if place + 1 < len(cells[member])]
            if longer:
                widths = {member: display_width(cells[member][place]) for member in part}
                widest = max(widths.values())
                for member in longer:
                    cells[member][place] += " " * (widest - widths[member])
                groups.append((place + 1, longer))
    return cells


def _with_comments(texts: list[str], comments: list[str]) -> list[str]:
    widths = {place: display_width(texts[place]) for place, comment in enumerate(comments) if comment}
    column = max(widths.values(), default=0)
    return [
        f"{text}{' ' * (column - widths[place])}  {comments[place]}" if comments[place] else text
        for place, text in enumerate(texts)
    ]
