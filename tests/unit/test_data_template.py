"""`idx data`: the table to fill is read as it is, and gives the same results where nothing in it was changed."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

import idx
from idx.cli import main

ROOT = Path(__file__).parents[2]
FRAMEWORKS = ROOT / "frameworks"
TEXT = """framework example
version "1"
data "data.csv"
method {
  missing   null
  normalise goalposts(worst = 0, best = 100, clip = none)
  weighting equal
  aggregate arithmetic
}
index total "总指数" {
  a "甲" en "First" unit %
  b "乙" unit "万 元" code "b 1"
}
"""
DATA = "indicator,period,value,status\na,2020,10,P\na,2021,20,\nb 1,2020,30,\nb 1,2021,,M\n"


def run(*arguments: str | Path) -> Result:
    """Run the command; a traceback fails the test."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def results(file: Path, *more: str | Path) -> str:
    """Return every figure of a framework, exactly."""
    result = run("eval", file, "--format", "csv", *more)
    assert result.exit_code == 0, result.output
    return result.stdout


def rows(text: str) -> list[list[str]]:
    """Return the rows of a CSV text."""
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a sound framework with its data."""
    (tmp_path / "data.csv").write_text(DATA, encoding="utf-8")
    return write(tmp_path, TEXT)


def write(folder: Path, text: str) -> Path:
    """Write a framework."""
    (folder / "f.idx").write_text(text, encoding="utf-8")
    return folder / "f.idx"


def made_up_hdi(path: Path) -> Path:
    """Write data for hdi.idx: countries with awkward codes, gaps, and numbers of seventeen digits."""
    lines = ["iso3,year,le,eys,mys,gnipc"]
    for number, country in enumerate(("NOR", "0601", "北", "A B")):
        for year in (1990, 1992, 2022):
            schooling = "" if (number, year) == (1, 1992) else str(10 + number / 7)
            lines.append(f"{country},{year},{60 + number / 3},{schooling},{number}.1,{1000 * 3**number + year / 11}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("name", ["2025", "regions"])
def test_unchanged_it_gives_the_same_results(name: str, ending: str, tmp_path: Path) -> None:
    """Figures, statuses, bases, groups: what the table holds is what the data held, and verification says the same."""
    framework, table = FRAMEWORKS / f"{name}.idx", tmp_path / f"t.{ending}"
    assert run("data", framework, "-o", table).exit_code == 0
    assert results(framework, "--data", table) == results(framework)
    assert run("verify", framework, "--data", table).output == run("verify", framework).output
    one, two = idx.load(framework).read(), idx.load(framework).read(table)
    assert one.solved_from == two.solved_from
    assert {key: list(codes) for key, codes in one.bases.items()} == {
        key: list(codes) for key, codes in two.bases.items()
    }


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_mapped_headings_entities_and_every_digit(ending: str, tmp_path: Path) -> None:
    """The table has the headings that the data statement maps; codes stay text, numbers keep every digit."""
    data, table = made_up_hdi(tmp_path / "made up.csv"), tmp_path / f"t.{ending}"
    framework = FRAMEWORKS / "hdi.idx"
    result = run("data", framework, "--data", data, "-o", table)
    assert "48 figures, 1 missing" in result.output
    assert results(framework, "--data", table) == results(framework, "--data", data)


def test_the_table_as_text(file: Path) -> None:
    """Without an output the table goes to the screen: rows in tree order, labels and units beside the names."""
    result = run("data", file)
    assert result.exit_code == 0
    assert rows(result.stdout) == [
        ["indicator", "label", "unit", "period", "value", "status", "note"],
        ["a", "甲", "%", "2020", "10", "P", ""],
        ["a", "甲", "%", "2021", "20", "", ""],
        ["b 1", "乙", "万 元", "2020", "30", "", ""],
        ["b 1", "乙", "万 元", "2021", "", "M", ""],
    ]
    assert rows(run("data", file, "--lang", "en").stdout)[1][1] == "First"


def test_the_workbook_helps(file: Path, tmp_path: Path) -> None:
    """Headings are frozen, missing cells are marked until they are filled, statuses can be picked, a sheet explains."""
    table = tmp_path / "t.xlsx"
    assert run("data", file, "-o", table).exit_code == 0
    sheets = pl.read_excel(table, sheet_id=0)
    assert list(sheets) == ["data", "说明 notes"]
    assert sheets["data"].columns == ["indicator", "label", "unit", "period", "value", "status", "note"]
    assert any("缺失" in str(cell) for row in sheets["说明 notes"].rows() for cell in row)
    with zipfile.ZipFile(table) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 'ISBLANK($E2),$F2&lt;&gt;"M"' in sheet
    assert 'state="frozen"' in sheet
    assert '<dataValidation type="list"' in sheet
    assert "autoFilter" in sheet


def test_same_bytes(file: Path, tmp_path: Path) -> None:
    """No artefact carries a clock or a path."""
    for ending in ("xlsx", "csv"):
        for name in ("one", "two"):
            assert run("data", file, "-o", tmp_path / f"{name}.{ending}").exit_code == 0
        assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()


def test_filled_in_it_counts(file: Path, tmp_path: Path) -> None:
    """What is filled in is what is evaluated."""
    run("data", file, "-o", tmp_path / "t.csv")
    filled = (tmp_path / "t.csv").read_text(encoding="utf-8-sig").replace("2021,,M,", "2021,60,,")
    (tmp_path / "t.csv").write_text(filled, encoding="utf-8")
    assert "total,0,,,2021,,0.4," in results(file, "--data", tmp_path / "t.csv")


def test_rows_that_are_asked_for(file: Path, tmp_path: Path) -> None:
    """`--periods` and `--entity` say which rows, new ones too."""
    assert [row[3:5] for row in rows(run("data", file, "--periods", "2021..2022").stdout)[1:]] == [
        *(["2021", "20"], ["2022", ""]),
        *(["2021", ""], ["2022", ""]),
    ]
    (tmp_path / "data.csv").write_text("entity,period,a,b 1\nX,2020,1,2\nY,2020,3,4\n", encoding="utf-8")
    table = rows(run("data", file, "--entity", "Y", "--entity", "Z").stdout)
    assert table[0][3] == "entity"
    assert [(row[0], row[3], row[5]) for row in table[1:]] == [
        *(("a", "Y", "3"), ("a", "Z", "")),
        *(("b 1", "Y", "4"), ("b 1", "Z", "")),
    ]


def test_without_data(tmp_path: Path) -> None:
    """Data that are not there count as empty; where nothing says the periods or entities, the error does."""
    file = write(tmp_path, TEXT)
    result = run("data", file)
    assert result.exit_code == 2
    assert "--periods" in result.stderr
    assert len(rows(run("data", file, "--periods", "2020Q1..2020Q4").stdout)) == 1 + 2 * 4
    assert rows(run("data", file, "--periods", "none").stdout)[0] == [
        *("indicator", "label", "unit", "value", "status", "note")
    ]
    stated = write(tmp_path, TEXT.replace("method {", "method {\n  periods 2019..2021"))
    assert len(rows(run("data", stated).stdout)) == 1 + 2 * 3
    mapped = write(tmp_path, TEXT.replace('"data.csv"', '"data.csv" columns(entity = iso3)'))
    result = run("data", mapped, "--periods", "2020")
    assert result.exit_code == 2
    assert "--entity" in result.stderr
    assert "iso3" in rows(run("data", mapped, "--periods", "2020", "--entity", "X").stdout)[0]
    none = write(tmp_path, TEXT.replace('data "data.csv"\n', ""))
    assert run("data", none, "--periods", "2020").exit_code == 0


def test_observations_outside_the_periods_are_kept(file: Path, tmp_path: Path) -> None:
    """What serves filling stays in the table, though no other row has its period."""
    text = TEXT.replace("method {", "method {\n  periods 2020..2021\n  impute gaps by linear")
    write(tmp_path, text)
    (tmp_path / "data.csv").write_text(DATA.replace("b 1,2021,,M", "b 1,2022,50,") + "a,2019,5,\n", encoding="utf-8")
    table = rows(run("data", file).stdout)
    assert [row[3] for row in table[1:]] == ["2019", "2020", "2021", "2020", "2021", "2022"]
    run("data", file, "-o", tmp_path / "t.csv")
    assert results(file, "--data", tmp_path / "t.csv") == results(file)


def test_table_without_periods(file: Path, tmp_path: Path) -> None:
    """A table that holds for every period stays one; with `--periods` its figures stand in each."""
    (tmp_path / "data.csv").write_text("a,b 1\n10,…\n", encoding="utf-8")
    write(tmp_path, TEXT.replace('"data.csv"', '"data.csv" na "…"'))
    assert rows(run("data", file).stdout)[1:] == [["a", "甲", "%", "10", "", ""], ["b 1", "乙", "万 元", "", "", ""]]
    assert [row[4] for row in rows(run("data", file, "--periods", "2020..2021").stdout)[1:]] == ["10", "10", "", ""]


def test_several_statements(file: Path, tmp_path: Path) -> None:
    """`--table` says for which statement; the table asks for nothing that the other one holds."""
    write(
        tmp_path,
        TEXT.replace('data "data.csv"', 'data "data.csv"\ndata more "more.csv" columns(period = year, a = 甲)'),
    )
    (tmp_path / "data.csv").write_text("period,b 1\n2020,5\n", encoding="utf-8")
    (tmp_path / "more.csv").write_text("year,甲\n2020,7\n", encoding="utf-8")
    result = run("data", file)
    assert result.exit_code == 2
    assert "--table" in result.stderr
    assert "did you mean" in run("data", file, "--table", "moer").stderr
    assert rows(run("data", file, "--table", "more").stdout) == [
        ["indicator", "label", "unit", "year", "value", "status", "note"],
        ["a", "甲", "%", "2020", "7", "", ""],
    ]
    result = run("data", file, "--table", "more", "-o", tmp_path / "t.xlsx")
    assert f"--data more={tmp_path / 't.xlsx'}" in result.output
    assert results(file, "--data", f"more={tmp_path / 't.xlsx'}") == results(file)


def test_sheet_and_encoding_of_the_statement(file: Path, tmp_path: Path) -> None:
    """The table has the sheet and the encoding that the statement states, since these hold for it, too."""
    made = {"indicator": ["a", "b 1"], "period": [2020, 2020], "value": [1, 2]}
    pl.DataFrame(made).write_excel(tmp_path / "data.xlsx", worksheet="数据")
    write(tmp_path, TEXT.replace('"data.csv"', '"data.xlsx" sheet "数据"'))
    assert run("data", file, "-o", tmp_path / "t.xlsx").exit_code == 0
    assert results(file, "--data", tmp_path / "t.xlsx") == results(file)
    write(tmp_path, TEXT.replace('"data.csv"', '"data.csv" encoding "gb18030"'))
    assert run("data", file, "-o", tmp_path / "t.csv").exit_code == 0
    assert "甲" in (tmp_path / "t.csv").read_text(encoding="gb18030")
    assert results(file, "--data", tmp_path / "t.csv") == results(file)
    write(tmp_path, TEXT.replace('"data.csv"', '"data.csv" encoding "latin-1"'))
    result = run("data", file, "-o", tmp_path / "u.csv")
    assert result.exit_code == 2
    assert "latin-1" in result.stderr


def test_headings_that_are_taken(file: Path, tmp_path: Path) -> None:
    """Where a heading for the reader is the data's own, the data have it."""
    write(tmp_path, TEXT.replace('"data.csv"', '"data.csv" columns(value = unit)'))
    (tmp_path / "data.csv").write_text(DATA.replace("value", "unit"), encoding="utf-8")
    assert rows(run("data", file).stdout)[0] == ["indicator", "label", "period", "unit", "status", "note"]


