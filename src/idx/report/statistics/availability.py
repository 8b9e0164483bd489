"""Availability of the data as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Wording
from idx.report.numbers import per_cent
from idx.report.statistics.wording import count, depths
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.analysis.statistics.whole import Statistics
    from idx.report.statistics.wording import Wish

HEADINGS = (
    Wording("cells", "应有"),
    Wording("observed", "实有"),
    Wording("filled", "插补"),
    Wording("missing", "缺失"),
    Wording("available", "可得率"),
)
TITLE = Wording("Availability of data", "数据可得性")
BY_ENTITY = Wording("Availability by entity", "各评价对象的数据可得性")
ENTITY = Wording("entity", "评价对象")
NOTE = Wording(
    "Cells of the indicators at and below a node; available: observed of all, before imputation.",
    "统计节点及其下各指标的单元格；可得率为插补之前实有数据所占比重。",
)


def availability_tables(statistics: Statistics, wish: Wish) -> Iterator[Table]:
    """Yield availability along the tree, and by entity: those that lack something, the worst first."""
    frame = statistics.availability
    levels = depths(statistics)
    by_node = frame.filter((pl.col("by") == "node") & (pl.col("cells") > 0))
    rows = [
        (wish.node(statistics.result, name, levels[name]), *_cells(numbers))
        for _, name, *numbers in by_node.iter_rows()
    ]
    columns = (Column("", "left", folds=True), *wish.columns(HEADINGS))
    yield Table(columns, rows, wish.say(TITLE), (wish.say(NOTE),))
    by_entity = frame.filter(pl.col("by") == "entity")
    lacking = by_entity.filter(pl.col("observed") < pl.col("cells")).sort("share", maintain_order=True)
    if by_entity.height:
        whole = by_entity.height - lacking.height
        note = Wording(f"{whole} entities lack nothing.", f"{whole} 个评价对象没有缺失。")
        yield Table(
            (Column(wish.say(ENTITY), "left"), *wish.columns(HEADINGS)) if lacking.height else (),
            [(Cell(str(name)), *_cells(numbers)) for _, name, *numbers in lacking.iter_rows()],
            wish.say(BY_ENTITY),
            (wish.say(note),) if whole else (),
        )


def _cells(numbers: list[float]) -> Iterator[Cell]:
    *counts, share = numbers
    yield from (count(int(number)) for number in counts)
    yield Cell(per_cent(share, 1), number=share)
