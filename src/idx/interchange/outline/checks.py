"""What an outline has to be, whatever its tree was read from: named, without doubles, weighted throughout."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from idx.diagnostics import DataPlace, Related, Rule, Severity, Wording
from idx.interchange.outline.levels import LEVEL
from idx.interchange.outline.parents import PARENT
from idx.interchange.outline.roots import ROOT
from idx.interchange.outline.values import WEIGHT

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
SHARES = Rule(
    "IDX424",
    Wording("weights that look like shares of the whole", "像是占总体比重的权重"),
    Wording(
        "A weight is taken as the weight within its composite. Chinese tables often print the share of the whole "
        "instead: then the weights of all indicators sum to 1 or 100, and each composite weighs what its indicators "
        "weigh together. Give the composites these sums as weights; the indicators' weights are rescaled within each.",
        "权重按“在其上级中的权重”理解。有的表印的是占总体的比重：全部指标的权重之和为1或100，"
        "各上级的权重等于其下指标权重之和。如果是这样，请给各上级填上这些和；指标的权重会在上级内部重新换算。",
    ),
    data="level,code,weight\n1,total,\n2,a,\n3,b,10\n3,c,20\n2,d,\n3,e,30\n3,f,40\n",
    severity=Severity.WARNING,
)
DEEPEST = 64


def check(table: Table, outline: Outline, found: Collector) -> None:
    """Report what a tree cannot be; the outline's parents are those that could be found."""
    _names(table, outline.entries, found)
    _doubles(table, outline, found)
    _depth(table, outline, found)
    _weights(table, outline, found)
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


def _weights(table: Table, outline: Outline, found: Collector) -> None:
    if any(item.rule in {LEVEL, PARENT, ROOT} for item in found.items):
        return  # who are siblings is not settled
    unread = {item.place.row for item in found.items if item.rule is WEIGHT and isinstance(item.place, DataPlace)}
    for siblings in outline.children().values():
        entries = [outline.entries[position] for position in siblings]
        stated = [entry for entry in entries if entry.weight is not None]
        if not stated:
            continue
        for entry in entries:
            if entry.weight is None and entry.row not in unread:
                message = Wording(f"`{entry.label}` has no weight", f"`{entry.label}` 没有权重")
                help_ = Wording(f"beside it, `{stated[0].label}` has one", f"同级的 `{stated[0].label}` 有权重")
                found.add(WEIGHT, message, table.place(entry.row - 1, "weight"), help=help_)
        if not any(entry.weight for entry in stated):
            message = Wording("the weights of these siblings sum to zero", "这些同级节点的权重之和为零")
            found.add(WEIGHT, message, table.place(entries[0].row - 1, "weight"))
    _shares(table, outline, found)


def _shares(table: Table, outline: Outline, found: Collector) -> None:
    below = outline.children()
    leaves = [entry for position, entry in enumerate(outline.entries) if position not in below]
    composites = [entry for position, entry in enumerate(outline.entries) if position in below]
    parents = {entry.parent for entry in leaves}
    if len(parents) < 2 or any(entry.weight is not None for entry in composites if entry.parent is not None):
        return
    total = sum((entry.weight or Fraction(0) for entry in leaves), Fraction(0))
    if total in (1, 100) and all(entry.weight is not None for entry in leaves):
        message = Wording(
            f"the weights of all {len(leaves)} indicators together sum to {total}",
            f"全部{len(leaves)}个指标的权重之和为{total}",
        )
        help_ = Wording(
            "if they are shares of the whole, give each composite the sum of its indicators' weights",
            "如果是占总体的比重，请给各上级填上其下指标权重之和",
        )
        found.add(SHARES, message, table.place(leaves[0].row - 1, "weight"), help=help_)
