"""Whether the weights of an outline go together: among siblings, and over the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import DataPlace, Rule, Severity, Wording
from idx.interchange.outline.levels import LEVEL
from idx.interchange.outline.parents import PARENT
from idx.interchange.outline.roots import ROOT
from idx.interchange.outline.values import WEIGHT

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.interchange.outline.model import Outline
    from idx.interchange.outline.table import Table

SHARES = Rule(
    "IDX424",
    Wording("weights that look like shares of the whole", "像是占总体比重的权重"),
    Wording(
        "Chinese tables often print each indicator's share of the whole and no weights of composites: the weights of "
        "all indicators then sum to 1 or 100. Such weights are taken as shares, under `weighting of_total`, and a "
        "composite weighs what its indicators weigh together. Other weights are weights within a composite.",
        "有的表印的是各指标占总体的比重，不印上级的权重：全部指标的权重之和为1或100。这样的权重按比重理解，写成 "
        "`weighting of_total`，上级的权重等于其下指标权重之和。其他权重都是在上级内部的权重。",
    ),
    data="level,code,weight\n1,total,\n2,a,\n3,b,10\n3,c,20\n2,d,\n3,e,30\n3,f,40\n",
    severity=Severity.WARNING,
)


def check_weights(table: Table, outline: Outline, found: Collector) -> None:
    """Report siblings of which only some have a weight, or none weighs anything, and shares of the whole."""
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
    total = outline.sum_of_shares()
    if total is None:
        return
    below = outline.children()
    leaves = [entry for position, entry in enumerate(outline.entries) if position not in below]
    message = Wording(
        f"the weights of all {len(leaves)} indicators sum to {total}: they are taken as shares of the whole",
        f"全部{len(leaves)}个指标的权重之和为{total}：按占总体的比重理解",
    )
    help_ = Wording(
        "if they are weights within each composite, take `weighting of_total` away and write `weighting relative` "
        "on each composite that holds indicators",
        "如果是各上级内部的权重，请去掉 `weighting of_total`，并在直接含有指标的各上级写上 `weighting relative`",
    )
    found.add(SHARES, message, table.place(leaves[0].row - 1, "weight"), help=help_)
