"""What two versions differ by, as tables: the changes, then nodes before and after, with the share of each cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.analysis.comparison import headlines
from idx.analysis.verdict import ROUNDING, Effect
from idx.diagnostics import Language, Wording, said
from idx.edits.changes import Kind
from idx.model import label
from idx.report.difference.described import KINDS, Describer
from idx.report.difference.shares import SharesOf, merge_notes, shares_of
from idx.report.difference.weights import weight_rows
from idx.report.numbers import per_cent, rounded
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.project.compare import Comparison
    from idx.project.sides import Side
    from idx.report.difference.weights import WeightRow

MOST_ENTITIES = 10
FURTHEST = 3
STYLES = {"BREAK": "bold red", "COMPARABLE": "yellow", "SAME": "green", "NOT COMPARED": "bold"}
WORDS = {
    "BREAK": Wording("BREAK", "不可比（BREAK）"),
    "COMPARABLE": Wording("COMPARABLE", "可比（COMPARABLE）"),
    "SAME": Wording("SAME", "数值相同（SAME）"),
    "NOT COMPARED": Wording("NOT COMPARED", "未比较（NOT COMPARED）"),
}


class Wish(NamedTuple):
    """What is shown: all or the gist, which nodes, entities and periods, with how many decimals, in which languages.

    `language` is that of the labels, `speech` that of all else.
    """

    full: bool = False
    nodes: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    digits: int = 1
    language: str | None = None
    speech: Language = "en"


def tables(comparison: Comparison, wish: Wish) -> list[Table]:
    """Return the tables of a comparison, those of the changes first."""
    found = [changes_table(comparison, wish)]
    if wish.full and (rows := weight_rows(comparison)):
        found.append(weights_table(rows, wish))
    if comparison.values is None:
        return found
    if comparison.verdict.effect is Effect.NONE and not wish.nodes:
        return found
    chosen = wish.nodes or _headlines(comparison)
    if wish.full and not wish.nodes:
        chosen = tuple(pair.name for pair in comparison.pairs.values())
    return found + [
        table
        for identity, pair in comparison.pairs.items()
        if pair.name in chosen and (table := node_table(comparison, identity, wish)) is not None
    ]


def _headlines(comparison: Comparison) -> tuple[str, ...]:
    result = comparison.after.result or comparison.before.result
    roots = headlines(result) if result else ()
    differing = set(_differing(comparison)["node"]) if comparison.values is not None else set()
    first = [root for root in roots if root in differing]
    return tuple(first[:1] or roots[:1])


def _differing(comparison: Comparison) -> pl.DataFrame:
    """Return the largest difference of each node that differs, the furthest first."""
    if comparison.values is None:
        return pl.DataFrame(schema={"node": pl.String, "most": pl.Float64})
    moved = comparison.values.with_columns(most=pl.col("difference").abs()).drop_nulls("most")
    whole = moved.sort("most", descending=True, maintain_order=True).unique("node", keep="first", maintain_order=True)
    return whole.filter(pl.col("most") > ROUNDING).select("node", "period", "entity", "most", "difference")


def changes_table(comparison: Comparison, wish: Wish) -> Table:
    """Return a row per change: its cause, its kind, what it is, and why."""
    describer = Describer(comparison, whole=wish.full)
    numbers = _numbers(comparison)
    shown = [item for item in comparison.changes if wish.full or item.kind > Kind.DOCUMENTATION or item.because]
    rows: list[tuple[Cell, ...]] = []
    for change in sorted(shown, key=lambda item: (-item.kind, numbers.get(id(item), 99))):
        number = numbers.get(id(change))
        rows.append(
            (
                Cell(f"[{number}]" if number else "", "dim"),
                Cell(said(KINDS[change.kind.name], wish.speech), "cyan"),
                Cell(said(describer.described(change).text, wish.speech)),
                Cell(change.because.text if change.because else ""),
            )
        )
    columns: tuple[Column, ...] = (
        Column("", "left"),
        Column(said(Wording("kind", "类别"), wish.speech), "left"),
        Column(said(Wording("change", "变化"), wish.speech), "left", folds=True),
        Column(said(Wording("because", "理由"), wish.speech), "left", folds=True),
    )
    if not any(row[3].text for row in rows):
        columns, rows = columns[:3], [row[:3] for row in rows]
    notes = [said(note, wish.speech) for note in _notes(comparison, len(comparison.changes) - len(shown), wish)]
    return Table(columns if rows else columns[:0], rows, said(_title(comparison, wish), wish.speech), tuple(notes))


def weights_table(rows: Sequence[WeightRow], wish: Wish) -> Table:
    """Return what nodes weigh before and after, under their parent and in the whole."""
    heads = (
        Wording("node", "节点"),
        Wording("under", "上级"),
        Wording("weight before", "权重（前）"),
        Wording("after", "（后）"),
        Wording("effective before", "有效权重（前）"),
        Wording("after", "（后）"),
    )
    lines = [
        (
            Cell(row.node),
            Cell(row.parent),
            *(
                Cell("–" if number is None else per_cent(number, 2), number=number)
                for number in (row.weight_before, row.weight_after, row.effective_before, row.effective_after)
            ),
        )
        for row in rows
    ]
    columns = [Column(said(head, wish.speech), "left" if place < 2 else "right") for place, head in enumerate(heads)]
    return Table(tuple(columns), lines, said(Wording("weights", "权重"), wish.speech))


def _weights_note(comparison: Comparison) -> list[Wording]:
    """Say which nodes weigh differently in the whole, those of the highest level first."""
    rows = [row for row in weight_rows(comparison) if row.effective_before != row.effective_after]
    both = [row for row in rows if row.effective_before is not None and row.effective_after is not None]
    if not both:
        return []
    listed = [
        f"{row.node} {per_cent(row.effective_before or 0, 1)} → {per_cent(row.effective_after or 0, 1)}"
        for row in both[:FURTHEST]
    ]
    more = " …" if both[FURTHEST:] else ""
    return [
        Wording(
            f"{len(both)} nodes weigh differently in the whole: {', '.join(listed)}{more}",
            f"{len(both)} 个节点在总体中的有效权重不同：{'、'.join(listed)}{more}",
        )
    ]


def _numbers(comparison: Comparison) -> dict[int, int]:
    """Return the number of the cause that each change belongs to, counted from 1."""
    causes = comparison.attribution.causes if comparison.attribution else ()
    return {id(change): number for number, cause in enumerate(causes, 1) for change in cause.changes}


def _title(comparison: Comparison, wish: Wish) -> Wording:
    before, after = comparison.before.framework.model, comparison.after.framework.model
    names = f"{before.name} {before.version} → {after.name if after.name != before.name else ''} {after.version}"
    names = " ".join(names.split())
    verdict = comparison.verdict
    word, kind = WORDS[verdict.word], KINDS[verdict.kind.name]
    en, zh = f"{names} · {word.en} ({kind.en})", f"{names} · {word.zh}（{kind.zh}）"
    extreme = verdict.extreme
    if extreme is None or verdict.effect is Effect.NONE:
        return Wording(en, zh)
    cell = " ".join(part for part in (extreme.node, extreme.entity, extreme.period) if part)
    difference = signed(extreme.difference, max(wish.digits, 2))
    tolerance = f"{extreme.tolerance:g}"
    return Wording(
        f"{en}: {cell} differs by {difference}, tolerance {tolerance}",
        f"{zh}：{cell} 相差 {difference}，允许误差 {tolerance}",
    )


def signed(number: float | None, digits: int) -> str:
    """Return a difference with its sign."""
    text = rounded(number, digits)
    return f"+{text}" if number is not None and number > 0 and text.strip("0.") else text


def _notes(comparison: Comparison, hidden: int, wish: Wish) -> list[Wording]:
    notes = []
    if not comparison.changes:
        notes.append(Wording("Nothing differs in meaning.", "含义上没有任何差别。"))
    if hidden:
        what = "change" if hidden == 1 else "changes"
        notes.append(
            Wording(
                f"{hidden} {what} of names, labels, sources, notes or expectations: --full shows them.",
                f"另有 {hidden} 处标签、来源、注释等说明性变化：用 --full 查看。",
            )
        )
    notes += [
        Wording(
            f"A guess: {guess.before} may be called {guess.after} now (the same data and formula). "
            f"--accept-guess compares them as one; in a version, write `rename {guess.before} -> {guess.after}`.",
            f"推测：{guess.before} 可能改名为 {guess.after}（数据和公式相同）。用 --accept-guess 可按同一节点比较；"
            f"在版本文件中可写 `rename {guess.before} -> {guess.after}`。",
        )
        for guess in comparison.guesses
    ]
    for side in (comparison.before, comparison.after):
        if side.result is None:
            reason = side.obstacles[0].message if side.obstacles else Wording("", "")
            notes.append(
                Wording(
                    f"No values are compared: {side.name} has none ({reason.en}).",
                    f"未比较数值：{side.name} 没有结果（{reason.zh}）。",
                )
            )
    notes += [*merge_notes(comparison), *_weights_note(comparison)]
    if comparison.values is not None:
        notes += _levels_note(comparison)
        notes += _values_notes(comparison, wish)
    return notes


def _levels_note(comparison: Comparison) -> list[Wording]:
    """Say where values of the one version are indices and those of the other scores."""
    linked = [_linked(side) for side in (comparison.before, comparison.after)]
    if linked[0] == linked[1]:
        return []
    kinds = [
        Wording("indices (linked)", "指数（有链接）") if item else Wording("scores (not linked)", "得分（无链接）")
        for item in linked
    ]
    return [
        Wording(
            f"Values before are {kinds[0].en}, those after {kinds[1].en}; they are compared as they are.",
            f"修改前的数值是{kinds[0].zh}，修改后的是{kinds[1].zh}，按原值比较。",
        )
    ]


def _linked(side: Side) -> bool:
    return any(side.framework.model.nodes[root].link for root in side.framework.model.roots)


def _values_notes(comparison: Comparison, wish: Wish) -> list[Wording]:
    differing = _differing(comparison)
    whole = len(comparison.pairs)
    furthest = [
        f"{row['node']} {signed(row['difference'], wish.digits)}" for row in differing.head(FURTHEST).to_dicts()
    ]
    differ = "differs" if differing.height == 1 else "differ"
    en, zh = f"{differing.height} of {whole} nodes {differ}", f"{whole} 个节点中有 {differing.height} 个数值不同"
    if furthest:
        en, zh = f"{en}, furthest {', '.join(furthest)}", f"{zh}，相差最大的是 {'、'.join(furthest)}"
    notes = [Wording(f"{en}.", f"{zh}。")]
    for other, en, zh in (("after", "before", "修改前"), ("before", "after", "修改后")):
        only = [pair.name for pair in comparison.pairs.values() if getattr(pair, other) is None]
        if only:
            more = " …" if only[8:] else ""
            said_en, said_zh = f"{', '.join(only[:8])}{more}", f"{'、'.join(only[:8])}{more}"
            notes.append(Wording(f"Only {en}: {said_en}.", f"仅{zh}有：{said_zh}。"))
    return notes


def node_table(comparison: Comparison, identity: str, wish: Wish) -> Table | None:
    """Return a node's values before and after, their difference, and the share of each cause in it."""
    if comparison.values is None or comparison.keys is None:
        return None
    pair = comparison.pairs[identity]
    shares = shares_of(comparison, identity)
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
            cells = (_share(cause.shares[row["row"]], cause.error(row["row"]), wish.digits) for row in rows)
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
        parts = (_share(cause.shares[row["row"]], cause.error(row["row"]), wish.digits) for cause in causes)
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


def _share(share: float | None, error: float | None, digits: int) -> Cell:
    if share is None:
        return Cell("n/a")
    text = signed(share, digits)
    return Cell(f"{text} ±{rounded(error, digits + 1)}" if error else text, number=share)
