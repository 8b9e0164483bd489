"""What has to be known of a comparison, in sentences below its changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import DataPlace, Wording
from idx.report.diagnostics import name_place
from idx.report.difference.furthest import FURTHEST, differing
from idx.report.difference.shares import merge_notes
from idx.report.difference.verdict_notes import verdict_notes
from idx.report.difference.weights import weights_note
from idx.report.difference.wish import Wish, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.diagnostics import Diagnostic
    from idx.edits.guesses import Guess
    from idx.project.compare import Comparison
    from idx.project.sides import Side


def notes_on(comparison: Comparison, hidden: int, wish: Wish) -> list[Wording]:
    """Return the sentences; `hidden` is how many changes are not shown."""
    notes = []
    if not comparison.changes and comparison.values is None:
        notes.append(Wording("The files do not differ in meaning.", "两个文件含义相同。"))
    elif not comparison.changes:
        notes.append(Wording("Nothing differs in meaning.", "含义上没有任何差别。"))
    if hidden:
        what = "change" if hidden == 1 else "changes"
        notes.append(
            Wording(
                f"{hidden} {what} of names, labels, sources, notes or expectations: --full shows them.",
                f"另有 {hidden} 处标签、来源、注释等说明性变化：用 --full 查看。",
            )
        )
    notes += [_guessed(guess) for guess in comparison.guesses]
    notes += without_values(comparison)
    notes += [*verdict_notes(comparison), *merge_notes(comparison), *weights_note(comparison)]
    if comparison.values is not None:
        notes += [*_levels_note(comparison), *_causes_note(comparison)]
        notes += _values_notes(comparison, wish) if comparison.comparable else []
    return notes


def without_values(comparison: Comparison) -> list[Wording]:
    """Say which version has no values, and why."""
    notes = []
    for side, en, zh in ((comparison.before, "before", "修改前"), (comparison.after, "after", "修改后")):
        if side.result is None:
            reason = _obstacles(side.obstacles)
            notes.append(
                Wording(
                    f"No values are compared: the version {en}, {side.name}, has none ({reason.en}).",
                    f"未比较数值：{zh}的 {side.name} 没有结果（{reason.zh}）。",
                )
            )
    return notes


def _obstacles(obstacles: Sequence[Diagnostic]) -> Wording:
    """Say what stands in the way of values, where, and how much more does."""
    if not obstacles:
        return Wording("", "")
    first, *others = obstacles
    english, chinese = first.message
    if isinstance(first.place, DataPlace):
        where = name_place(first.place)
        english, chinese = f"{where.en}: {english}", f"{where.zh}：{chinese}"
    if others:
        english, chinese = f"{english}; {len(others)} more", f"{chinese}；另有 {len(others)} 处"
    return Wording(english, chinese)


def _guessed(guess: Guess) -> Wording:
    """Say that a name seems to stand for another one now, and which edit would say it."""
    why = Wording("the same data and formula", "数据和公式相同")
    if guess.entity:
        why = Wording("the same data", "数据相同")
    if guess.stated:
        why = Wording("an edit says so of another base", "有一条修改这样写，但针对的是另一基础文件")
    kind = "评价对象" if guess.entity else "节点"
    return Wording(
        f"A guess: {guess.before} may be called {guess.after} now ({why.en}). "
        f"--accept-guess compares them as one; in a version, write `{guess.edit}`.",
        f"推测：{guess.before} 可能改名为 {guess.after}（{why.zh}）。用 --accept-guess 可按同一{kind}比较；"
        f"在版本文件中可写 `{guess.edit}`。",
    )


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


def _causes_note(comparison: Comparison) -> list[Wording]:
    """Say where differences are not attributed since data of different frequencies have no cells in common."""
    if comparison.comparable:
        return []
    return [
        Wording(
            "Differences are not attributed: the data have periods of different kinds.",
            "未分解差额：两边数据的时期种类不同。",
        )
    ]


def _linked(side: Side) -> bool:
    return any(side.framework.model.nodes[root].link for root in side.framework.model.roots)


def _values_notes(comparison: Comparison, wish: Wish) -> list[Wording]:
    moved = differing(comparison)
    whole = len(comparison.pairs)
    furthest = [f"{row['node']} {signed(row['difference'], wish.digits)}" for row in moved.head(FURTHEST).to_dicts()]
    differ = "differs" if moved.height == 1 else "differ"
    en, zh = f"{moved.height} of {whole} nodes {differ}", f"{whole} 个节点中有 {moved.height} 个数值不同"
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
