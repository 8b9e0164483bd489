"""The tree from a column of levels: each row stands under the nearest row above it that is one level higher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Wording
from idx.interchange.outline.values import level

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.interchange.outline.model import Entry
    from idx.interchange.outline.table import Table

LEVEL = Rule(
    "IDX418",
    Wording("a level that does not follow", "不衔接的级别"),
    Wording(
        "The level of a row is a number that is at most one above the level of the row before it: what is on level 3 "
        "stands under the nearest level 2 above it. The first row is on the highest level. At most 64 levels.",
        "每行的级别是一个数，最多比上一行多一级：第3级的行属于上方最近的第2级。第一行是最高级。最多64级。",
    ),
    data="level,code\n1,total\n3,a\n",
)


def from_levels(table: Table, found: Collector) -> list[Entry]:
    """Return the rows' entries, those of the highest level without a parent; report levels that do not follow."""
    entries: list[Entry] = []
    open_: list[int] = []  # the position of the nearest row of each level
    top: int | None = None
    for row in table.rows():
        stated = level(table.text(row, "level"))
        top = stated if top is None else top
        depth = _depth(table, row, stated, top, len(open_), found)
        del open_[depth:]
        entries.append(table.entry(row, open_[-1] if open_ else None, found))
        open_.append(len(entries) - 1)
    return entries


def _depth(table: Table, row: int, stated: int | None, top: int | None, deepest: int, found: Collector) -> int:
    """Return how many levels a row stands below the first; where it cannot stand there, the nearest place."""
    text, place = table.text(row, "level"), table.place(row, "level")
    if stated is None or top is None:
        message = Wording(f"`{text}` is no level", f"`{text}` 不是级别")
        message = message if text else Wording("the level is empty", "级别是空的")
        found.add(LEVEL, message, place, help=Wording("write 1, 2, 3, …", "请写 1、2、3……"))
        return max(deepest - 1, 0)
    depth = stated - top
    if depth < 0:
        message = Wording(
            f"level {stated} is above that of the first row, {top}", f"第{stated}级高于第一行的级别（第{top}级）"
        )
        found.add(LEVEL, message, place, help=Wording("begin with the highest level", "请从最高一级写起"))
        return 0
    if depth > deepest:
        message = Wording(
            f"level {stated} follows level {top + deepest - 1}", f"第{top + deepest - 1}级之后直接是第{stated}级"
        )
        missing = top + deepest
        help_ = Wording(f"a row of level {missing} is missing above it", f"上方缺少第{missing}级的行")
        found.add(LEVEL, message, place, help=help_)
        return deepest
    return depth
