"""What a data table looks like: which of its headings stand for entities and periods, and where they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from idx.interchange.outline.headings import bare
from idx.panel.values import text_of
from idx.period import parse_period

if TYPE_CHECKING:
    from collections.abc import Container

    import polars as pl

    from idx.interchange.start import Family

ROLES = {
    "entity": (
        "entity",
        "ucode",
        "iso3",
        "country",
        "region",
        "city",
        "firm",
        "地区",
        "地区代码",
        "省份",
        "城市",
        "国家",
        "企业",
    ),
    "period": ("period", "time", "year", "quarter", "month", "年份", "年度", "年", "季度", "月份", "时间", "时期"),
    "indicator": ("indicator", "icode", "指标", "指标代码", "指标名称"),
    "value": ("value", "数值", "指标值", "值"),
}


class DataShape(NamedTuple):
    """The headings that stand for parts of a table where they are called otherwise, and the first period, if any."""

    columns: dict[str, str]
    first: str
    entities: bool

    @property
    def family(self) -> Family:
        """Growth where one entity is followed over time, else scores that compare entities."""
        return "growth" if self.first and not self.entities else "level"


def shape(table: pl.DataFrame, codes: Container[str]) -> DataShape:
    """Return what the headings of a table say; one that is an indicator's code is that indicator's.

    The first heading that can stand for a part does, unless the table has the part's own name.
    """
    found = {}
    for role, words in ROLES.items():
        candidates = [heading for heading in table.columns if heading not in codes]
        candidates.sort(key=lambda heading: heading != role)
        heading = next((heading for heading in candidates if bare(heading) in words), None)
        if heading is not None:
            found[role] = heading
    if not {"indicator", "value"} <= found.keys():
        found = {role: heading for role, heading in found.items() if role in {"entity", "period"}}
    first = ""
    if "period" in found:
        periods = [parse_period(text) for text in text_of(table[found["period"]]).unique().drop_nulls()]
        first = str(min((period for period in periods if period), default=""))
    columns = {role: heading for role, heading in found.items() if heading != role}
    return DataShape(columns, first, "entity" in found)
