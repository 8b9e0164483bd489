"""A comparison in numbers, as tables that fit on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.analysis.verdict import REFERRED
from idx.analysis.words import Word
from idx.diagnostics import Wording, said
from idx.report.difference.described import KINDS, Describer
from idx.report.difference.stat import stat_of
from idx.report.difference.verdicts import title
from idx.report.difference.wish import signed
from idx.report.numbers import rounded
from idx.report.paragraphs import filled
from idx.report.tables import GAP, Cell, Column, Table
from idx.source import character_width, display_width

if TYPE_CHECKING:
    from idx.edits.changes import Kind
    from idx.project.compare import Comparison
    from idx.report.difference.stat import Stat
    from idx.report.difference.wish import Wish

WIDTH = 80
VERBS = {
    "add": Wording("added", "新增"),
    "remove": Wording("removed", "删除"),
    "replace": Wording("replaced", "替换"),
    "move": Wording("moved", "移动"),
    "put": Wording("put elsewhere too", "增加位置"),
    "take": Wording("taken from a place", "减少位置"),
    "home": Wording("with methods from elsewhere", "改变继承"),
    "rename": Wording("renamed", "改名"),
    "rename entity": Wording("entity renamed", "评价对象改名"),
    "set": Wording("set", "设定"),
    "revise": Wording("revised", "修订"),
    "rescale": Wording("rescaled with its unit", "随计量单位换算"),
    "extend": Wording("extended", "时期延伸"),
    "shorten": Wording("shortened", "时期缩短"),
    "arrive": Wording("entity added", "新增评价对象"),
    "depart": Wording("entity removed", "删去评价对象"),
    "expect": Wording("expected otherwise", "期望值"),
}


def stat_tables(comparison: Comparison, wish: Wish) -> list[Table]:
    """Return the verdict with the changes counted, then the largest causes with a name for the version."""
    stat = stat_of(comparison)
    return [_counts(comparison, stat, wish), _causes(comparison, stat, wish)]


def _counts(comparison: Comparison, stat: Stat, wish: Wish) -> Table:
    kinds: dict[Kind, list[tuple[str, int]]] = {}
    for (kind, verb), count in stat.changes.items():
        kinds.setdefault(kind, []).append((verb, count))
    heads = (Wording("kind", "类别"), Wording("changes", "变化"), Wording("of which", "其中"))
    columns = tuple(
        Column(said(head, wish.speech), "right" if place == 1 else "left") for place, head in enumerate(heads)
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(said(KINDS[kind.name], wish.speech), "cyan"),
            Cell(str(sum(count for _, count in verbs)), number=sum(count for _, count in verbs)),
            Cell(said(_verbs(verbs), wish.speech)),
        )
        for kind, verbs in kinds.items()
    ]
    notes = [filled(said(note, wish.speech), WIDTH) for note in _notes(stat)]
    head = filled(said(title(comparison, wish), wish.speech), WIDTH)
    return Table(columns if rows else (), rows, head, tuple(notes))


def _verbs(verbs: list[tuple[str, int]]) -> Wording:
    named = [(VERBS[verb], count) for verb, count in verbs]
    return Wording(
        ", ".join(f"{count} {verb.en}" for verb, count in named),
        "、".join(f"{verb.zh} {count}" for verb, count in named),
    )


def _notes(stat: Stat) -> list[Wording]:
    new, lost, revised = stat.cells
    notes = []
    if any(stat.cells):
        notes.append(
            Wording(
                f"Cells of the data: {revised} revised, {new} new, {lost} lost.",
                f"数据：修订 {revised} 格，新增 {new} 格，减少 {lost} 格。",
            )
        )
    if stat.movement is None:
        return notes
    moved = stat.movement
    notes.append(
        Wording(
            f"Nodes: {stat.differing} of {stat.nodes} differ, {stat.before} only before, {stat.after} only after.",
            f"节点：{stat.nodes} 个中 {stat.differing} 个数值不同，仅修改前有 {stat.before} 个，"
            f"仅修改后有 {stat.after} 个。",
        )
    )
    notes.append(
        Wording(
            f"Published values: {moved.beyond} of {moved.compared} moved beyond their tolerance, "
            f"{moved.new.height} new, {moved.withdrawn.height} there no more.",
            f"公布值：{moved.compared} 个中有 {moved.beyond} 个超过允许误差，新增 {moved.new.height} 个，"
            f"不复存在 {moved.withdrawn.height} 个。",
        )
    )
    return notes


def _causes(comparison: Comparison, stat: Stat, wish: Wish) -> Table:
    """Return the largest causes; what they are is cut where a line would be too long."""
    proposal = filled(said(_proposal(comparison, stat), wish.speech), WIDTH)
    if stat.causes is None:
        none = Wording("Differences are not attributed.", "未分解差额。")
        return Table((), [], "", (said(none, wish.speech), proposal))
    attribution = comparison.attribution
    if not stat.causes or attribution is None:
        none = Wording("No cause moves the headline.", "没有原因使总指标变化。")
        return Table((), [], "", (said(none, wish.speech), proposal))
    describer = Describer(comparison, language=wish.language)
    count, node = len(attribution.causes), stat.causes[0].node
    of = Wording(f"largest of {count} causes, {node}", f"{count} 个原因中最大的，{node}")
    if count == 1:
        of = Wording(f"the cause, {node}", f"原因，{node}")
    heads = (
        said(of, wish.speech),
        said(Wording("share", "份额"), wish.speech),
        said(Wording("at", "所在"), wish.speech),
    )
    lines = []
    for item in stat.causes:
        share = "n/a" if item.share is None else signed(item.share, wish.digits)
        share += f" ±{rounded(item.error, wish.digits + 1)}" if item.error else ""
        cell = " ".join(part for part in (item.entity, item.period) if part) if item.share is not None else ""
        lines.append(
            (f"[{item.cause}] {said(describer.short(attribution.causes[item.cause - 1]), wish.speech)}", share, cell)
        )
    others = sum(max(map(display_width, texts)) for texts in list(zip(heads, *lines, strict=True))[1:])
    room = WIDTH - others - 2 * GAP
    rows: list[tuple[Cell, ...]] = [(Cell(cut(text, room)), Cell(share), Cell(cell)) for text, share, cell in lines]
    columns = (Column(cut(heads[0], room), "left"), Column(heads[1]), Column(heads[2], "left"))
    return Table(columns, rows, "", (proposal,))


def cut(text: str, width: int) -> str:
    """Return a text no wider than a number of columns, with `…` where it goes on."""
    if display_width(text) <= width:
        return text
    kept, used = "", 1
    for character in text:
        used += character_width(character)
        if used > width:
            break
        kept += character
    return f"{kept.rstrip()}…"


def _proposal(comparison: Comparison, stat: Stat) -> Wording:
    """Say what the version would be called, and why, or why nothing is proposed."""
    old, own = (side.framework.model.version for side in (comparison.before, comparison.after))
    name, reason = stat.proposal
    if name is None:
        whys = {
            "form": Wording(
                f"{old} has no form that can be counted on, such as 1.4.2, 2024 or 2023/24",
                f"现名 {old} 不是可以接着数的形式（如 1.4.2、2024、2023/24）",
            ),
            "same": Wording("no value differs", "数值没有差别"),
            "year": Wording(
                f"{old} is a year, and the headline ends in no later one", f"现名 {old} 是年份，而总指标的末期没有推后"
            ),
            "unknown": Wording("nothing is known of the values", "数值未作比较"),
        }
        why = whys[reason or "form"]
        return Wording(
            f"Name of the next version: none is proposed, since {why.en}.", f"下一版本名：不作建议，因为{why.zh}。"
        )
    why = _why(comparison.verdict.words) if "." in name else _later(stat.years)
    called = Wording("", "")
    if own not in {old, name}:
        called = Wording(f"; it is called {own}", f"；现名 {own}")
    elif own == name:
        called = Wording(", as it is called", "，与现名相同")
    return Wording(
        f"Name of the next version: {name}, since {why.en}{called.en}.",
        f"下一版本名：{name}，因为{why.zh}{called.zh}。",
    )


def _later(years: int) -> Wording:
    by = "a year" if years == 1 else f"{years} years"
    return Wording(f"the headline goes on by {by}", f"总指标延伸了 {years} 年")


def _why(words: tuple[Word, ...]) -> Wording:
    """Return what raises a number of a name such as 1.4.2."""
    if Word.BREAK in words:
        return Wording("values do not mean what they meant", "数值的含义变了")
    if REFERRED & set(words):
        return Wording("values stand on another reference", "数值换了基准")
    if Word.EXTENDED in words:
        return Wording("there are more values", "数值增多了")
    if Word.REVISED in words:
        return Wording("published values are corrected", "公布值有更正")
    return Wording("no published value moves visibly", "公布值没有看得出的变化")
