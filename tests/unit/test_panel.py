"""Reading data: long and wide tables, several at once, headings, periods, entities, statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from click.testing import CliRunner

import idx
from idx.cli import main

if TYPE_CHECKING:
    from pathlib import Path

METHOD = """method {
  normalise goalposts(worst = 0, best = 100, clip = both, to = 0..100)
  weighting equal
  aggregate arithmetic
}
index total {
  a unit %
  b unit %
}
"""
GROWTH = METHOD.replace("goalposts(worst = 0, best = 100, clip = both, to = 0..100)", "symmetric_growth")


def framework(data: str = "", method: str = METHOD, folder: Path | str = ".") -> idx.Framework:
    """Return a framework with these data statements."""
    return idx.loads(f'framework f\nversion "1"\n{data}\n{method}', folder=folder)


def write(folder: Path, **files: str) -> Path:
    """Write CSV files into a folder."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_long_and_wide_tables_are_the_same() -> None:
    """A row per value or a column per indicator: the same panel."""
    wide = pl.DataFrame({"period": [2020, 2021], "a": [10.0, 20.0], "b": [30.0, None], "other": ["x", "y"]})
    long = pl.DataFrame({"indicator": ["b", "a", "a"], "period": [2020, 2021, 2020], "value": [30, 20, 10]})
    one, two = framework().read(wide), framework().read(long)
    assert one.values.equals(two.values)
    assert one.fingerprint() == two.fingerprint()
    assert one.unused == ("<data>: other",)


def test_several_tables_meet(tmp_path: Path) -> None:
    """Tables are merged; one without periods holds for every period; `--data NAME=PATH` replaces one of them."""
    write(tmp_path, a="period,a\n2020,10\n2021,20\n", b="indicator,value\nb,40\n", c="indicator,value\nb,60\n")
    text = f'framework f\nversion "1"\ndata "a.csv"\ndata second "b.csv"\n{METHOD}'
    (tmp_path / "f.idx").write_text(text, encoding="utf-8")
    result = idx.load(tmp_path / "f.idx").evaluate()
    assert result.scores["total"].to_list() == [25.0, 30.0]
    arguments = ["eval", str(tmp_path / "f.idx"), "--data", f"second={tmp_path / 'c.csv'}", "--digits", "0"]
    replaced = CliRunner().invoke(main, arguments)
    assert replaced.exit_code == 0, replaced.output
    assert "35" in replaced.stdout
    assert "40" in replaced.stdout
    ambiguous = CliRunner().invoke(main, [*arguments[:3], str(tmp_path / "c.csv")])
    assert ambiguous.exit_code == 1
    assert "IDX413" in ambiguous.stderr
    assert "NAME=PATH" in ambiguous.stderr


def test_headings_are_mapped(tmp_path: Path) -> None:
    """`columns` names other headings, `na` what stands for missing; codes of entities stay text."""
    write(tmp_path, t="iso,jahr,Anteil,b\n06001,2020,10,—\n06001,2021,20,4\n")
    data = 'data "t.csv" columns(entity = iso, period = jahr, a = "Anteil") na "—", "…"'
    panel = framework(data, folder=tmp_path).read()
    assert panel.entities == ("06001",)
    assert panel.values["a"].to_list() == [10.0, 20.0]
    assert panel.values["b"].to_list() == [None, 4.0]


@pytest.mark.parametrize(("heading", "said"), [("jahr = year", "jahr"), ("period = yaer", "yaer"), ("c = x", "c")])
def test_mapping_to_nothing(tmp_path: Path, heading: str, said: str) -> None:
    """A part or a heading that is not there is named."""
    write(tmp_path, t="year,a,b\n2020,1,2\n")
    with pytest.raises(idx.IdxError) as caught:
        framework(f'data "t.csv" columns({heading})', folder=tmp_path).read()
    assert [item.code for item in caught.value.diagnostics] == ["IDX404"]
    assert f"`{said}`" in caught.value.diagnostics[0].message.en


@pytest.mark.parametrize(
    ("periods", "shown"),
    [
        (["2019Q4", "2020Q1"], ["2019Q4", "2020Q1"]),
        (["2020-Q1", "2019-Q4"], ["2019Q4", "2020Q1"]),
        (["2019M12", "2020M01"], ["2019M12", "2020M01"]),
        (["2019-12", "2020-01"], ["2019M12", "2020M01"]),
        (["2019", "2020"], ["2019", "2020"]),
        (["2019.0", "2020.0"], ["2019", "2020"]),
    ],
)
def test_consecutive_periods(periods: list[str], shown: list[str]) -> None:
    """Quarters and months follow one another across the year's end, so growth is measured there."""
    order = [1.0, 3.0] if periods[0] < periods[1] else [3.0, 1.0]
    result = framework(method=GROWTH).evaluate(pl.DataFrame({"period": periods, "a": order, "b": order}))
    assert result.scores["period"].to_list() == shown
    assert result.scores["total"].to_list() == [None, 100.0]


