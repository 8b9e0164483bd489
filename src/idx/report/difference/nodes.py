"""A node's values in two versions as tables, with the share of each cause in their difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Wording, said
from idx.model import label
from idx.report.difference.columns import cause_columns, folded, share_cell
from idx.report.difference.periods import runs_of
from idx.report.difference.ranks import rank_values
from idx.report.difference.shares import CauseShares, SharesOf, shares_of
from idx.report.difference.wish import Wish, signed
from idx.report.numbers import rounded
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from idx.project.compare import Comparison

MOST_ENTITIES = 10
MOST_NAMED = 6
HEADS = {
    "before": Wording("before", "修改前"),
    "after": Wording("after", "修改后"),
    "difference": Wording("difference", "差"),
}


def node_tables(comparison: Comparison, identity: str, wish: Wish) -> list[Table]:
    """Return a node's values before and after, their difference, and the share of each cause in it.

    Where the entities are many the tables have the latest period that both versions have, unless others are asked for;
    causes that do not fit beside one another stand in further tables.
    """
    if comparison.values is None or comparison.keys is None:
        return []
    pair = comparison.pairs[identity]
    keys = comparison.keys
    position = list(comparison.pairs).index(identity)
    values = comparison.values.slice(position * keys.height, keys.height).with_row_index("row")
    title = _node_title(comparison, pair.name, identity, wish)
    chosen = values
    if wish.entities:
        chosen = chosen.filter(pl.col("entity").is_in(list(wish.entities)))
    if wish.periods:
        chosen = chosen.filter(pl.col("period").is_in(list(wish.periods)))
    shares = shares_of(comparison, identity, wish.language)
    if values["entity"].n_unique() <= 1:
        return [_across(chosen, shares, title, wish)]
    if wish.rank:
        values, shares = rank_values(values, shares, chosen["row"].to_list())
        chosen = values.filter(pl.col("row").is_in(chosen["row"].implode()))
    return _down(chosen, shares, title, wish)


def _node_title(comparison: Comparison, name: str, identity: str, wish: Wish) -> str:
    side = comparison.after if comparison.pairs[identity].after is not None else comparison.before
    shown = label(side.framework.model.nodes[name], wish.language)
    said_name = f"{name} · {shown}" if shown != name else name
    return f"{said_name} · {said(Wording('rank', '位次'), wish.speech)}" if wish.rank else said_name


def _across(values: pl.DataFrame, shares: SharesOf | None, title: str, wish: Wish) -> Table:
    """Return a table with periods across: before, after, difference, and below it a row per cause."""
    rows = values.to_dicts()
    columns = (
        Column("", "left", folds=True),
        *(Column(row["period"] or said(Wording("value", "数值"), wish.speech)) for row in rows),
    )
    lines = [
        (
            Cell(said(head, wish.speech), "bold" if kind == "difference" else ""),
            *(_cell(row[kind], wish.digits, with_sign=kind == "difference") for row in rows),
        )
        for kind, head in HEADS.items()
    ]
    notes: tuple[str, ...] = ()
    if shares is not None:
        places = [row["row"] for row in rows]
        causes, more = folded(shares.rows(wish.speech), places, wish, fewest=2)  # a line each as it is
        lines += [
            (Cell(cause.text, depth=1), *(share_cell(cause, place, wish) for place in places)) for cause in causes
        ]
        if more is not None:
            lines.append((Cell(said(more, wish.speech), depth=1), *(Cell("") for _ in places)))
        notes = tuple(said(note, wish.speech) for note in shares.notes(places))
    return Table(columns, lines, title, notes)


def _down(values: pl.DataFrame, shares: SharesOf | None, title: str, wish: Wish) -> list[Table]:
    """Return tables with entities down, for one period: the furthest first, a column per cause."""
    last, new = _period(values)
    here = values.filter(pl.col("period").eq_missing(last)) if last is not None else values
    both = here if wish.full or wish.entities else here.drop_nulls("difference")
    both = both if both.height else here
    ordered = both.sort(pl.col("difference").abs(), descending=True, nulls_last=True, maintain_order=True)
    kept = ordered if wish.full or wish.entities else ordered.head(MOST_ENTITIES)
    places = kept["row"].to_list()
    one = last if values["period"].n_unique() > 1 else None
    causes, more = folded(shares.rows(wish.speech), places, wish, one) if shares is not None else ([], None)
    notes = [cause.text for cause in causes]
    if more is not None:
        notes.append(said(more, wish.speech))
    if kept.height < ordered.height:
        text = Wording(
            f"{kept.height} of {ordered.height} entities, the furthest first: --full shows all.",
            f"{ordered.height} 个评价对象中相差最大的 {kept.height} 个：用 --full 查看全部。",
        )
        notes.append(said(text, wish.speech))
    notes += [said(note, wish.speech) for note in (*_left_out(here, both), *_elsewhere(values, here, wish), *_new(new))]
    if shares is not None:
        notes += [said(note, wish.speech) for note in shares.notes(places)]
    return _tables(kept, causes, f"{title} · {last}" if isinstance(last, str) else title, notes, wish)


def _tables(kept: pl.DataFrame, causes: list[CauseShares], title: str, notes: list[str], wish: Wish) -> list[Table]:
    entity = Column(said(Wording("entity", "评价对象"), wish.speech), "left")
    words = [*HEADS.values(), *([] if wish.rank else [Wording("rank", "位次")])]
    columns = [entity, *(Column(said(word, wish.speech)) for word in words)]
    rows = kept.to_dicts()
    lines: list[list[Cell]] = []
    for row in rows:
        numbers = [_cell(row[kind], 0 if wish.rank else wish.digits, with_sign=kind == "difference") for kind in HEADS]
        ranks = (row.get("rank_before"), row.get("rank_after"))
        rank = " → ".join("–" if place is None else f"{place:.0f}" for place in ranks)
        lines.append([Cell(row["entity"] or ""), *numbers, *([] if wish.rank else [Cell(rank)])])
    parts = cause_columns(columns, lines, causes, [row["row"] for row in rows], wish)
    tables = [Table(tuple(heads), [tuple(line) for line in body]) for heads, body in parts]
    tables[0] = tables[0]._replace(title=title)
    return [*tables[:-1], tables[-1]._replace(notes=tuple(notes))]


def _period(values: pl.DataFrame) -> tuple[str | None, list[str]]:
    """Return the latest period in which both versions have a value, and those behind it that only one has."""
    periods = values["period"].drop_nulls().unique().sort().to_list()
    both = values.drop_nulls("difference")["period"].drop_nulls().unique().sort().to_list()
    last = both[-1] if both else periods[-1] if periods else None
    there = values.filter(pl.col("after").is_not_null())["period"].drop_nulls().unique().to_list()
    return last, [period for period in periods if last is not None and period > last and period in there]


def _left_out(here: pl.DataFrame, both: pl.DataFrame) -> list[Wording]:
    """Say which entities are not shown since only one version has them."""
    gone = here.filter(~pl.col("entity").is_in(both["entity"].implode()))["entity"].drop_nulls().to_list()
    if not gone:
        return []
    names = ", ".join(gone[:MOST_NAMED]) + (", …" if gone[MOST_NAMED:] else "")
    what = "entity has" if len(gone) == 1 else "entities have"
    return [
        Wording(
            f"{len(gone)} {what} a value in one version at most and {'is' if len(gone) == 1 else 'are'} not shown "
            f"({names}): --full shows all.",
            f"{len(gone)} 个评价对象至多只在一个版本中有数值，未列出（{names}）：用 --full 查看全部。",
        )
    ]


def _elsewhere(values: pl.DataFrame, here: pl.DataFrame, wish: Wish) -> list[Wording]:
    """Say where the values differ further than in the period that is shown."""
    rest = values.join(here, on="row", how="anti").drop_nulls("difference")
    if not rest.height:
        return []
    digits = 0 if wish.rank else wish.digits
    far = rest.sort(pl.col("difference").abs(), descending=True, maintain_order=True).row(0, named=True)
    nearest = [float(rounded(abs(number), digits)) for number in here["difference"].drop_nulls()]
    if float(rounded(abs(far["difference"]), digits)) <= max(nearest, default=0.0):
        return []
    where = f"{far['entity']} {far['period']} {signed(far['difference'], digits)}"
    return [
        Wording(
            f"Further apart in another period: {where} (--period shows it).",
            f"其他时期相差更大：{where}（用 --period 查看）。",
        )
    ]


def _new(periods: list[str]) -> list[Wording]:
    if not periods:
        return []
    runs = runs_of(periods)
    english = f"New in the version after: {runs} (--period shows it)."
    return [Wording(english, f"新版本新增：{runs}（用 --period 查看）。")]


def _cell(number: float | None, digits: int, *, with_sign: bool) -> Cell:
    text = signed(number, digits) if with_sign else rounded(number, digits)
    return Cell(text, "bold" if with_sign else "", number=number)
