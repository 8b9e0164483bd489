"""What an edition did to the headline, for a release note: before and after, the largest causes, who moved in rank."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from idx.analysis.printed import ROUNDING
from idx.analysis.verdict import Effect
from idx.analysis.vintages.parts import of_one
from idx.diagnostics import Wording, said
from idx.model import label
from idx.report.difference.described import Describer
from idx.report.difference.escaping import escaped
from idx.report.difference.furthest import headline
from idx.report.difference.shares import WITHHELD
from idx.report.difference.wish import signed
from idx.report.numbers import rounded
from idx.report.ranking import place
from idx.report.results import ENTITY
from idx.report.tables import Cell, Column, Table, markdown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from idx.project.compare import Comparison
    from idx.report.difference.wish import Wish

LARGEST = 5  # causes, and entities that moved


class Common(NamedTuple):
    """The headline where both editions have values: in the latest such period, and in all of them.

    The column `row` has the rows of the comparison.
    """

    identity: str
    name: str
    period: str | None
    cells: pl.DataFrame
    whole: pl.DataFrame


def effects(comparison: Comparison, wish: Wish) -> list[str]:
    """Return the paragraphs on the headline's values, on what caused their difference, and on ranks."""
    if comparison.verdict.effect is Effect.NONE:
        return [said(Wording("No value differs.", "数值没有任何变化。"), wish.speech)]
    common = _common(comparison)
    if common is None:
        if comparison.values is None:
            return []
        return [said(Wording("The headline has no period in common.", "总指标没有共同的时期。"), wish.speech)]
    side = comparison.after if comparison.pairs[common.identity].after is not None else comparison.before
    title = " · ".join(filter(None, (label(side.framework.model.nodes[common.name], wish.language), common.period)))
    parts = [f"### {escaped(title)}", said(_values(common, wish), wish.speech)]
    causes = _causes(comparison, common, wish)
    if causes:
        parts += [said(Wording("The largest causes:", "主要原因："), wish.speech), "\n".join(causes)]
    parts += [said(note, wish.speech) for note in _other_periods(comparison, common, wish)]
    return parts + _ranks(common, wish)


def _common(comparison: Comparison) -> Common | None:
    names = headline(comparison)
    if comparison.values is None or comparison.keys is None or not names:
        return None
    identity = next(identity for identity, pair in comparison.pairs.items() if pair.name == names[0])
    position = list(comparison.pairs).index(identity)
    values = comparison.values.slice(position * comparison.keys.height, comparison.keys.height).with_row_index("row")
    both = values.drop_nulls(["before", "after"])
    if not both.height:
        return None
    last = both["period"].max()
    period = last if isinstance(last, str) else None
    return Common(identity, names[0], period, both.filter(pl.col("period").eq_missing(period)), both)


def _values(common: Common, wish: Wish) -> Wording:
    """Say what the headline was and is; of several entities, on average."""
    old, new = (float(np.mean(common.cells[side].to_numpy())) for side in ("before", "after"))
    count = common.cells.height
    mean = Wording(f" (mean of {count} entities)", f"（{count} 个评价对象的平均）") if count > 1 else Wording("", "")
    shown = f"{rounded(old, wish.digits)} → {rounded(new, wish.digits)}"
    difference = signed(new - old, wish.digits)
    return Wording(f"{shown} ({difference}){mean.en}", f"{shown}（{difference}）{mean.zh}")


def _other_periods(comparison: Comparison, common: Common, wish: Wish) -> list[Wording]:
    """Say of one entity which older figure moved further, and which figures are the first of their periods."""
    values = comparison.values
    if values is None or values["entity"].n_unique() > 1 or common.period is None:
        return []
    notes = []
    furthest = common.whole.sort(pl.col("difference").abs(), descending=True, maintain_order=True).row(0, named=True)
    if abs(furthest["difference"]) > abs(common.cells["difference"][0]) + ROUNDING:
        both = " → ".join(rounded(furthest[side], wish.digits) for side in ("before", "after"))
        shown = f"{furthest['period']} {both}"
        far = signed(furthest["difference"], wish.digits)
        notes.append(Wording(f"Revised furthest: {shown} ({far}).", f"修订最大：{shown}（{far}）。"))
    own = values.filter((pl.col("node") == common.name) & (pl.col("period") > common.period)).drop_nulls("after")
    figures = [f"{row['period']} {rounded(row['after'], wish.digits)}" for row in own.to_dicts()]
    if figures:
        notes.append(Wording(f"First figures: {', '.join(figures)}.", f"首次公布：{'、'.join(figures)}。"))
    return notes


