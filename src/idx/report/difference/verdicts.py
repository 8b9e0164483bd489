"""A verdict in words: the words that hold, the kind of change, and what decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.analysis.verdict import REFERRED
from idx.analysis.words import Word
from idx.diagnostics import Wording
from idx.report.difference.described import KINDS
from idx.report.difference.wish import Wish, signed
from idx.report.numbers import exact

if TYPE_CHECKING:
    from idx.analysis.movement import Movement
    from idx.analysis.verdict import Verdict
    from idx.project.compare import Comparison

PURELY = Wording("REBASED, growth unchanged", "换基期，增速不变（REBASED）")
WORDS = {
    Word.SAME: Wording("SAME", "数值相同（SAME）"),
    Word.COMPARABLE: Wording("COMPARABLE", "可比（COMPARABLE）"),
    Word.EXTENDED: Wording("EXTENDED", "有延伸（EXTENDED）"),
    Word.RESCALED: Wording("RESCALED", "换算（RESCALED）"),
    Word.REBASED: Wording("REBASED", "换基期（REBASED）"),
    Word.REVISED: Wording("REVISED", "有修订（REVISED）"),
    Word.BREAK: Wording("BREAK", "不可比（BREAK）"),
    Word.NOT_COMPARED: Wording("NOT COMPARED", "未比较（NOT COMPARED）"),
}


def classed(verdict: Verdict) -> Wording:
    """Return the words of a verdict with the weightiest kind of change: "REVISED and EXTENDED (data)"."""
    said = [word_of(word, verdict) for word in verdict.words]
    comma = "," if "," in said[0].en and len(said) > 1 else ""
    en, zh = f"{comma} and ".join(word.en for word in said), "、".join(word.zh for word in said)
    kind = KINDS[verdict.kind.name]
    return Wording(f"{en} ({kind.en})", f"{zh}（{kind.zh}）")


def word_of(word: Word, verdict: Verdict) -> Wording:
    """Return a word that holds, with the factor of what is rescaled, and that growth is as it was where it is."""
    said = WORDS[word]
    if word is Word.REBASED and set(verdict.words) <= {Word.REBASED, Word.EXTENDED}:
        return PURELY
    if word is not Word.RESCALED:
        return said
    by = ", ".join(f"×{exact(factor)}" for factor in verdict.factors)
    return Wording(f"{said.en} {by}", said.zh.replace("（", f" {by}（"))


def title(comparison: Comparison, wish: Wish) -> Wording:
    """Return the versions that are compared, the verdict, and what decides it."""
    before, after = comparison.before.framework.model, comparison.after.framework.model
    names = f"{before.name} {before.version} → {after.name if after.name != before.name else ''} {after.version}"
    names = " ".join(names.split())
    words, why = classed(comparison.verdict), deciding(comparison, wish)
    en, zh = f"{names} · {words.en}", f"{names} · {words.zh}"
    return Wording(f"{en}: {why.en}", f"{zh}：{why.zh}") if why else Wording(en, zh)


def deciding(comparison: Comparison, wish: Wish) -> Wording | None:
    """Return what decides a verdict, in words."""
    verdict = comparison.verdict
    movement = verdict.movement
    if verdict.heaviest is Word.NOT_COMPARED and not comparison.comparable:
        return Wording("the data have periods of different kinds", "两边数据的时期种类不同")
    if movement is None or verdict.heaviest is Word.SAME:
        return None
    if verdict.heaviest is Word.NOT_COMPARED:
        return Wording("no published value stands in both", "没有两边都有的公布值")
    if not {Word.COMPARABLE, Word.REVISED, Word.BREAK} & set(verdict.words):
        return _extension(movement) if Word.EXTENDED in verdict.words else None
    return _extreme(verdict, wish) or (None if Word.COMPARABLE in verdict.words else _ended(movement))


def _extreme(verdict: Verdict, wish: Wish) -> Wording | None:
    extreme = verdict.extreme
    if extreme is None:
        return None
    cell = " ".join(part for part in (extreme.node, extreme.entity, extreme.period) if part)
    difference = signed(extreme.difference, max(wish.digits, 2))
    tolerance = f"{extreme.tolerance:g}"
    before = Wording("", "")
    if verdict.reference in REFERRED and verdict.heaviest is not Word.BREAK:
        before = Wording(" on the reference before", "按修改前的基准")
        before = before if verdict.kept else Wording(" on the reference after", "按修改后的基准")
    return Wording(
        f"{cell} differs by {difference}{before.en}, tolerance {tolerance}",
        f"{cell} {before.zh}相差 {difference}，允许误差 {tolerance}",
    )


def _ended(movement: Movement) -> Wording | None:
    """Say which indices or published values are there no more."""
    if movement.gone:
        are = "is" if len(movement.gone) == 1 else "are"
        return Wording(f"{' and '.join(movement.gone)} {are} there no more", f"{'、'.join(movement.gone)} 不复存在")
    cells = movement.withdrawn
    if cells.is_empty():
        return None
    where = " ".join(part for part in cells.row(0)[:3] if part)
    more = cells.height - 1
    if not more:
        return Wording(f"{where} is there no more", f"{where} 不复存在")
    return Wording(f"{where} and {more} more are there no more", f"{where} 等 {more + 1} 个公布值不复存在")


def _extension(movement: Movement) -> Wording:
    """Say how many values came, and of which periods."""
    cells = movement.new
    count = cells.height
    if not count:
        return Wording(
            f"{movement.came} new values, none of the headline", f"新增 {movement.came} 个数值，总指标没有新增"
        )
    periods = sorted({period for period in cells["period"] if period is not None})
    span = "" if not periods else periods[0] if len(periods) == 1 else f"{periods[0]}–{periods[-1]}"
    plural = "s" if count != 1 else ""
    return Wording(
        f"{count} new value{plural} of the headline{f', {span}' if span else ''}",
        f"总指标新增 {count} 个数值{f'，{span}' if span else ''}",
    )
