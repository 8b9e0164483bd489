"""What an outline has to be, whatever its tree was read from: named, without doubles, not too deep, weighted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Related, Rule, Severity, Wording
from idx.interchange.outline.levels import LEVEL
from idx.interchange.outline.roots import ROOT
from idx.interchange.outline.weights import check_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.diagnostics import Collector
    from idx.interchange.outline.model import Entry, Outline
    from idx.interchange.outline.table import Table

UNNAMED = Rule(
    "IDX415",
    Wording("a row without a name", "没有名称的行"),
    Wording(
        "Each row of an outline has a code or a label: a row that has neither, and yet says something, is most often "
        "one whose name slipped into another column.",
        "指标体系表的每一行都要有代码或名称；两者都没有却写了别的内容的行，多半是名称填错了列。",
    ),
    data="level,code,unit\n1,total,\n2,,%\n",
)
DUPLICATE = Rule(
    "IDX416",
    Wording("a node that stands twice", "重复的节点"),
    Wording(
        "A code stands for one node, so it stands in one row; where indicators have no codes, so do their labels. An "
        "indicator under two composites is written by hand after the import: its name alone, under the second one.",
        "一个代码只代表一个节点，只能出现一次；指标没有代码时，名称也不能重复。同属两个上级的指标，"
        "请在导入后手工写：在第二个上级下只写它的名称。",
    ),
    data="level,code\n1,total\n2,a\n2,a\n",
)
LEFT_OUT = Rule(
    "IDX423",
    Wording("something that a framework has no place for", "框架中无处安放的内容"),
    Wording(
        "A direction belongs to an indicator, or to the whole. On a composite between the two it would change nothing "
        "and is left out; if a whole branch counts against the index, each of its indicators says so.",
        "方向只属于指标或总指数；写在中间各级上不起作用，因此略去。若整个分支都是逆向的，请在其中每个指标上注明。",
    ),
    data="level,code,direction\n1,total,\n2,a,negative\n3,b,\n",
    severity=Severity.WARNING,
)
DEEPEST = 64


def check(table: Table, outline: Outline, found: Collector) -> None:
    """Report what a tree cannot be; the outline's parents are those that could be found."""
    _names(table, outline.entries, found)
    _doubles(table, outline, found)
    _depth(table, outline, found)
    check_weights(table, outline, found)
    if len(outline.entries) < 2:
        rows = [entry.row - 1 for entry in outline.entries if entry.row] or [table.header.row]
        found.add(ROOT, Wording("no node stands under a root", "总指数之下没有节点"), table.place(rows[0]))
    for position in outline.children():
        entry = outline.entries[position]
        if entry.negative and entry.parent is not None:
            message = Wording(
                f"the direction of `{entry.label}`, a composite, is left out", f"略去复合指标 `{entry.label}` 的方向"
            )
            found.add(LEFT_OUT, message, table.place(entry.row - 1, "direction"))


def _names(table: Table, entries: Sequence[Entry], found: Collector) -> None:
    for entry in entries:
        if not entry.label and entry.row:
            message = Wording("the row has neither a code nor a label", "该行既没有代码也没有名称")
            found.add(UNNAMED, message, table.place(entry.row - 1))


def _doubles(table: Table, outline: Outline, found: Collector) -> None:
    below = outline.children()
    first: dict[str, Entry] = {}
    for position, entry in enumerate(outline.entries):
        named = entry.code or ("" if position in below else entry.label)
        if not named:
            continue
        earlier = first.setdefault(named, entry)
        if earlier is not entry:
            part = "code" if entry.code else "label"
            related = Related(Wording("it stands here first", "最先出现在这里"), table.place(earlier.row - 1, part))
            message = Wording(f"`{named}` stands twice", f"`{named}` 出现两次")
            found.add(DUPLICATE, message, table.place(entry.row - 1, part), related=[related])


def _depth(table: Table, outline: Outline, found: Collector) -> None:
    below = outline.children()
    depth = {position: 1 for position, entry in enumerate(outline.entries) if entry.parent is None}
    waiting = list(depth)
    while waiting:
        position = waiting.pop()
        for child in below.get(position, ()):
            depth[child] = depth[position] + 1
            waiting.append(child)
            if depth[child] == DEEPEST + 2:  # an indicator may stand in the deepest composite
                entry = outline.entries[child]
                message = Wording(
                    f"`{entry.label}` stands on level {depth[child]}", f"`{entry.label}` 在第{depth[child]}级"
                )
                help_ = Wording(f"at most {DEEPEST} levels can be nested", f"最多嵌套{DEEPEST}级")
                found.add(LEVEL, message, table.place(entry.row - 1), help=help_)