def _causes(comparison: Comparison, common: Common, wish: Wish) -> list[str]:
    """Return a line for each cause that moved entities most, with its mean share, and one for what is left of it."""
    attribution = comparison.attribution
    shares = attribution.nodes.get(common.identity) if attribution is not None else None
    if attribution is None or shares is None:
        return []
    if shares.withheld:
        return [f"- {said(WITHHELD, wish.speech)}"]
    rows = common.cells["row"].to_numpy()
    own = of_one(shares.joined, np.arange(len(attribution.causes)))
    known = np.where(own, np.nan_to_num(shares.shares, nan=0.0), 0.0)
    means = known[:, rows].mean(axis=1).tolist()
    sizes = np.abs(known[:, rows])
    whole = float(np.mean(common.cells["difference"].to_numpy()))
    describer = Describer(comparison, language=wish.language)
    order = np.argsort(-sizes.mean(axis=1), kind="stable").tolist()
    shown = [number for number in order if float(rounded(sizes[number].max(), wish.digits)) != 0][:LARGEST]
    lines = [
        (
            signed(means[number], wish.digits) + _between(known[number, rows], common, wish),
            describer.short(attribution.causes[number]),
        )
        for number in shown
    ]
    others = len(means) - len(shown)
    if shown and any(float(rounded(sizes[number].max(), wish.digits)) != 0 for number in set(order) - set(shown)):
        rest = sum(means) - sum(means[number] for number in shown)
        words = Wording(f"{others} other cause{'s' if others > 1 else ''}", f"其他 {others} 个原因")
        lines.append((signed(rest, wish.digits), words))
    lost = whole - sum(means)
    if float(rounded(lost, wish.digits)) != 0:
        lines.append((signed(lost, wish.digits), Wording("cannot be attributed to one cause", "无法归于单一原因")))
    mark = said(Wording(": ", "："), wish.speech)
    return [f"- {number}{mark}{escaped(said(text, wish.speech))}" for number, text in lines]


def _between(shares: NDArray[np.float64], common: Common, wish: Wish) -> str:
    """Say from which entity's share to which one's the shares of a cause go: their mean may hide both."""
    low, high = int(shares.argmin()), int(shares.argmax())
    ends = [signed(float(shares[place]), wish.digits) for place in (low, high)]
    if ends[0] == ends[1]:
        return ""
    first, last = (escaped(common.cells["entity"][place] or "") for place in (low, high))
    words = Wording(
        f" (from {ends[0]} for {first} to {ends[1]} for {last})", f"（从{first} {ends[0]} 到{last} {ends[1]}）"
    )
    return said(words, wish.speech)


def _ranks(common: Common, wish: Wish) -> list[str]:
    """Return who moved most in rank, where there are several entities."""
    if "rank_before" not in common.cells.columns or common.cells.height < 2:
        return []
    moved = common.cells.with_columns(places=pl.col("rank_before") - pl.col("rank_after")).filter(pl.col("places") != 0)
    count = Wording(
        f"{moved.height} of {common.cells.height} entities changed their rank.",
        f"{common.cells.height} 个评价对象中有 {moved.height} 个位次变动。",
    )
    if not moved.height:
        return [said(count, wish.speech)]
    far = moved.sort(pl.col("places").abs(), pl.col("difference").abs(), descending=True, maintain_order=True)
    words = (ENTITY, Wording("rank", "位次"), Wording("before", "修改前"), Wording("after", "修改后"))
    columns = [Column(said(word, wish.speech), "left" if word is ENTITY else "right") for word in words]
    lines: list[tuple[Cell, ...]] = [
        (
            Cell(row["entity"] or ""),
            Cell(f"{place(row['rank_before'])} → {place(row['rank_after'])}"),
            Cell(rounded(row["before"], wish.digits)),
            Cell(rounded(row["after"], wish.digits)),
        )
        for row in far.head(LARGEST).to_dicts()
    ]
    return [said(count, wish.speech), markdown(Table(tuple(columns), lines))]
