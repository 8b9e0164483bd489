"""The group of each entity, from a text column of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Wording, did_you_mean
from idx.panel.files import place
from idx.resolve.example import HEADER, INDEX, METHOD

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.model import Column
    from idx.panel.tables import Cells

GROUP = Rule(
    "IDX440",
    Wording("a group that the data do not give", "数据没有给出分组"),
    Wording(
        "A group is a text column that sorts entities: each entity has one group in all rows of all tables. An entity "
        "without one stands in no group.",
        "分组变量是给评价对象归类的文本列：同一评价对象在所有表的所有行里属于同一组。没有填写的评价对象不属于任何组。",
    ),
    bad=HEADER + 'group region "Region"\n' + METHOD + INDEX,
    data="entity,region,a,b\nX,east,1,2\nX,west,3,4\n",
)
MOST_REPORTED = 10


def read_group(
    group: Column, tables: list[Cells], entities: tuple[str | None, ...], found: Collector
) -> tuple[str | None, ...]:
    """Return the group of each entity; report a column that is not there, and entities in two groups."""
    given: dict[str, tuple[str, str, int]] = {}
    holding = [cells for cells in tables if group.name in cells.groups]
    for cells in holding:
        if cells.entity is None:
            message = Wording(f"{cells.path} names no entities", f"{cells.path} 没有评价对象这一列")
            advice = Wording(
                "a group sorts entities: `columns(entity = …)`", "分组变量给评价对象归类：`columns(entity = …)`"
            )
            found.add(GROUP, message, place(cells.path), help=advice)
            continue
        _read(group, cells, given, found)
    if not holding:
        heading = group.code or group.name
        offered = [name for cells in tables for name in cells.unused]
        help_ = did_you_mean(heading, offered) or Wording(
            f'`code "…"` gives the data\'s name of `{group.name}`', f'用 `code "…"` 写明 `{group.name}` 在数据中的名称'
        )
        message = Wording(f"no table has a column `{heading}`", f"数据中没有 `{heading}` 这一列")
        found.add(GROUP, message, group.span, help=help_)
    return tuple(given[entity][0] if entity in given else None for entity in entities)


def _read(group: Column, cells: Cells, given: dict[str, tuple[str, str, int]], found: Collector) -> None:
    reported = 0
    pairs = zip(cells.entity if cells.entity is not None else (), cells.groups[group.name], strict=True)
    for row, (entity, name) in enumerate(pairs):
        if entity is None or name is None:
            continue
        earlier, path, at = given.setdefault(entity, (name, cells.path, row))
        if earlier != name and reported < MOST_REPORTED:
            reported += 1
            message = Wording(
                f"{entity} stands in `{name}` here and in `{earlier}` in {path}, row {at + 2}",
                f"{entity} 在这里属于 `{name}`，在 {path} 第 {at + 2} 行属于 `{earlier}`",
            )
            found.add(GROUP, message, place(cells.path, row, group.code or group.name))
