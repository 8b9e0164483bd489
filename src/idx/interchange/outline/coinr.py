"""COINr's `iMeta`: one row for each indicator, aggregate, group and denominator, with `iCode` and `Parent`.

Source: Becker et al. (2022), COINr: an R package for developing composite indicators, JOSS 7(78), 4567.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from idx.diagnostics import Rule, Wording, choose_from, did_you_mean
from idx.interchange.outline.headings import bare
from idx.interchange.outline.model import Outline, RawColumn
from idx.interchange.outline.parents import from_parents
from idx.interchange.outline.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.diagnostics import Collector
    from idx.interchange.outline.model import Entry

TYPE = Rule(
    "IDX422",
    Wording("a type that does not fit", "不相符的类型"),
    Wording(
        "In COINr's iMeta, `Type` is Indicator, Aggregate, Group, Denominator or Other. Under an aggregate stands at "
        "least one row, under an indicator none.",
        "COINr 的 iMeta 表中，`Type` 为 Indicator、Aggregate、Group、Denominator 或 Other；"
        "Aggregate 之下至少有一行，Indicator 之下没有。",
    ),
    data="iCode,Parent,Type\ntotal,,Aggregate\na,total,Indicator\nb,total,Aggregate\n",
)

NODES = ("Indicator", "Aggregate")
KEYWORDS = {"Group": "group", "Denominator": "series"}
TYPES = (*NODES, *KEYWORDS, "Other")
MISSING = "NA"  # what R writes for a missing cell


def is_coinr(table: Table) -> bool:
    """Whether a table has COINr's headings."""
    return "icode" in map(bare, table.grid.rows[table.header.row])


def from_coinr(table: Table, found: Collector) -> Outline:
    """Return the outline of an `iMeta` table; report types that do not fit."""
    cleared = tuple(tuple("" if cell == MISSING else cell for cell in row) for row in table.grid.rows)
    table = Table(table.grid._replace(rows=cleared), table.header)
    kinds = {row: _kind(table, row, found) for row in table.rows()}
    entries = from_parents(table, [row for row, kind in kinds.items() if kind in {*NODES, ""}], found)
    _check_types(table, entries, kinds, found)
    columns = [
        RawColumn(
            keyword,
            table.text(row, "code"),
            table.text(row, "label"),
            table.text(row, "unit"),
            tuple(
                entry.code for entry in entries if table.text(entry.row - 1, "denominator") == table.text(row, "code")
            ),
        )
        for row, kind in kinds.items()
        if (keyword := KEYWORDS.get(kind))
    ]
    root = next((entry.label for entry in entries if entry.parent is None), "")
    return Outline(root, tuple(entries), tuple(columns), coinr=True)


def _kind(table: Table, row: int, found: Collector) -> str:
    """Return the type of a row, empty where the table has no types; report one that COINr does not know."""
    stated = table.text(row, "type")
    kind = next((known for known in TYPES if known.casefold() == stated.casefold()), None)
    if kind is None and "type" in table.header.columns:
        message = Wording(f"there is no type `{stated}`", f"没有 `{stated}` 这种类型")
        help_ = did_you_mean(stated, TYPES, otherwise=choose_from(TYPES))
        found.add(TYPE, message, table.place(row, "type"), help=help_)
    return kind or ""


def _check_types(table: Table, entries: Sequence[Entry], kinds: dict[int, str], found: Collector) -> None:
    parents = {entry.parent for entry in entries}
    for position, entry in enumerate(entries):
        kind = kinds[entry.row - 1]
        place = table.place(entry.row - 1, "type")
        if kind == "Aggregate" and position not in parents:
            message = Wording(
                f"nothing stands under `{entry.code}`, an aggregate", f"复合指标 `{entry.code}` 之下没有节点"
            )
            found.add(TYPE, message, place)
        if kind == "Indicator" and position in parents:
            message = Wording(
                f"other rows stand under `{entry.code}`, an indicator", f"指标 `{entry.code}` 之下还有节点"
            )
            found.add(TYPE, message, place)
