"""Entities under other names than their tables have: read so, and what does not fit is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Rule, Severity, Wording, did_you_mean
from idx.panel.files import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    from idx.diagnostics import Collector
    from idx.model import DataSource, Framework
    from idx.source import SourceSpan

NOT_THERE = Rule(
    "IDX457",
    Wording("a name for an entity that the data do not have", "改名的评价对象不在数据中"),
    Wording(
        "`entities(HERE = IN_TABLE)` and `rename entity` call an entity of the data otherwise, so some table that they "
        "are about has to have it. Where a version names data of its own, these have the new name.",
        "`entities(HERE = IN_TABLE)` 和 `rename entity` 为数据中的评价对象改名，因此相关的数据表中至少有一张要有它。"
        "版本自己指明的数据采用新名称。",
    ),
)
TAKEN = Rule(
    "IDX458",
    Wording("a new name that another entity of the data has", "新名称已是数据中另一个评价对象的名称"),
    Wording(
        "Two entities under one name would be read as one. A merger is an entity that is made of others by an `entity` "
        "statement.",
        "两个评价对象用同一名称，会被当成一个读入。合并请用 `entity` 语句写成由其他评价对象汇总的评价对象。",
    ),
)
OLD_NAME = Rule(
    "IDX459",
    Wording("an entity under the name that it had", "评价对象仍用旧名称"),
    Wording(
        "A version calls an entity otherwise, and a table of its own still has the old name. That is right where "
        "another entity has that name now; else rows of one entity stand under two names.",
        "版本为评价对象改了名，而它自己的数据表中仍有旧名称。如果现在另有评价对象叫这个名称，那是对的；"
        "否则同一评价对象的行分在两个名称之下。",
    ),
    severity=Severity.WARNING,
)


class Named(NamedTuple):
    """The names of entities in one table, and what its data statement calls them; `given` if it was handed over."""

    source: DataSource
    names: frozenset[str]
    given: bool


def called(names: pl.Series | None, source: DataSource) -> pl.Series | None:
    """Return a column of entities by what the data statement calls them."""
    if names is None or not source.entities:
        return names
    return names.replace(source.entities)


def as_in_table(names: pl.Series | None, source: DataSource) -> pl.Series | None:
    """Return a column of entities by what their table calls them."""
    if names is None or not source.entities:
        return names
    return names.replace({here: there for there, here in source.entities.items()})


def check_names(tables: Sequence[Named], framework: Framework, found: Collector) -> None:
    """Report names for entities that no table has, new names that are taken, and old ones that are left."""
    for name, in_table in dict.fromkeys((new, old) for table in tables for old, new in table.source.entities.items()):
        about = [table for table in tables if table.source.entities.get(in_table) == name]
        stated = next((item for item in framework.renamed if item.new == name), None)
        span = stated.span if stated else about[0].source.span
        own = [table for table in tables if stated and table not in about]
        there = set().union(*(table.names for table in about))
        if in_table not in there:
            if not any(table.given for table in about) and not any(name in table.names for table in own):
                _not_there(in_table, name, there, span, found)
        else:
            _check_free(name, about, span, found)
    for item in framework.renamed:
        own = [table for table in tables if item.new not in table.source.entities.values()]
        if tables and len(own) == len(tables) and not any(item.new in table.names or table.given for table in own):
            _not_there(item.new, item.new, set().union(*(table.names for table in own)), item.span, found)
        if item.old not in {other.new for other in framework.renamed}:
            for table in own:
                if item.old in table.names and item.old not in table.source.entities:
                    _old_name(item.old, item.new, table, found)


def _not_there(in_table: str, name: str, there: Iterable[str], span: SourceSpan, found: Collector) -> None:
    known = sorted(there)
    message = Wording(f"the data have no entity `{in_table}`", f"数据中没有评价对象 `{in_table}`")
    otherwise = None
    if name in known and name != in_table:
        otherwise = Wording(
            f"they have `{name}` already: take the renaming away, or name these data as the version's own (`set data`)",
            f"数据中已有 `{name}`：请删去改名，或把这些数据写成本版本自己的数据（`set data`）",
        )
    elif not known:
        otherwise = Wording(
            "name the column of entities: `columns(entity = …)`", "请指明评价对象所在的列：`columns(entity = …)`"
        )
    help_ = otherwise or did_you_mean(
        in_table,
        known,
        otherwise=Wording(
            f"they have {', '.join(known[:8])}{' …' if known[8:] else ''}",
            f"数据中有 {'、'.join(known[:8])}{' …' if known[8:] else ''}",
        ),
    )
    found.add(NOT_THERE, message, span, help=help_)


def _check_free(name: str, about: Sequence[Named], span: SourceSpan, found: Collector) -> None:
    """Report a table that has the new name for another entity."""
    for table in about:
        if name in table.names and name not in table.source.entities:
            message = Wording(
                f"{table.source.path} has another entity `{name}`", f"{table.source.path} 中另有评价对象 `{name}`"
            )
            help_ = Wording(
                "choose another name, or rename that one as well",
                "请换一个名称，或也为那一个改名",
            )
            found.add(TAKEN, message, span, help=help_)


def _old_name(old: str, new: str, table: Named, found: Collector) -> None:
    message = Wording(
        f"`{old}` stands in {table.source.path}, and this version calls it `{new}`",
        f"{table.source.path} 中有 `{old}`，而本版本称它为 `{new}`",
    )
    form = f'entities("{new}" = "{old}")'
    help_ = Wording(
        f"if it is the same entity, call it `{new}` in the table, or write `{form}` behind its path",
        f"如果是同一评价对象，请在表中改称 `{new}`，或在路径之后写 `{form}`",
    )
    found.add(OLD_NAME, message, place(table.source.path), help=help_)
