"""Fill missing cells from their neighbours in time, at the missing cells only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule
from idx.methods.contracts import Domain
from idx.resolve.example import GROWTH, HEADER, INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.diagnostics import Collector
    from idx.model import MethodCall
    from idx.panel.model import Panel
    from idx.plan import Fill

NOT_POSITIVE = Rule(
    "IDX501",
    "an interpolation between values that it cannot take",
    "`log_linear` needs observations above zero on both sides of a gap, since it draws a line between logarithms.",
    bad=HEADER + GROWTH.replace("{\n", "{\n  impute gaps by log_linear\n", 1) + INDEX,
    data="indicator,period,value\na,2020,0\na,2022,20\nb,2020,1\nb,2021,2\nb,2022,3\n",
)


@dataclass(frozen=True, slots=True)
class Filled:
    """The cells of an indicator that one imputation filled.

    `cells` has the panel's `row` of each, the rows `before` and `after` that it was filled from (equal where only one
    observation was used), and its `new` value.
    """

    place: str
    cells: pl.DataFrame


def fill(steps: tuple[Fill, ...], panel: Panel, found: Collector) -> tuple[pl.DataFrame, dict[str, list[Filled]]]:
    """Return the values with missing cells filled, and by indicator which cells were filled.

    The missing cells of all indicators are looked at together, so that the work is that of the cells to be filled.
    """
    incomplete = [step for step in steps if panel.values[step.node].null_count()]
    filled: dict[str, list[Filled]] = {step.node: [] for step in incomplete}
    columns = {step.node: panel.values[step.node].clone() for step in incomplete}
    if not incomplete:
        return panel.values, filled
    names = [step.node for step in incomplete]
    missing = _with_values(panel, names)
    everywhere = panel.values.columns
    for place, call, numbers in _calls(incomplete):
        after = pl.col("after")
        chosen = pl.col("before").is_not_null() & (after.is_not_null() if place == "gaps" else after.is_null())
        if len(numbers) < len(incomplete):
            chosen &= pl.col("column").is_in([everywhere.index(names[number]) for number in numbers])
        cells = missing.lazy().filter(chosen)
        if place != "gaps":
            cells = cells.with_columns(after=pl.col("before"), end=pl.col("start"))
        if call.method.values(call.arguments) is Domain.POSITIVE and min(panel.least.values()) <= 0:
            _check_positive(call, cells, panel, found)
        for number, part in _by_column(_new_values(place, call, cells)):
            name = everywhere[number]
            columns[name] = columns[name].scatter(part["row"], part["new"])
            filled[name].append(Filled(place, part))
    return panel.values.with_columns(list(columns.values())), filled


def _by_column(cells: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield the number of each column with its cells, which stand together."""
    runs = cells["column"].rle().struct.unnest()
    offset = 0
    for length, number in runs.select("len", "value").iter_rows():
        yield number, cells.slice(offset, length)
        offset += length


def _calls(steps: list[Fill]) -> list[tuple[str, MethodCall, list[int]]]:
    """Return each imputation in its place, and the numbers of the indicators that it fills."""
    found: list[tuple[str, MethodCall, list[int]]] = []
    for number, step in enumerate(steps):
        for place, call in step.places.items():
            same = next((entry for entry in found if entry[0] == place and entry[1] == call), None)
            if same:
                same[2].append(number)
            else:
                found.append((place, call, [number]))
    return found


def _with_values(panel: Panel, names: list[str]) -> pl.DataFrame:
    """Return the missing cells of these indicators with the values of their neighbours, `start` and `end`."""
    position = {name: number for number, name in enumerate(panel.values.columns)}
    missing = panel.missing
    if len(names) < missing["column"].n_unique():
        missing = missing.filter(pl.col("column").is_in([position[name] for name in names]))
    values = panel.values.lazy()
    neighbours = pl.concat(
        values.select(
            pl.col(panel.values.columns[number]).gather(part["before"]).alias("start"),
            pl.col(panel.values.columns[number]).gather(part["after"]).alias("end"),
        )
        for number, part in _by_column(missing)
    )
    return missing.hstack(neighbours.collect(engine="in-memory"))


def _new_values(place: str, call: MethodCall, cells: pl.LazyFrame) -> pl.DataFrame:
    """Return the cells that one imputation fills, with their `new` values."""
    function = call.method.prepared(call.arguments)
    steps = pl.col("row") - pl.col("before")
    if place == "gaps":
        new = function(pl.col("start"), pl.col("end"), steps / (pl.col("after") - pl.col("before")))
    else:
        new = function(pl.col("start"), steps)
    filled = cells.select("column", "row", "before", "after", new=new)
    return filled.drop_nulls("new").collect(engine="in-memory")


def _check_positive(call: MethodCall, cells: pl.LazyFrame, panel: Panel, found: Collector) -> None:
    wrong = cells.filter((pl.col("start") <= 0) | (pl.col("end") <= 0)).collect(engine="in-memory")
    for number, part in _by_column(wrong):
        _report(panel.values.columns[number], call, part, panel, found)


def _report(node: str, call: MethodCall, wrong: pl.DataFrame, panel: Panel, found: Collector) -> None:
    cell = wrong.row(0, named=True)
    entity = panel.entities[cell["row"] // panel.length]
    ends = ((cell["start"], cell["before"]), (cell["end"], cell["after"]))
    shown = " and ".join(f"{value:g} in {panel.periods[row % panel.length]}" for value, row in ends)
    found.add(
        NOT_POSITIVE,
        f"`{call.method.name}` cannot fill `{node}`{f' of {entity}' if entity else ''} between {shown}",
        call.span,
        help="`linear` takes any numbers",
    )
