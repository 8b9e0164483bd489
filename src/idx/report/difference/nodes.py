"""A node's values in two versions as a table, with the share of each cause in their difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Wording, said
from idx.model import label
from idx.report.difference.shares import CauseShares, SharesOf, shares_of
from idx.report.difference.wish import Wish, signed
from idx.report.numbers import rounded
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from idx.project.compare import Comparison

MOST_ENTITIES = 10


def node_table(comparison: Comparison, identity: str, wish: Wish) -> Table | None:
    """Return a node's values before and after, their difference, and the share of each cause in it."""
    if comparison.values is None or comparison.keys is None:
        return None
    pair = comparison.pairs[identity]
    shares = shares_of(comparison, identity, wish.language)
    keys = comparison.keys
    position = list(comparison.pairs).index(identity)
    values = comparison.values.slice(position * keys.height, keys.height).with_row_index("row")
    if wish.entities:
        values = values.filter(pl.col("entity").is_in(list(wish.entities)))
    if wish.periods:
        values = values.filter(pl.col("period").is_in(list(wish.periods)))
    title = _node_title(comparison, pair.name, identity, wish)
    if values["entity"].n_unique() <= 1:
        return _across(values, shares, title, wish)
    return _down(values, shares, title, wish)


def _node_title(comparison: Comparison, name: str, identity: str, wish: Wish) -> str:
    side = comparison.after if comparison.pairs[identity].after is not None else comparison.before
    shown = label(side.framework.model.nodes[name], wish.language)
    return f"{name} · {shown}" if shown != name else name


def _across(values: pl.DataFrame, shares: SharesOf | None, title: str, wish: Wish) -> Table:
    """Return a table with periods across: before, after, difference, and below it a row per cause."""
    rows = values.to_dicts()
    heads = {
        "before": Wording("before", "修改前"),
        "after": Wording("after", "修改后"),
        "difference": Wording("difference", "差"),
    }
    columns = (
        Column("", "left", folds=True),
        *(Column(row["period"] or said(Wording("value", "数值"), wish.speech)) for row in rows),
    )
    lines = [
        (
            Cell(said(head, wish.speech), "bold" if kind == "difference" else ""),
            *(_cell(row[kind], wish.digits, with_sign=kind == "difference") for row in rows),
        )
        for kind, head in heads.items()
    ]
    notes: tuple[str, ...] = ()
    if shares is not None:
        for cause in shares.rows(wish.speech):
            cells = (_share(cause, row["row"], wish.digits) for row in rows)
            lines.append((Cell(cause.text, depth=1), *cells))
        notes = tuple(said(note, wish.speech) for note in shares.notes([row["row"] for row in rows]))
    return Table(columns, lines, title, notes)


def _down(values: pl.DataFrame, shares: SharesOf | None, title: str, wish: Wish) -> Table:
    """Return a table with entities down, for the last period: the furthest first, a column per cause."""
    last = values["period"].max() if values["period"].null_count() < values.height else None
    here = values.filter(pl.col("period").eq_missing(last)) if last is not None else values
    ordered = here.sort(pl.col("difference").abs(), descending=True, nulls_last=True, maintain_order=True)
    kept = ordered if wish.full or wish.entities else ordered.head(MOST_ENTITIES)
    causes = shares.rows(wish.speech) if shares is not None else []
    words = [
        Wording("before", "修改前"),
        Wording("after", "修改后"),
        Wording("difference", "差"),
        Wording("rank", "位次"),
    ]
    columns = (
        Column(said(Wording("entity", "评价对象"), wish.speech), "left"),
        *(Column(said(word, wish.speech)) for word in words),
        *(Column(cause.mark) for cause in causes),
    )
    lines = []
    for row in kept.to_dicts():
        ranks = [row.get("rank_before"), row.get("rank_after")]
        rank = " → ".join("–" if number is None else f"{number:.0f}" for number in ranks)
        numbers = (
            _cell(row[kind], wish.digits, with_sign=kind == "difference") for kind in ("before", "after", "difference")
        )
        parts = (_share(cause, row["row"], wish.digits) for cause in causes)
        lines.append((Cell(row["entity"] or ""), *numbers, Cell(rank), *parts))
    notes = [cause.text for cause in causes]
    if kept.height < ordered.height:
        more = Wording(
            f"{kept.height} of {ordered.height} entities, the furthest first: --full shows all.",
            f"{ordered.height} 个评价对象中相差最大的 {kept.height} 个：用 --full 查看全部。",
        )
        notes.append(said(more, wish.speech))
    if shares is not None:
        notes += [said(note, wish.speech) for note in shares.notes(kept["row"].to_list())]
    return Table(columns, lines, f"{title} · {last}" if isinstance(last, str) else title, tuple(notes))


def _cell(number: float | None, digits: int, *, with_sign: bool) -> Cell:
    text = signed(number, digits) if with_sign else rounded(number, digits)
    return Cell(text, "bold" if with_sign else "", number=number)


def _share(cause: CauseShares, row: int, digits: int) -> Cell:
    share, error, joined = cause.shares[row], cause.error(row), cause.joined[row]
    if share is None:
        return Cell("n/a" if joined < 0 else f"[{joined + 1}]")
    text = signed(share, digits)
    return Cell(f"{text} ±{rounded(error, digits + 1)}" if error else text, number=share)
