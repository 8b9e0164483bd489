"""Make the table of figures that a framework asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from idx.diagnostics import Collector, Outcome, Wording
from idx.interchange.template.observations import observations
from idx.interchange.template.table import Asked, make_template
from idx.panel import read_tables
from idx.panel.entities import as_in_table

if TYPE_CHECKING:
    from idx.interchange.template.grid import Wanted
    from idx.interchange.template.table import Template
    from idx.panel import ReadTable
    from idx.project.framework import Framework, Tables


class UnknownRowsError(Exception):
    """Raised where neither the data nor the caller say which rows a table is to have; `option` would say it."""

    def __init__(self, wording: Wording, option: str) -> None:
        """Keep what is missing, in both languages, and the option of the command that states it."""
        super().__init__(str(wording))
        self.wording, self.option = wording, option


def data_template(
    framework: Framework,
    wanted: Wanted,
    *,
    statement: str | None = None,
    data: Tables = None,
    language: str | None = None,
    allow_outside: bool = False,
) -> Outcome[Template]:
    """Return the table to fill for a data statement, with the figures that are there, or what cannot be read of them.

    Data that are not there count as empty. The table is read in place of the statement's own, and where nothing in it
    was changed it gives the same results.

    Args:
        framework: what asks for the figures.
        wanted: which entities and periods; those of the data unless stated.
        statement: the name of the data statement, where there are several.
        data: tables in place of those that statements name, as for `Framework.read`.
        language: of the labels.
        allow_outside: whether data paths in the file may leave its folder.

    Raises:
        UnknownRowsError: if rows are not determined: no data, and no periods or entities stated.
    """
    found = Collector()
    model = framework.model
    given = dict(data) if isinstance(data, Mapping) else {} if data is None else {"": data}
    at_hand = [
        each
        for each in model.data
        if {"", each.name} & given.keys() or (each.home(framework.folder) / each.path).exists()
    ]
    tables: list[ReadTable] = []
    if at_hand or given:
        tables = read_tables(
            replace(model, data=tuple(at_hand)), framework.folder, given, found, allow_outside=allow_outside
        )
    if found.failed:
        return found.outcome(None)
    tables = [
        read._replace(cells=replace(read.cells, entity=as_in_table(read.cells.entity, read.source))) for read in tables
    ]
    source = next((each for each in model.data if statement in {None, each.name}), None)
    here = next((read for read in tables if source is None or read.source.name == source.name), None)
    elsewhere = frozenset(name for read in tables if read is not here for name in observations(read)["item"])
    asked = Asked(model, source, here, elsewhere)
    if source is not None and wanted.entities:
        in_table = {called: there for there, called in source.entities.items()}
        wanted = wanted._replace(entities=tuple(in_table.get(name, name) for name in wanted.entities))
    _check(asked, wanted)
    return found.outcome(make_template(asked, wanted, language))


def _check(asked: Asked, wanted: Wanted) -> None:
    read, columns = asked.read, asked.source.columns if asked.source else {}
    periods = wanted.periods or asked.framework.periods
    if read is None and periods is None and not wanted.undated:
        message = Wording(
            "there are no data from which to take the periods: say which, such as 2019..2024, or none",
            "没有数据，无从知道时期：请指明，例如 2019..2024；不分时期写 none",
        )
        raise UnknownRowsError(message, "--periods")
    open_ = [item for item in asked.framework.measured if item.name not in asked.elsewhere]
    if read is None and wanted.periods is None and open_ and all(item.convert for item in open_):
        names = [item.name for item in open_]
        message = Wording(
            f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} converted from finer periods: say which, such as "
            "2019Q1..2024Q4",
            f"{'、'.join(names)} 由更细的时期换算：请指明时期，例如 2019Q1..2024Q4",
        )
        raise UnknownRowsError(message, "--periods")
    if read is None and "entity" in columns and not wanted.entities:
        message = Wording(
            f"there are no data from which to take the entities ({columns['entity']}): say which",
            f"没有数据，无从知道评价对象（{columns['entity']}）：请指明",
        )
        raise UnknownRowsError(message, "--entity")
    if read and wanted.entities and read.cells.entity is None:
        message = Wording(f"{read.source.path} names no entities", f"{read.source.path} 没有评价对象这一列")
        raise UnknownRowsError(message, "--entity")
    kinds = {read.cells.frequency} if read and read.cells.frequency else set()
    if wanted.periods and kinds - {wanted.periods.first.frequency}:
        message = Wording("the data have periods of another kind", "数据中的时期是另一种（年、季、月）")
        raise UnknownRowsError(message, "--periods")
