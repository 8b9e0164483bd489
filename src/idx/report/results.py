"""Results as tables: the tree with periods across for one entity, entities down for several."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

import polars as pl

from idx.diagnostics import Wording, said
from idx.model import Composite, label
from idx.report.numbers import per_cent, rounded
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.diagnostics import Language
    from idx.evaluate.result import Result

Value = Literal["index", "score", "raw", "contribution"]
STYLES = ("bold", "bold cyan", "cyan", "")
SHOWN = {  # a column of the results or a stage of the pipeline, as a title says it
    "index": Wording("index", "指数"),
    "score": Wording("score", "得分"),
    "raw": Wording("raw", "原始值"),
    "contribution": Wording("contribution", "贡献"),
    "rank": Wording("rank", "位次"),
    "observed": Wording("observed", "观测值"),
    "imputed": Wording("imputed", "插补后"),
    "screened": Wording("screened", "筛选后"),
    "treated": Wording("treated", "异常值处理后"),
    "normalised": Wording("normalised", "无量纲化后"),
    "aggregated": Wording("aggregated", "合成后"),
    "linked": Wording("linked", "链接后"),
}
ENTITY = Wording("entity", "评价对象")


class Selection(NamedTuple):
    """Which part of a result is shown; an empty tuple means all of it."""

    nodes: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()

    def of(self, table: pl.DataFrame) -> pl.DataFrame:
        """Return the selected rows of a long table."""
        for column, chosen in (("node", self.nodes), ("entity", self.entities), ("period", self.periods)):
            if chosen:
                table = table.filter(pl.col(column).is_in(list(chosen)))
        return table


def results_table(
    result: Result,
    selection: Selection,
    value: Value,
    digits: int,
    language: str | None,
    speech: Language = "en",
) -> Table:
    """Return the table of a result: nodes down for one entity, entities down for several.

    `language` is that of the labels, `speech` that of the title and the remarks.
    """
    entities = selection.entities or tuple(entity for entity in result.entities if entity is not None)
    table = selection.of(result.table).select("node", "level", "parent", "entity", "period", value, "estimated_share")
    periods = [period for period in result.periods if not selection.periods or period in selection.periods]
    if len(entities) <= 1:
        rows = _tree_rows(result, table, periods, value, digits, language)
        heads: tuple[Column, ...] = (Column("", "left", folds=True),)
    else:
        nodes = list(selection.nodes or result.framework.roots)
        rows = _entity_rows(result, table.filter(pl.col("node").is_in(nodes)), periods, value, digits, language)
        heads = (Column("", "left", folds=True), Column(said(ENTITY, speech), "left"))
    return Table(
        columns=(*heads, *(Column(period or said(SHOWN[value], speech)) for period in periods)),
        rows=rows,
        title=_title(result, value, language, speech) + (f" · {entities[0]}" if len(entities) == 1 else ""),
        notes=(said(_estimated_note(result, selection), speech),),
    )


def _title(result: Result, shown: str, language: str | None, speech: Language) -> str:
    return f"{label(result.framework, language)} · {result.framework.version} · {said(SHOWN[shown], speech)}"


def _estimated_note(result: Result, selection: Selection) -> Wording:
    estimated, present = result.marks.estimated_count(selection.nodes, selection.entities, selection.periods)
    if not estimated:
        return Wording(f"None of the {present} indicator values is estimated.", f"{present} 个指标值中没有估计值。")
    share = per_cent(estimated / present)
    return Wording(
        f"e: rests in part on estimated values. {estimated} of {present} indicator values are estimated ({share}).",
        f"e：部分依据估计值。{present} 个指标值中有 {estimated} 个是估计值（{share}）。",
    )


def _number(row: tuple[float | None, float | None], digits: int) -> Cell:
    number, estimated = row
    text = rounded(number, digits)
    if estimated and number is not None:
        return Cell(f"{text} e", "yellow", number=number)
    return Cell(f"{text}  ", number=number)


def _tree_rows(
    result: Result, table: pl.DataFrame, periods: Sequence[str | None], value: str, digits: int, language: str | None
) -> list[tuple[Cell, ...]]:
    rows = []
    columns = table.select("node", "parent", "level", "period", value, "estimated_share").iter_rows()
    for (name, _, depth), part in groupby(columns, key=lambda row: row[:3]):
        numbers = {period: (number, estimated) for *_, period, number, estimated in part}
        node = result.framework.nodes[name]
        style = STYLES[min(depth, 2)] if isinstance(node, Composite) else ""
        head = Cell(label(node, language), style, depth)
        rows.append((head, *(_number(numbers.get(period, (None, None)), digits) for period in periods)))
    return rows


def _entity_rows(
    result: Result, table: pl.DataFrame, periods: Sequence[str | None], value: str, digits: int, language: str | None
) -> list[tuple[Cell, ...]]:
    rows = []
    shown = ""
    for (node, entity), part in table.group_by("node", "entity", maintain_order=True):
        numbers = dict(zip(part["period"], part.select(value, "estimated_share").iter_rows(), strict=True))
        head = Cell("" if node == shown else label(result.framework.nodes[str(node)], language), STYLES[0])
        cells = (_number(numbers.get(period, (None, None)), digits) for period in periods)
        rows.append((head, Cell(str(entity)), *cells))
        shown = str(node)
    return rows


def stage_table(
    result: Result, stage: str, selection: Selection, digits: int, language: str | None, speech: Language = "en"
) -> Table:
    """Return one stage of the pipeline as a table: nodes and entities down, periods across."""
    long = selection.of(stage_long(result, stage))
    periods = [period for period in result.periods if not selection.periods or period in selection.periods]
    several = len(result.entities) > 1
    rows = []
    for (node, entity), part in long.group_by("node", "entity", maintain_order=True):
        numbers = dict(zip(part["period"], part["value"], strict=True))
        head = [Cell(label(result.framework.named(str(node)), language)), *([Cell(str(entity))] if several else [])]
        rows.append(
            (*head, *(Cell(rounded(numbers.get(period), digits), number=numbers.get(period)) for period in periods))
        )
    heads = [Column("", "left", folds=True), *([Column(said(ENTITY, speech), "left")] if several else [])]
    columns = (*heads, *(Column(period or said(SHOWN[stage], speech)) for period in periods))
    return Table(columns, rows, _title(result, stage, language, speech))


def stage_long(result: Result, stage: str) -> pl.DataFrame:
    """Return one stage as a long frame: node, entity, period, value; nodes in tree order."""
    wide = result.stage(stage)
    names = [name for name in wide.columns if name not in {"entity", "period"} or name in result.framework.nodes]
    return pl.concat(
        wide.select(pl.lit(name).alias("node"), "entity", "period", pl.col(name).alias("value")) for name in names
    )
