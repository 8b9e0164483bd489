"""Fill missing cells from their neighbours in time, at the missing cells only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule, Wording
from idx.evaluate.filled import Data, Filled
from idx.evaluate.others import from_others
from idx.methods.values import Domain
from idx.resolve.example import GROWTH, HEADER, INDEX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from idx.diagnostics import Collector
    from idx.model import Framework, MethodCall
    from idx.panel.model import Panel
    from idx.plan import Fill

NOT_POSITIVE = Rule(
    "IDX501",
    Wording("an interpolation between values that it cannot take", "插补两端的数值不适用"),
    Wording(
        "`log_linear` needs observations above zero on both sides of a gap, since it draws a line between logarithms.",
        "`log_linear` 在对数之间作线性内插，因此缺口两端的观测值都必须大于零。",
    ),
    bad=HEADER + GROWTH.replace("{\n", "{\n  impute gaps by log_linear\n", 1) + INDEX,
    data="indicator,period,value\na,2020,0\na,2022,20\nb,2020,1\nb,2021,2\nb,2022,3\n",
)

FEWEST_SHARED_OUT = 1_000_000  # cells: the copies of fewer take less time than to start threads


def fill(
    steps: tuple[Fill, ...], data: Data, framework: Framework, found: Collector
) -> tuple[pl.DataFrame, dict[str, list[Filled]]]:
    """Return the values with missing cells of some indicators filled, and by indicator which cells were filled.

    `data` are the panel, its values with others filled already, and which these are. The work is that of the cells to
    be filled, and polars shares it out by indicator.
    """
    panel, values = data.panel, data.values
    names = panel.values.columns
    lacking = {names[number] for number in panel.missing["column"].unique()}
    wanted = {step.node: step for step in steps if step.node in lacking}
    alike = _alike(wanted, panel)
    parts = [
        (names[number], place, call, _filled_cells(panel, names[number], place, call, cells))
        for number, cells in _by_column(panel.missing)
        if alike.get(names[number]) == names[number]
        for place, call in wanted[names[number]].places.items()
        if place != "rest"
    ]
    frames = pl.collect_all([frame for *_, frame in parts], engine="in-memory") if parts else []
    filled: dict[str, list[Filled]] = {name: [] for name in wanted}
    for (name, place, call, _), cells in zip(parts, frames, strict=True):
        if call.method.values(call.arguments) is Domain.POSITIVE and panel.least[name] <= 0:
            wrong = cells.filter((pl.col("start") <= 0) | (pl.col("end") <= 0))
            if wrong.height and panel.variants is not None:
                cells = cells.join(wrong, on="row", how="anti")  # noqa: PLW2901 - without those
            elif wrong.height:
                _report(name, call, wrong, panel, found)
        if cells.height:
            filled[name].append(Filled(place, cells))
    columns = _all_laid_in(panel, {name: filled[name] for name in filled if alike[name] == name})
    filled = {name: list(filled[alike[name]]) for name in filled}
    values = values.with_columns(columns[alike[name]].alias(name) for name in filled)
    rest = {name: step.places["rest"] for name, step in wanted.items() if "rest" in step.places}
    if rest and not found.failed:
        more = _rest(rest, data._replace(values=values, filled=data.filled | filled), framework, found)
        for name, part in more.items():
            filled[name].append(part)
        values = values.with_columns(panel.own(_laid_in(values[name], [part])) for name, part in more.items())
    return values, filled


def _alike(wanted: Mapping[str, Fill], panel: Panel) -> dict[str, str]:
    """Return, for each indicator, the first that has the same data and the same imputations: mostly itself."""
    found: dict[str, str] = {}
    firsts: dict[str, list[str]] = {}
    for name, step in wanted.items():
        same = firsts.setdefault(panel.twins.get(name, name), [])
        found[name] = next((first for first in same if wanted[first].places == step.places), name)
        if found[name] == name:
            same.append(name)
    return found


def _all_laid_in(panel: Panel, filled: Mapping[str, list[Filled]]) -> dict[str, pl.Series]:
    """Return the columns of some indicators with the filled cells laid in."""

    def column(name: str) -> pl.Series:
        return panel.own(_laid_in(panel.values[name], filled[name]))

    if panel.values.height * len(filled) < FEWEST_SHARED_OUT:
        return {name: column(name) for name in filled}
    with ThreadPoolExecutor() as pool:  # each copies a column of its own
        return dict(zip(filled, pool.map(column, filled), strict=True))


def _laid_in(values: pl.Series, parts: list[Filled]) -> pl.Series:
    """Return a column with the filled cells laid in."""
    column = values.clone()
    for part in parts:
        column = column.scatter(part.cells["row"], part.cells["new"])
    return column


def _filled_cells(panel: Panel, name: str, place: str, call: MethodCall, cells: pl.DataFrame) -> pl.LazyFrame:
    """Return the cells of one indicator that one imputation fills, with neighbours' values and the `new` one."""
    function = call.method.prepared(call.arguments)
    row, before, after = pl.col("row"), pl.col("before"), pl.col("after")
    values = pl.lit(panel.values[name])
    start, end = pl.col("start"), pl.col("end")
    match place:
        case "gaps":
            chosen = cells.lazy().filter(before.is_not_null() & after.is_not_null())
            new = function(start, end, (row - before) / (after - before))
        case "latest":
            chosen = cells.lazy().filter(before.is_not_null() & after.is_null()).with_columns(after=before)
            new = function(start, row - before)
        case _:
            chosen = cells.lazy().filter(before.is_null() & after.is_not_null()).with_columns(before=after)
            new = function(end, after - row)
    around = chosen.with_columns(start=values.gather(before), end=values.gather(after))
    return around.with_columns(new=new).drop_nulls("new")


def _rest(calls: Mapping[str, MethodCall], data: Data, framework: Framework, found: Collector) -> dict[str, Filled]:
    """Return what fills the cells that are missing still; no observation of the same entity stands behind them."""
    new = from_others(calls, data, framework, found)
    parts: dict[str, Filled] = {}
    for name in new.columns if not found.failed else ():
        rows = new[name].is_not_null().arg_true().cast(pl.Int64)
        cells = {"row": rows, "before": rows, "after": rows, "new": new[name].gather(rows)}
        parts[name] = Filled("rest", pl.DataFrame(cells))
    return parts


def _by_column(cells: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield the number of each column with its cells, which stand together."""
    runs = cells["column"].rle().struct.unnest()
    offset = 0
    for length, number in runs.select("len", "value").iter_rows():
        yield number, cells.slice(offset, length)
        offset += length


def _report(node: str, call: MethodCall, wrong: pl.DataFrame, panel: Panel, found: Collector) -> None:
    cell = wrong.row(0, named=True)
    entity = panel.entities[cell["row"] // panel.length]
    ends = ((cell["start"], cell["before"]), (cell["end"], cell["after"]))
    shown = [(f"{value:g}", panel.periods[row % panel.length]) for value, row in ends]
    found.add(
        NOT_POSITIVE,
        Wording(
            f"`{call.method.name}` cannot fill `{node}`{f' of {entity}' if entity else ''} between "
            + " and ".join(f"{value} in {period}" for value, period in shown),
            f"`{call.method.name}` 无法插补{f' {entity} 的' if entity else ''} `{node}`，缺口两端为 "
            + " 和 ".join(f"{value}（{period}）" for value, period in shown),
        ),
        call.span,
        help=Wording("`linear` takes any numbers", "`linear` 适用于任意数值"),
    )
