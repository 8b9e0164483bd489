"""Series, groups and indicators spread over several tables of several formats, in quarters and months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
import xlsxwriter

from idx import load
from idx.diagnostics import IdxError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """framework several
version "1"
data values "values.parquet"
data money "money.xlsx" columns(entity = 地区, period = 季度, gdp = "GDP（现价）") sheet "表 2" na "—", "…"
data regions "regions.csv" columns(entity = 地区, region = 区域)
series gdp unit 亿元
group region
method {
  periods   2023Q1..2023Q4
  entities  where region is not "全国"
  impute    gaps by linear
  normalise min_max(reference = all_periods, within = region, to = 0..100)
  weighting equal
  aggregate arithmetic
}
index total {
  a unit %
  share unit % formula gdp / gdp[全国] * 100
  grown unit % formula (gdp / prev(gdp) - 1) * 100 normalise none
}
"""
ENTITIES = ("甲", "乙", "丙", "丁", "全国")
QUARTERS = ("2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the framework and its three tables: parquet, a sheet of a workbook, and GB 18030 text."""
    (tmp_path / "f.idx").write_text(TEXT, encoding="utf-8")
    rows = [(entity, quarter, number) for number, entity in enumerate(ENTITIES) for quarter in QUARTERS]
    frame = pl.DataFrame(rows, schema=["entity", "period", "a"], orient="row")
    frame.with_columns(pl.col("a").cast(pl.Float64)).write_parquet(tmp_path / "values.parquet")
    with xlsxwriter.Workbook(tmp_path / "money.xlsx") as book:
        book.add_worksheet("说明").write(0, 0, "第二张表是数据")
        sheet = book.add_worksheet("表 2")
        sheet.write_row(0, 0, ["地区", "季度", "GDP（现价）", "备注"])
        for number, (entity, quarter, place) in enumerate(rows, start=1):
            value: object = 100 * (place + 1) + QUARTERS.index(quarter)
            sheet.write_row(number, 0, [entity, quarter, "—" if (entity, quarter) == ("乙", "2023Q2") else value])
    regions = "地区,区域\n甲,东部\n乙,东部\n丙,西部\n丁,西部\n全国,全国\n"
    (tmp_path / "regions.csv").write_bytes(regions.encode("gb18030"))
    return tmp_path


def test_they_meet_on_one_grid(folder: Path) -> None:
    """Groups, series and values find each other by entity and quarter; the quarter before serves growth only."""
    result = load(folder / "f.idx").evaluate()
    assert result.periods == QUARTERS[1:]
    assert result.entities == tuple(sorted(ENTITIES[:-1]))
    cell = result.table.filter(node="share", entity="甲", period="2023Q1")
    assert cell["raw"][0] == pytest.approx((100 + 1) / (500 + 1) * 100)
    assert result.table.filter(node="grown", entity="甲", period="2023Q1")["raw"][0] == pytest.approx(1.0)
    filled = result.table.filter(node="share", entity="乙", period="2023Q2")
    assert filled["status"][0] == "I"
    scores = result.table.filter(node="a", period="2023Q3").sort("entity")
    assert dict(zip(scores["entity"], scores["score"], strict=True)) == {"甲": 0, "乙": 100, "丙": 0, "丁": 100}


def test_months_and_quarters_do_not_mix(folder: Path) -> None:
    """A table of months beside one of quarters is refused, with both kinds named."""
    frame = pl.read_parquet(folder / "values.parquet")
    months = frame.with_columns(period=pl.col("period").str.replace("Q.*", "M03"))
    months.unique(["entity", "period"]).write_parquet(folder / "values.parquet")
    with pytest.raises(IdxError, match="has months, and the framework quarters: nothing says how to convert `a`"):
        load(folder / "f.idx").evaluate()


def test_a_group_without_its_table(folder: Path) -> None:
    """A table whose entities disagree with another's about the group is named with both rows."""
    (folder / "regions.csv").write_bytes("地区,区域\n甲,东部\n甲,西部\n".encode("gb18030"))
    with pytest.raises(IdxError, match="甲 stands in `西部` here and in `东部`"):
        load(folder / "f.idx").evaluate()
