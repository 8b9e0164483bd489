"""Read data files into a panel: the only way in which numbers enter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Collector, Outcome, Rule, Wording, choose_from
from idx.model import DataSource
from idx.panel.assemble import assemble
from idx.panel.entities import Named, called, check_names
from idx.panel.files import locate, read_table
from idx.panel.made import with_made
from idx.panel.tables import read_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from idx.model import Framework
    from idx.panel.model import Panel
    from idx.panel.tables import Cells

    Table = pl.DataFrame | str | Path

NO_DATA = Rule(
    "IDX413",
    Wording("a framework without data", "指标体系没有数据"),
    Wording(
        'Data are stated in the file (`data "PATH"`) or handed over when it is evaluated.',
        '数据在文件中用 `data "PATH"` 指明，或在计算时另行提供。',
    ),
)


def read_panel(
    framework: Framework,
    folder: Path,
    tables: Mapping[str, Table] | None = None,
    *,
    allow_outside: bool = False,
) -> Outcome[Panel]:
    """Read the tables of a framework's data statements, or those handed over in their place, into a panel.

    `tables` maps the name of a data statement (its file's name without the ending, where it states none) to a path or
    a frame that replaces it; the statement's `columns` hold for it. Under the empty name it replaces the only
    statement, or stands for one where there is none.
    """
    found = Collector()
    read = read_tables(framework, folder, tables, found, allow_outside=allow_outside)
    if not found.failed:
        check_names([Named(item.source, item.entities, item.given) for item in read], framework, found)
    cells = [item.cells for item in read]
    panel = assemble(cells, framework, found) if cells and not found.failed else None
    panel = with_made(panel, framework, found) if panel else None
    return found.outcome(replace(panel, diagnostics=tuple(found.items)) if panel else None)


class ReadTable(NamedTuple):
    """A table as it stands in its file, and what its cells say; `given` if it was handed over."""

    source: DataSource
    table: pl.DataFrame
    cells: Cells
    entities: frozenset[str]
    given: bool


def read_tables(
    framework: Framework,
    folder: Path,
    tables: Mapping[str, Table] | None,
    found: Collector,
    *,
    allow_outside: bool = False,
) -> list[ReadTable]:
    """Return the tables that `read_panel` puts together, each by itself; report what cannot be read."""
    read_ones = []
    for stated, table in _sources(framework, dict(tables or {}), found):
        source = replace(stated, path=str(table)) if isinstance(table, str | Path) else stated
        frame: pl.DataFrame | None
        if table is None:
            path = locate(source, folder, found, allow_outside=allow_outside)
            source = replace(source, path=str(path)) if path else source
            frame = read_table(path, source, found) if path else None
        else:
            frame = read_table(Path(table), source, found) if isinstance(table, str | Path) else table
        read = read_cells(frame, source, framework, found) if frame is not None else None
        if frame is not None and read is not None:
            there = frozenset(read.entity.unique().drop_nulls()) if read.entity is not None else frozenset()
            read.entity = called(read.entity, source)
            read_ones.append(ReadTable(source, frame, read, there, table is not None))
    return read_ones


def _sources(framework: Framework, given: dict[str, Table], found: Collector) -> list[tuple[DataSource, Table | None]]:
    stated = {source.name: source for source in framework.data}
    if "" in given and len(stated) > 1:
        message = Wording(
            f"the framework has {len(stated)} data statements: say which one the data replace",
            f"指标体系有 {len(stated)} 条 `data` 语句：请指明所给数据替换哪一条",
        )
        help_ = Wording(
            f"NAME=PATH, where NAME is one of {', '.join(stated)}", f"写成 NAME=PATH，NAME 可为 {'、'.join(stated)}"
        )
        found.add(NO_DATA, message, help=help_)
        return []
    sole = next(iter(stated), "")
    chosen = {name or sole: table for name, table in given.items()}
    for name in chosen:
        if name and name not in stated:
            message = Wording(f"no data statement is called `{name}`", f"没有名为 `{name}` 的 `data` 语句")
            found.add(NO_DATA, message, help=choose_from(stated))
    if not stated and not chosen:
        message = Wording("the framework states no data", "指标体系没有指明数据")
        help_ = Wording(
            'add `data "PATH"`, or hand data over: `--data PATH`', '请加上 `data "PATH"`，或另行提供数据：`--data PATH`'
        )
        found.add(NO_DATA, message, help=help_)
        return []
    if not stated:
        span = next(iter(framework.nodes.values())).span
        return [(DataSource("", "<data>", {}, None, (), None, span), table) for table in chosen.values()]
    return [(source, chosen.get(name)) for name, source in stated.items()]
