"""The framework of areas: quarters become years and provinces become areas, held to figures added up by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from idx import load
from idx.diagnostics import Severity
from idx.project.checking import check_with_data

ROOT = Path(__file__).parents[2]
FILE = ROOT / "frameworks" / "areas.idx"
MEMBERS = {"沿海": ("甲省", "乙省", "丙省"), "内陆": ("丁省", "戊省")}
YEARS = ("2021", "2022", "2023")


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of data."""
    with (ROOT / "frameworks" / "data" / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def flow(province: str, year: str) -> float:
    """Add up the exports of four quarters."""
    cells = [row for row in rows("areas_quarterly.csv") if row["indicator"] == "服务出口额" and row["省份"] == province]
    return sum(float(row["value"]) for row in cells if row["季度"].startswith(year))


def stock(province: str, year: str) -> float:
    """Return the employment at the end of a year."""
    cells = [row for row in rows("areas_quarterly.csv") if row["indicator"] == "从业人员" and row["省份"] == province]
    return next(float(row["value"]) for row in cells if row["季度"] == f"{year}Q4")


def yearly(province: str, year: str, heading: str) -> float:
    """Return a figure of the yearly table."""
    return next(float(row[heading]) for row in rows("areas.csv") if (row["省份"], row["年份"]) == (province, year))


def test_the_whole_path() -> None:
    """Openness, productivity and the weighted share are those of the sums, for provinces and for areas."""
    table = load(FILE).scenario("with_areas").unwrap().evaluate().table
    for entity, provinces in {**MEMBERS, **{province: (province,) for province in sum(MEMBERS.values(), ())}}.items():
        for year in YEARS:
            exports = sum(flow(province, year) for province in provinces)
            gdp = [yearly(province, year, "GDP") for province in provinces]
            shares = [yearly(province, year, "digital") for province in provinces]
            coast = [
                sum(each)
                for each in zip(*((flow(p, year), yearly(p, year, "GDP")) for p in MEMBERS["沿海"]), strict=True)
            ]
            expected = {
                "openness": exports / sum(gdp) * 100,
                "productivity": exports / sum(stock(province, year) for province in provinces) * 10000,
                "digital": sum(a * b for a, b in zip(gdp, shares, strict=True)) / sum(gdp),
                "catching_up": exports / sum(gdp) / (coast[0] / coast[1]) * 100,
            }
            for node, value in expected.items():
                found = table.filter(node=node, entity=entity, period=year)
                assert found["raw"].to_list() == [pytest.approx(value, rel=1e-12)]
                provisional = year == "2023" and node != "digital"
                assert found["status"].to_list() == ["P" if provisional else "A"]


def test_areas_stand_in_no_statistic() -> None:
    """Without the areas the provinces have the same scores as without the statements that make them."""
    framework = load(FILE)
    found = framework.evaluate()
    assert set(found.table["entity"]) == set(sum(MEMBERS.values(), ()))
    assert framework.verify(found).passed
    found_to_mend = [item for item in check_with_data(framework).diagnostics if item.severity is not Severity.NOTE]
    assert found_to_mend == []  # that made-up indicators rise together is no fault
    apart = framework.edited("remove 内陆\n").unwrap().evaluate()
    assert apart.table.equals(found.table)