def test_nothing_is_overwritten(file: Path, tmp_path: Path) -> None:
    """A table that is there may hold somebody's work."""
    (tmp_path / "t.xlsx").write_text("mine", encoding="utf-8")
    result = run("data", file, "-o", tmp_path / "t.xlsx")
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert (tmp_path / "t.xlsx").read_text(encoding="utf-8") == "mine"


def test_faulty_data(file: Path, tmp_path: Path) -> None:
    """Data that cannot be read are reported, and nothing is written."""
    (tmp_path / "data.csv").write_text(DATA.replace("2020,10", "2020,ten"), encoding="utf-8")
    result = run("data", file, "-o", tmp_path / "t.xlsx")
    assert result.exit_code == 1
    assert "IDX405" in result.stderr
    assert not (tmp_path / "t.xlsx").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["g.idx"],
        ["."],
        ["f.idx", "-o", "t.json"],
        ["f.idx", "-o", "."],
        ["f.idx", "-o", "no/t.xlsx"],
        ["f.idx", "--periods", "2020.."],
        ["f.idx", "--periods", "2021..2020"],
        ["f.idx", "--periods", "2020..2021Q1"],
        ["f.idx", "--periods", "2020Q1..2021Q1"],
        ["f.idx", "--entity", "X"],
        ["f.idx", "--data", "no.csv"],
        ["f.idx", "--table", "none"],
        ["f.idx", "--lang", "fr"],
    ],
    ids=" ".join,
)
def test_wrong_usage(file: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong usage ends with status 2, says what is wrong, and writes nothing."""
    monkeypatch.chdir(file.parent)
    before = sorted(file.parent.iterdir())
    result = run("data", *arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert not result.stdout
    assert sorted(file.parent.iterdir()) == before


def added(file: Path, hint: str) -> str:
    """Add the statement that a hint proposes to a framework, below its own, and return its results."""
    statement = re.search(r'data (?:\w+ )?".*$', hint, re.MULTILINE)
    assert statement, hint
    text = file.read_text(encoding="utf-8")
    own = next(line for line in text.splitlines() if line.startswith("data"))
    write(file.parent, text.replace(own, f"{own}\n{statement.group()}"))
    return results(file)


@pytest.mark.parametrize("options", ["", ' columns(period = year, value = "the value") na "…", "." encoding "gb18030"'])
@pytest.mark.parametrize("name", ["new.csv", "sub/new.csv", "data.csv"])
def test_a_table_of_more_periods_stands_beside_the_other(tmp_path: Path, name: str, options: str) -> None:
    """Read in place of the statement's table it would take the other periods away; so a second one is proposed."""
    file = write(tmp_path, TEXT.replace('"data.csv"', f'"figures/data.csv"{options}'))
    (tmp_path / "figures").mkdir()
    headings = DATA.replace("period,value", "year,the value") if options else DATA
    (tmp_path / "figures" / "data.csv").write_text(headings, encoding="utf-8")
    (tmp_path / "sub").mkdir()
    result = run("data", file, "--periods", "2022..2023", "-o", tmp_path / name)
    assert "4 figures, 4 missing" in result.output
    assert "--data" not in result.output
    table = (tmp_path / name).read_text(encoding="gb18030" if options else "utf-8-sig")
    encoding = "gb18030" if options else "utf-8"
    (tmp_path / name).write_text(table.replace("2022,,", "2022,7,"), encoding=encoding)
    both = rows(added(file, result.output))[1:]
    assert {row[4] for row in both} >= {"2020", "2021", "2022"}
    assert [float(row[5]) for row in both if row[0] in {"a", "b"} and row[4] == "2022"] == [7, 7]


def test_a_table_of_more_periods_that_holds_known_figures(file: Path, tmp_path: Path) -> None:
    """Figures that are there already would be there twice: the hint says to take their rows out."""
    result = run("data", file, "--periods", "2021..2022", "-o", tmp_path / "new.csv")
    assert "take out the rows with figures that data.csv holds already" in result.output
    result = run("data", file, "--periods", "2020..2021", "-o", tmp_path / "whole.csv")
    assert f"idx eval {file} --data {tmp_path / 'whole.csv'}" in result.output


def test_a_table_of_more_periods_in_another_folder(file: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A data statement stays within the framework's folder, so the table is to be put there."""
    output = tmp_path_factory.mktemp("elsewhere") / "new.csv"
    result = run("data", file, "--periods", "2022", "-o", output)
    assert f"put it into the folder of {file}" in result.output
    assert 'data "new.csv"' in result.output


# ── Finer periods, and entities that are made of others ──────────────────────────────────────────────────────

PANELS = """framework panels
version "1"
data yearly "yearly.csv" columns(entity = 省)
data quarterly "quarterly.csv" columns(entity = 省)
series sales unit 亿元 convert sum across sum
series gdp unit 亿元 across sum
entity 全国 where entity is not "外国"
method {
  periods 2020..2021
  missing null
  normalise none
  weighting equal
  aggregate arithmetic
}
index total {
  a unit % formula sales / gdp * 100
  b unit % across mean
}
"""
YEARLY = "省,period,gdp,b\n甲,2020,10,1\n甲,2021,,2\n"
QUARTERLY = "省,period,sales\n甲,2020Q1,1\n甲,2020Q2,2\n甲,2020Q3,3\n甲,2020Q4,4\n甲,2021Q1,5\n"


@pytest.fixture
def panels(tmp_path: Path) -> Path:
    """Return a framework with a table of years and one of quarters."""
    (tmp_path / "yearly.csv").write_text(YEARLY, encoding="utf-8")
    (tmp_path / "quarterly.csv").write_text(QUARTERLY, encoding="utf-8")
    path = tmp_path / "f.idx"
    path.write_text(PANELS, encoding="utf-8")
    return path


def asked(file: Path, *arguments: str) -> list[tuple[str, ...]]:
    """Return what is asked for: indicator, entity and period of each row, and its value."""
    header, *found = rows(run("data", file, *arguments).stdout)
    places = [header.index(name) for name in ("indicator", "省", "period", "value")]
    return [tuple(row[place] for place in places) for row in found]


def test_sub_periods_are_asked_for_where_data_are_converted(panels: Path) -> None:
    """A table of quarters asks for the quarters of the years that are evaluated; made entities have no rows."""
    found = asked(panels, "--table", "quarterly")
    assert [row[2] for row in found] == [f"{year}Q{part}" for year in (2020, 2021) for part in range(1, 5)]
    assert {row[:2] for row in found} == {("sales", "甲")}
    assert [row[3] for row in found] == ["1", "2", "3", "4", "5", "", "", ""]
    yearly = asked(panels, "--table", "yearly")
    assert [row[:3] for row in yearly] == [(name, "甲", year) for name in ("gdp", "b") for year in ("2020", "2021")]


def test_a_table_of_sub_periods_that_is_not_there(panels: Path) -> None:
    """Its periods have to be said. A table of years leaves out what is converted, one of quarters all else."""
    (panels.parent / "quarterly.csv").unlink()
    said = run("data", panels, "--table", "quarterly", "--entity", "甲")
    assert said.exit_code == 2
    assert "sales is converted from finer periods: say which, such as 2019Q1..2024Q4" in said.output
    found = asked(panels, "--table", "quarterly", "--entity", "甲", "--periods", "2020Q4..2021Q1")
    assert [row[:3] for row in found] == [("sales", "甲", "2020Q4"), ("sales", "甲", "2021Q1")]
    (panels.parent / "yearly.csv").unlink()
    found = asked(panels, "--table", "yearly", "--entity", "甲")
    assert {row[0] for row in found} == {"gdp", "b"}


def test_filled_tables_of_both_kinds_are_read_as_they_are(panels: Path) -> None:
    """What `idx data` writes gives the same figures."""
    before = results(panels)
    for name in ("quarterly", "yearly"):
        filled = panels.parent / f"{name}_filled.csv"
        assert run("data", panels, "--table", name, "-o", filled).exit_code == 0
        assert results(panels, "--data", f"{name}={filled}") == before