def test_growth_is_never_taken_over_a_gap() -> None:
    """Without `periods`, the periods of the data are shown; a year in between that has no data is a hole."""
    frame = pl.DataFrame({"period": [2019, 2021], "a": [1.0, 3.0], "b": [1.0, 3.0]})
    with pytest.raises(idx.IdxError) as caught:
        framework(method=GROWTH).evaluate(frame)
    assert "2020" in caught.value.diagnostics[0].message.en
    forgiving = GROWTH.replace("aggregate arithmetic", "aggregate arithmetic\n  missing null")
    result = framework(method=forgiving).evaluate(frame)
    assert result.scores["period"].to_list() == ["2019", "2021"]
    assert result.scores["total"].to_list() == [None, None]


def test_observations_outside_the_periods_serve_growth_and_filling() -> None:
    """An earlier observation gives the first shown period its growth; it is not shown itself."""
    method = GROWTH.replace("{\n", "{\n  periods 2020..2021\n  impute gaps by linear\n", 1)
    frame = pl.DataFrame({"period": [2019, 2020, 2021, 2022], "a": [1.0, 3.0, None, 5.0], "b": [1.0, 3.0, 3.0, 1.0]})
    result = framework(method=method).evaluate(frame)
    assert result.raw["a"].to_list() == [3.0, 4.0]
    assert result.scores["total"][0] == 100.0
    assert result.raw["period"].to_list() == ["2020", "2021"]


def test_cross_section_without_periods() -> None:
    """Data without any period are one cross-section."""
    result = framework().evaluate(pl.DataFrame({"entity": ["Y", "X"], "a": [10.0, 30.0], "b": [20.0, 50.0]}))
    assert result.scores.rows() == [("X", None, 40.0, 30.0, 50.0), ("Y", None, 15.0, 10.0, 20.0)]


def test_statuses_are_those_of_the_cell() -> None:
    """A stated status stays with its cell; an empty row and a row of status M are the same as none."""
    frame = pl.DataFrame(
        {
            "indicator": ["a", "a", "b", "b", "b"],
            "period": [2020, 2021, 2020, 2021, 2022],
            "value": [1.0, 2.0, 3.0, None, None],
            "status": ["P", "A", "u", "M", None],
        }
    )
    method = METHOD.replace("{\n", "{\n  periods 2020..2021\n  impute latest by carry_forward\n", 1)
    table = framework(method=method).evaluate(frame).table
    status = {(node, period): code for node, period, code in table.select("node", "period", "status").iter_rows()}
    assert status["a", "2020"] == "P"
    assert status["b", "2020"] == "U"
    assert status["b", "2021"] == "E"
    assert (status["total", "2020"], status["total", "2021"]) == ("P", "E")


def test_a_child_of_weight_zero_is_never_asked_for() -> None:
    """Its missing values are no error, and it lends no status."""
    method = METHOD.replace("weighting equal", "weighting relative").replace("a unit %", "a unit % weight 1")
    method = method.replace("b unit %", "b unit % weight 0")
    result = framework(method=method).evaluate(
        pl.DataFrame({"entity": ["X", "Y"], "a": [10.0, 30.0], "b": [None, 7.0]})
    )
    assert result.scores["total"].to_list() == [10.0, 30.0]
    assert result.table.filter(pl.col("node") == "total")["status"].to_list() == ["A", "A"]


ONE = METHOD.replace("  b unit %\n", "")


def test_periods_under_another_heading() -> None:
    """A table without `period` and with several rows for a cell is told which column reads as periods."""
    frame = pl.DataFrame({"entity": ["X", "X"], "Year": ["2020", "2021"], "a": ["1", "2"]})
    with pytest.raises(idx.IdxError) as raised:
        framework(method=ONE).evaluate(frame)
    (item,) = raised.value.diagnostics
    assert item.code == "IDX404"
    assert item.help is not None
    assert "columns(period = Year)" in item.help.en


@pytest.mark.parametrize("first", ["indicator", "name"])
def test_periods_across(first: str) -> None:
    """Years as headings are recognised, and the layout that is read is named."""
    frame = pl.DataFrame({first: ["a"], "2020": ["1"], "2021": ["2"]})
    with pytest.raises(idx.IdxError) as raised:
        framework(method=ONE).evaluate(frame)
    (item,) = raised.value.diagnostics
    assert item.help is not None
    assert "the periods stand across (2020 … 2021)" in item.help.en
