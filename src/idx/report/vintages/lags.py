"""Revisions by lag as tables: since the first release, and from one edition to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from idx.analysis.vintages.lags import BEFORE, FIRST, LAST, by_lag
from idx.analysis.vintages.parts import PARTS
from idx.diagnostics import Wording, said
from idx.report.difference.described import KINDS
from idx.report.difference.editions import headings
from idx.report.difference.shares import WITHHELD
from idx.report.difference.wish import signed
from idx.report.numbers import rounded
from idx.report.tables import Cell, Column, Table
from idx.report.vintages.notes import notes_on, title
from idx.report.vintages.triangle import shown

if TYPE_CHECKING:
    from idx.project.vintages import Vintages
    from idx.report.difference.wish import Wish

TITLES = {
    FIRST: Wording("revisions since the first release", "自首次发布以来的修订"),
    BEFORE: Wording("revisions from one edition to the next", "相邻版次之间的修订"),
}
MEASURES = {"mean": Wording("mean", "平均"), "mean_absolute": Wording("mean absolute", "平均绝对")}
NEWEST = Wording("newest edition", "最新版次")
SPLIT = {
    "data": KINDS["DATA"],
    "method": KINDS["METHOD"],
    "structure": KINDS["STRUCTURE"],
    "not_split": Wording("not split", "未能分解"),
}


def lag_tables(vintages: Vintages, wish: Wish) -> list[Table]:
    """Return revisions by lag, all entities and periods that are asked for together."""
    chosen = shown(vintages, wish)
    lags = by_lag(chosen, len(vintages.editions))
    found = []
    for against, heading in TITLES.items():
        rows = lags.filter(pl.col("against") == against).to_dicts()
        table = _split(rows, wish) if vintages.split else _plain(rows, wish)
        last = against == BEFORE
        notes = [*_notes(vintages, chosen, wish), *notes_on(vintages, wish)] if last else []
        entities = (said(_pooled(chosen, wish), wish.speech), said(heading, wish.speech))
        found.append(table._replace(title=title(vintages, wish, *filter(None, entities)), notes=tuple(notes)))
    return found


def _plain(rows: list[dict[str, Any]], wish: Wish) -> Table:
    """Return a line for each lag."""
    heads = (
        *_stub(wish),
        *(Column(said(word, wish.speech)) for word in MEASURES.values()),
    )
    lines = [(*_lag(row, wish), *(_measure(row[name], name, wish) for name in MEASURES)) for row in rows]
    return Table(heads, lines)


def _split(rows: list[dict[str, Any]], wish: Wish) -> Table:
    """Return two lines for each lag, the mean and the mean absolute revision, and across what caused them."""
    words = (Wording("all", "合计"), *(SPLIT[part] for part in PARTS))
    lag, count = _stub(wish)
    heads = (
        lag,
        Column(said(Wording("revision", "修订"), wish.speech), "left"),
        count,
        *(Column(said(word, wish.speech)) for word in words),
    )
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        for name, word in MEASURES.items():
            lag_cell, number = _lag(row, wish) if name == "mean" else (Cell(""), Cell(""))
            numbers = (_measure(row[f"{name}{suffix}"], name, wish) for suffix in ("", *(f"_{part}" for part in PARTS)))
            lines.append((lag_cell, Cell(said(word, wish.speech)), number, *numbers))
    return Table(heads, lines)


def _stub(wish: Wish) -> tuple[Column, Column]:
    lag, count = Wording("lag", "滞后版次"), Wording("observations", "观测数")
    return Column(said(lag, wish.speech), "left"), Column(said(count, wish.speech))


def _lag(row: dict[str, Any], wish: Wish) -> tuple[Cell, Cell]:
    lag = said(NEWEST, wish.speech) if row["lag"] == LAST else row["lag"]
    return Cell(lag), Cell(str(row["observations"]), number=row["observations"])


def _measure(value: float | None, name: str, wish: Wish) -> Cell:
    return Cell(signed(value, wish.digits) if name == "mean" else rounded(value, wish.digits), number=value)


def _pooled(chosen: pl.DataFrame, wish: Wish) -> Wording:
    """Return the entity, or how many are taken together."""
    del wish
    entities = chosen["entity"].unique(maintain_order=True).to_list()
    if len(entities) == 1:
        return Wording(entities[0] or "", entities[0] or "")
    return Wording(f"{len(entities)} entities together", f"{len(entities)} 个评价对象合并")


def _notes(vintages: Vintages, chosen: pl.DataFrame, wish: Wish) -> list[str]:
    heads = headings(vintages.editions, wish.speech)
    cells = chosen.select("entity", "period", "first").unique()
    old = cells.filter(pl.col("first") == 0).height
    notes = [
        Wording(
            "Lag k: the k-th edition after the one that first has a value of the period. "
            "A mean away from zero is a bias of first figures.",
            "滞后 k：首次给出该期数值的版次之后的第 k 个版次。平均修订偏离零，说明首次公布的数值有偏。",
        )
    ]
    if not chosen["since_first"].count():
        notes = [Wording("There are no revisions.", "没有任何修订。")]
    if old:
        notes.append(
            Wording(
                f"{old} of {cells.height} values are there in the first edition, {heads[0]}, already: "
                "their first release may be older.",
                f"{cells.height} 个数值中有 {old} 个在第一个版次 {heads[0]} 中就已存在，其首次发布可能更早。",
            )
        )
    if vintages.split:
        notes.append(
            Wording(
                "Parts of a mean sum to it, those of a mean absolute revision need not. Not split: no value on the "
                "way, or data changed with what cannot be changed without them.",
                "平均修订的各部分之和等于合计，平均绝对修订则不一定。未能分解：中间有缺值，或数据与其他改动缺一不可。",
            )
        )
    if vintages.drawn:
        notes.append(
            Wording(
                "Parts are estimates where there are many causes: orders of them are drawn.",
                "原因很多时，各部分由抽样的排列估计得出。",
            )
        )
    if vintages.withheld:
        notes.append(WITHHELD)
    return [said(note, wish.speech) for note in notes]
