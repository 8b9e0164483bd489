"""Outlines drawn for tests, and the tables in which people keep them: with levels, with parents, with merged cells."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from idx.interchange.outline.model import Entry, Outline
from idx.interchange.outline.nodes import number
from idx.interchange.outline.table import REMARK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from hypothesis.strategies import DrawFn

Table = list[list[str]]

# What codes and labels are made of: names, numbers, and everything that is awkward in a name or in quotes.
CHARACTERS = st.one_of(
    st.sampled_from("aB1290_.-·/ %（）()，：“”\"'\\#{}$研发经费投入强度é５Ａ𝔸あ·½²"),
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")),
)
AWKWARD = (
    st.text(CHARACTERS, min_size=1, max_size=8).map(str.strip).filter(lambda text: text and not REMARK.match(text))
)
PLAIN = st.sampled_from(
    ["1.1", "1_1", "5G基站", "entity", "period", "index", "total", "总指数", "GDP", "A1", "1", "人均GDP（元）"]
)
TEXTS = st.one_of(PLAIN, AWKWARD)
UNITS = st.sampled_from(["", "%", "万元", "2019=100", "per 100 000", "％", "unit"])
WEIGHTS = st.fractions(min_value=0, max_value=100, max_denominator=1000).filter(bool)


@st.composite
def outlines(draw: DrawFn) -> Outline:
    """Draw a tree in the order in which it is read, every code and every label of its own."""
    parents = _depth_first([draw(st.integers(0, max(0, n - 1))) for n in range(draw(st.integers(2, 12)))])
    size = len(parents)
    codes = draw(st.lists(TEXTS, min_size=size, max_size=size, unique=True))
    labels = draw(st.lists(TEXTS, min_size=size, max_size=size, unique=True))
    weighted = draw(st.sets(st.sampled_from(range(size))))  # the composites that say how their children weigh
    composites = set(parents[1:])
    entries = []
    for position, parent in enumerate(parents):
        leaf = position not in composites
        entries.append(
            Entry(
                code=codes[position],
                label=labels[position],
                parent=parent,
                weight=draw(WEIGHTS) if parent in weighted else None,
                negative=(leaf or parent is None) and draw(st.booleans()),
                unit=draw(UNITS) if leaf else "",
                source=draw(st.one_of(st.just(""), AWKWARD)),
                note=draw(st.one_of(st.just(""), AWKWARD)),
                names=draw(st.sampled_from([(), (("en", "Name"),), (("en", 'A "name"'), ("zh", "名称"))])),
            )
        )
    return Outline(labels[0], tuple(entries)).settled()


def _depth_first(parents: Sequence[int]) -> list[int | None]:
    """Return the parents of a tree's nodes in depth-first order; each was given a parent before itself."""
    below: dict[int, list[int]] = {}
    for position, parent in enumerate(parents[1:], start=1):
        below.setdefault(parent, []).append(position)
    ordered: list[int | None] = []
    waiting: list[tuple[int, int | None]] = [(0, None)]
    while waiting:
        position, above = waiting.pop()
        ordered.append(above)
        waiting += [(child, len(ordered) - 1) for child in reversed(below.get(position, []))]
    return ordered


def _weight(weight: Fraction | None) -> str:
    return "" if weight is None else number(weight)


def _levels(outline: Outline) -> list[int]:
    levels: list[int] = []
    for entry in outline.entries:
        levels.append(1 if entry.parent is None else levels[entry.parent] + 1)
    return levels


def _rest(entry: Entry) -> list[str]:
    names = dict(entry.names)
    direction = "逆向" if entry.negative else "正向"
    return [
        _weight(entry.weight),
        direction,
        entry.unit,
        entry.source,
        entry.note,
        names.get("en", ""),
        names.get("zh", ""),
    ]


def with_levels(outline: Outline) -> Table:
    """Write an outline with a column of levels."""
    head = ["Level", "Code", "Label", "Weight", "Direction", "Unit", "Source", "Note", "English", "Chinese"]
    levels = map(str, _levels(outline))
    rows = [
        [level, entry.code, entry.label, *_rest(entry)] for level, entry in zip(levels, outline.entries, strict=True)
    ]
    return [head, *rows]


def with_parents(outline: Outline, order: Sequence[int]) -> Table:
    """Write an outline with a column of parents, its rows in any order."""
    head = ["上级", "代码", "名称", "权重", "方向", "单位", "来源", "备注", "英文名称", "中文名称"]
    entries = outline.entries
    codes: dict[int | None, str] = {None: ""}
    codes |= {position: entry.code for position, entry in enumerate(entries)}
    return [head, *([codes[entries[n].parent], entries[n].code, entries[n].label, *_rest(entries[n])] for n in order)]


def with_tiers(outline: Outline, *, merged: bool) -> Table:
    """Write an outline below its root with a column for each level; a cell that repeats is empty where cells merge."""
    levels = _levels(outline)
    depth = max(2, *(level - 1 for level in levels))
    numerals = "一二三四五六七八九十"
    head = [text for tier in range(depth) for text in (f"{numerals[tier]}级指标", "权重")]
    head += ["指标代码", "方向", "单位", "数据来源", "备注", "英文名称", "中文名称"]
    rows: Table = [[outline.title], head]
    below = outline.children()
    shown: list[int] = []
    for position, entry in enumerate(outline.entries):
        if position in below:
            continue
        path = _path(outline, position)
        cells = []
        for tier in range(depth):
            node = path[tier] if tier < len(path) else None
            repeats = node is not None and node != position and shown[tier : tier + 1] == [node]
            blank = node is None or (merged and repeats)
            weight = "" if node is None or repeats else _weight(outline.entries[node].weight)
            cells += ["" if blank or node is None else outline.entries[node].label, weight]
        shown = path
        rows.append([*cells, entry.code, *_rest(entry)[1:]])
    return rows


def _path(outline: Outline, position: int) -> list[int]:
    path = []
    at: int | None = position
    while at is not None:
        path.append(at)
        at = outline.entries[at].parent
    return path[-2::-1]


def csv_text(table: Table) -> str:
    """Return a table as CSV."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(table)
    return buffer.getvalue()
