"""Find the row of headings in a sheet, and which column plays which part, in English or Chinese."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from idx.diagnostics import Related, Rule, Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.diagnostics import Collector, DataPlace
    from idx.interchange.outline.cells import Grid

HEADINGS = Rule(
    "IDX414",
    Wording("a table that is no outline", "不是指标体系表的表格"),
    Wording(
        "An outline has a row for each node, and a row of headings above them: `code` or `label`, and `level` or "
        "`parent`; or a column for each level (`一级指标`, `二级指标`, …). `weight`, `direction`, `unit`, `source` and "
        "`note` may follow, in any order.",
        "指标体系表每个节点一行，上方有一行列名：代码（`code`）或名称（`label`），以及级别（`level`）或上级（`parent`）；"
        "也可以每级一列（`一级指标`、`二级指标`……）。权重（`weight`）、方向（`direction`）、单位（`unit`）、"
        "来源（`source`）、备注（`note`）可有可无，次序不限。",
    ),
    data="name,group\nPatents,Innovation\n",
)

WORDS = {
    "level": ("level", "级别", "层级", "级次", "指标级别", "指标层级"),
    "code": ("code", "icode", "id", "代码", "编码", "编号", "指标代码", "指标编码", "指标编号"),
    "label": ("label", "name", "iname", "indicator", "title", "名称", "指标", "指标名称"),
    "parent": ("parent", "parentcode", "上级", "上级代码", "上级编码", "上级指标", "父级", "父级代码"),
    "weight": ("weight", "weights", "权重", "权数", "指标权重"),
    "direction": ("direction", "polarity", "方向", "指标方向", "属性", "指标属性", "性质", "指标性质"),
    "unit": ("unit", "units", "单位", "计量单位"),
    "source": ("source", "sources", "来源", "数据来源", "资料来源"),
    "note": ("note", "notes", "备注", "说明"),
    "en": ("english", "englishname", "englishlabel", "英文", "英文名称"),
    "zh": ("chinese", "chinesename", "chineselabel", "中文", "中文名称"),
    "type": ("type",),
    "denominator": ("denominator",),
}
PARTS = {word: part for part, words in WORDS.items() for word in words}
TIER = re.compile(r"(?:level|tier)([1-9])|([一二三四五六七八九])级(?:指标)?(?:名称)?")
NUMERALS = "一二三四五六七八九"
ROWS_ABOVE = 20  # a title, a remark, a blank row; headings further down belong to another table


@dataclass(slots=True)
class Header:
    """Where the headings stand, and the column of each part.

    `tiers` are the columns of the levels where each has its own, `weights` the column of weights behind each of them,
    by its place among the tiers.
    """

    row: int
    columns: dict[str, int] = field(default_factory=dict)
    tiers: list[int] = field(default_factory=list)
    weights: dict[int, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether a tree can be read from columns like these."""
        named = "code" in self.columns or "label" in self.columns
        return len(self.tiers) > 1 or (named and ("level" in self.columns or "parent" in self.columns))


def find_header(grid: Grid, found: Collector) -> Header | None:
    """Return the first row of headings from which a tree can be read; report a table without."""
    best = Header(0)
    for row, cells in enumerate(grid.rows[:ROWS_ABOVE]):
        header, twice = _header(grid, row, cells)
        if header.complete:
            for part, first, second in twice:
                message = Wording(f"two columns say `{part}`", f"有两列都是 `{part}`")
                earlier = Related(Wording("the first one", "第一列"), first)
                found.add(HEADINGS, message, second, related=[earlier])
            return header
        if len(header.columns) + len(header.tiers) > len(best.columns) + len(best.tiers):
            best = header
    found.add(HEADINGS, *_missing(grid, best), help=HELP)
    return None


HELP = Wording(
    "the headings are level, code, label, parent, weight, direction, unit, source, note; or a column for each level",
    "列名为：级别、代码、名称、上级、权重、方向、单位、来源、备注；或每级一列（一级指标、二级指标……）",
)


def _missing(grid: Grid, best: Header) -> tuple[Wording, DataPlace]:
    place = grid.place(best.row)
    if not any(any(cells) for cells in grid.rows):
        return Wording("the table is empty", "表格是空的"), place
    shown = ", ".join(cell for cell in grid.rows[best.row] if cell)[:80]
    if "code" not in best.columns and "label" not in best.columns:
        return Wording(f"no column names the nodes: {shown}", f"没有给出节点代码或名称的列：{shown}"), place
    return Wording(f"no column says how the tree goes: {shown}", f"没有说明上下级关系的列：{shown}"), place


def _header(grid: Grid, row: int, cells: Sequence[str]) -> tuple[Header, list[tuple[str, DataPlace, DataPlace]]]:
    header = Header(row)
    twice = []
    for column, cell in enumerate(cells):
        word = bare(cell)
        if tier(word):
            header.tiers.append(column)
        part = PARTS.get(word)
        if part == "weight" and header.tiers:
            part = None if header.weights.setdefault(len(header.tiers) - 1, column) == column else part
        if part and header.columns.setdefault(part, column) != column:
            twice.append((part, grid.place(row, header.columns[part]), grid.place(row, column)))
    return header, twice


def bare(heading: str) -> str:
    """Return a heading without what varies: case, width, blanks, and what stands in brackets behind it."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"[\s_%\-]+", "", re.sub(r"\([^()]*\)\s*$", "", text))


def tier(word: str) -> int:
    """Return the level that a column is about, such as 2 for `二级指标`, or 0."""
    match = TIER.fullmatch(word)
    if match is None:
        return 0
    return int(match.group(1)) if match.group(1) else NUMERALS.index(match.group(2)) + 1
