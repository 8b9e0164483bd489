"""Tables of expectations: every cell of each column that is a node's name is one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

import idx
from idx.diagnostics import DataPlace
from idx.source import SourceSpan
from pieces import faults, framework

if TYPE_CHECKING:
    from pathlib import Path

    from idx.analysis.verify import Verification

REST = """series x
indicator aside {
  formula x * 2
}
index total {
  a formula x
}
index 排名 = total.rank
"""
DATA = "entity,period,x\n甲,2019,1\n甲,2020,2\n乙,2019,3.5\n乙,2020,4\n"


def verified(folder: Path, expected: str, table: str, rest: str = REST, name: str = "published.csv") -> Verification:
    """Hold a small framework against a table."""
    (folder / "data.csv").write_text(DATA, encoding="utf-8")
    (folder / name).write_text(table, encoding="utf-8")
    text = f'{framework(rest)}data "data.csv"\nexpect "{name}" {expected}\n'
    return idx.loads(text, folder=folder).verify()


def shown(verification: Verification) -> list[tuple[str, str, str | None, str | None, float, str]]:
    """Return what each cell is about, what it expects and how that came out."""
    return [
        (item.node, item.column, item.entity, item.period, float(item.expected), item.verdict)
        for item in verification.findings
    ]


def faults_of(verification: Verification) -> list[tuple[str, str, str]]:
    """Return what is wrong with a table."""
    return [(item.code, str(item.message), at(item.place)) for item in verification.diagnostics]


def at(place: object) -> str:
    """Return where a diagnostic stands: the text, or the row and column of the table."""
    if isinstance(place, SourceSpan):
        return place.text
    assert isinstance(place, DataPlace)
    return f"{place.row} {place.column}"


def test_every_cell_of_a_column_that_is_a_node_is_expected(tmp_path: Path) -> None:
    """By the node's name, or its name and a column of the results; other columns are left aside, empty cells too."""
    table = "entity,period,total,note,排名,total.rank,a.raw\n甲,2019,1.04,x,2,2,\n乙,2020,,y,,,4\n"
    verification = verified(tmp_path, "within 0.05", table)
    assert shown(verification) == [
        ("total", "score", "甲", "2019", 1.04, "met"),
        ("排名", "score", "甲", "2019", 2, "met"),
        ("total", "rank", "甲", "2019", 2, "met"),
        ("a", "raw", "乙", "2020", 4, "met"),
    ]
    assert verification.passed
    assert [item.row for item in verification.findings] == [2, 2, 2, 3]


def test_headings_are_mapped(tmp_path: Path) -> None:
    """`columns` gives the table's own headings, of nodes, entities and periods."""
    table = "地区,年份,总指数,total\n乙,2019,3.4,99\n"
    verification = verified(tmp_path, "columns(entity = 地区, period = 年份, 排名 = total) within 0.05", table)
    assert shown(verification) == [("排名", "score", "乙", "2019", 99, "missed")]
    verification = verified(tmp_path, "columns(entity = 地区, period = 年份, a = 总指数) within 10%", table)
    assert shown(verification)[0] == ("a", "score", "乙", "2019", 3.4, "met")
    assert not verification.passed


def test_figures_are_exact(tmp_path: Path) -> None:
    """A figure is taken as printed, so that a value at the tolerance itself is within it."""
    verification = verified(
        tmp_path, 'within 0.1 na "—" because "rounded"', "entity,period,total\n乙,2019,3.6\n甲,2019,—\n"
    )
    (finding,) = verification.findings
    assert (finding.expected, finding.tolerance, finding.verdict) == (Fraction("3.6"), Fraction("0.1"), "met")
    assert finding.because == "rounded"
    assert verified(tmp_path, "within 0", "entity,period,total\n乙,2019,35e-1\n").passed


@pytest.mark.parametrize(
    ("expected", "table", "found"),
    [
        (
            "within 1",
            "entity,period,totale\n甲,2019,1\n",
            ("IDX441", "no column of published.csv is a node's", "None None"),
        ),
        (
            "columns(total = wert) within 1",
            "entity,period,total\n甲,2019,1\n",
            ("IDX441", "published.csv has no column `wert` for `total`", '"published.csv"'),
        ),
        (
            "columns(totale = total) within 1",
            "entity,period,total,a\n甲,2019,1,1\n",
            ("IDX441", "there is no node `totale`", '"published.csv"'),
        ),
        ("within 1", "entity,period,total\n丙,2019,1\n", ("IDX509", "there is no entity `丙`", '"published.csv"')),
        (
            "within 1",
            "entity,period,total\n甲,2018,1\n",
            ("IDX509", "there are no results for 2018", '"published.csv"'),
        ),
        (
            "within 1",
            "period,total\n2019,1\n",
            ("IDX509", "the expectation names no entity, and the data have several", '"published.csv"'),
        ),
        ("within 1", "entity,period,total\n甲,2019,about 1\n", ("IDX405", "`about 1` is not a number", "2 total")),
        ("within 1", "entity,period,total\n甲,2019,inf\n", ("IDX406", "the value is inf", "2 total")),
        ("within 1", "entity,period,total\n甲,2019,NaN\n", ("IDX406", "the value is nan", "2 total")),
        ("within 1", "entity,period,total\n甲,soon,1\n", ("IDX407", "`soon` is no period", "2 period")),
    ],
)
def test_faulty_tables(tmp_path: Path, expected: str, table: str, found: tuple[str, str, str]) -> None:
    """What a table says wrongly is named at its place, and the verification does not pass."""
    verification = verified(tmp_path, expected, table)
    assert found in faults_of(verification)
    assert not verification.passed


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    """A table is read like data: it has to be there, within the framework's folder."""
    (tmp_path / "data.csv").write_text(DATA, encoding="utf-8")
    for path, code in (("missing.csv", "IDX401"), ("../published.csv", "IDX403")):
        text = f'{framework(REST)}data "data.csv"\nexpect "{path}" within 1\n'
        assert [item.code for item in idx.loads(text, folder=tmp_path).verify().diagnostics] == [code]


def test_a_table_without_a_tolerance() -> None:
    """How near results must come is stated."""
    text = framework(REST) + 'expect "published.csv"\n'
    assert faults(text) == [("IDX217", "no tolerance is stated", '"published.csv"')]
    text = framework(REST) + 'expect "published.csv" within -1\n'
    assert faults(text) == [("IDX217", "a tolerance is zero or above", "-1")]


def test_an_indicator_outside_the_trees_can_be_expected(tmp_path: Path) -> None:
    """One that serves nothing else is computed for the expectation."""
    (tmp_path / "data.csv").write_text(DATA, encoding="utf-8")
    text = framework(REST) + 'data "data.csv"\nexpect within 0.1 {\n  aside[乙] 2019 = 7\n}\n'
    assert idx.loads(text, folder=tmp_path).verify().passed
