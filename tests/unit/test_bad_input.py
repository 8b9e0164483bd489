"""What bad input gets: a diagnostic that names it, exit status 1 or 2, no traceback, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from click.testing import CliRunner

from idx.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

TEXT = """framework example
version "1"
data "data.csv"
method {
  normalise symmetric_growth
  weighting equal
  aggregate arithmetic
  link chain(base = 2020, value = 100)
}
index total "总指数" {
  a "甲" unit %
  b "乙" unit %
}
"""
A, B = 'a "甲" unit %', 'b "乙" unit %'
DATA = "indicator,period,value\na,2020,10\na,2021,20\nb,2020,30\nb,2021,40\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a sound framework and its data."""
    (tmp_path / "f.idx").write_text(TEXT, encoding="utf-8")
    (tmp_path / "data.csv").write_text(DATA, encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path) -> Result:
    """Run the command; a traceback fails the test."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def test_the_sound_one_is_sound(folder: Path) -> None:
    """The framework that the other tests break is itself fine."""
    result = run("eval", folder / "f.idx")
    assert result.exit_code == 0
    assert "162.5" in result.stdout  # 100 (200 + C) / (200 - C), with C = 47.619 the mean of 66.667 and 28.571


TEXT_FAULTS = [
    ("", "IDX008"),
    (" \n# nothing\n", "IDX210"),
    (TEXT.replace("method {", "methd {"), "IDX003"),
    (TEXT.replace("symmetric_growth", "symetric_growth"), "IDX106"),
    (TEXT.replace("value = 100", "valve = 100"), "IDX107"),
    (TEXT.replace("unit %\n  b", "unti %\n  b"), "IDX003"),
    (TEXT.replace("index total", "index total {\nindex total"), "IDX004"),
    (TEXT + "}\n", "IDX004"),
    (TEXT.replace("base = 2020，", "base = 2020,").replace("base = 2020,", "base = 2020，"), "IDX002"),
    (TEXT.replace('"甲"', "“甲”"), "IDX002"),
    (TEXT.replace("unit %\n  b", "unit ％\n  b"), "IDX002"),
    (TEXT.replace('a "甲"', 'a："甲"'), "IDX002"),
    (TEXT.replace("chain(base", "chain（base"), "IDX002"),
    (TEXT.replace('b "乙"', 'a "乙"'), "IDX101"),
    (TEXT.replace('b "乙" unit %', "total"), "IDX103"),
    (TEXT.replace(B, f"{B} weight 120%"), "IDX206"),
    (TEXT.replace(A, f"{A} weight 30%").replace(B, f"{B} weight 30%"), "IDX206"),
    (TEXT.replace(A, f"{A} weight 100%"), "IDX206"),
    (TEXT.replace(A, f"{A} weight -1"), "IDX206"),
    (TEXT.replace(A, "period"), "IDX108"),
    (TEXT.replace("index total", "index t {\n" + "".join(f"n{i} {{\n" for i in range(10_000))), "IDX006"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), TEXT_FAULTS, ids=[f"{n}-{code}" for n, (_, code) in enumerate(TEXT_FAULTS)])
@pytest.mark.parametrize("command", ["check", "eval", "verify", "show", "graph"])
def test_faulty_text(folder: Path, text: str, code: str, command: str) -> None:
    """A faulty file gets its diagnostic, with file, line and column, from every command."""
    path = folder / "f.idx"
    path.write_text(text, encoding="utf-8")
    result = run(command, path)
    assert result.exit_code == 1
    assert code in result.output
    assert f"{path}:" in result.output
    if command != "check":
        assert code in result.stderr
        assert not result.stdout


def test_every_fault_in_one_run(folder: Path) -> None:
    """All faults of a file are reported at once."""
    path = folder / "f.idx"
    text = TEXT.replace("weighting", "wieghting").replace("unit %\n  b", "untit 3\n  b").replace("version", "vresion")
    path.write_text(text, encoding="utf-8")
    result = run("check", path)
    assert [result.output.count(word) for word in ("`vresion`", "`wieghting`", "`untit`")] == [1, 1, 1]


DATA_FAULTS: list[tuple[str, str, list[str]]] = [
    ("", "IDX401", ["empty"]),
    ("indicator,period\na,2020\n", "IDX404", ["`value`"]),
    ("foo,bar\n1,2\n", "IDX404", ["indicator"]),
    (DATA + "a,2020,11\n", "IDX410", ["a, 2020", "row 6"]),
    (DATA.replace("2021,20", "2021,twenty"), "IDX405", ["twenty", "row 3", "value"]),
    (DATA.replace("2021,20", '2021,"1,234"'), "IDX405", ["`1234` if the comma", "`1.234` if it is"]),
    (DATA.replace("2021,20", '2021,"592,97"'), "IDX405", ["write `592.97`"]),
    (DATA.replace("2021,20", "2021,592,97"), "IDX401", ["row 3", "decimal point"]),
    (DATA.replace("2021,20", "2021,NaN"), "IDX406", ["row 3"]),
    (DATA.replace("2021,20", "2021,inf"), "IDX406", ["row 3"]),
    (DATA.replace("b,20", "c,20"), "IDX411", ["`b`"]),
    (DATA.replace("2021,20", "2021,-20"), "IDX502", ["-20 in 2021", "`a`", "difference"]),
    (DATA.replace("2021,20", "2021,"), "IDX505", ["`a`", "2021", "impute"]),
    (DATA.replace("2020", "2022"), "IDX508", ["2020"]),
    (DATA.replace("2021,20", "2021Q1,20"), "IDX407", ["kinds"]),
    (DATA.replace("a,2021", "a,soon"), "IDX407", ["soon", "row 3"]),
    (DATA.replace("a,2021,20", "a,2021,20,7"), "IDX401", ["data.csv"]),
]


@pytest.mark.parametrize(("data", "code", "says"), DATA_FAULTS, ids=[f"{n}-{f[1]}" for n, f in enumerate(DATA_FAULTS)])
def test_faulty_data(folder: Path, data: str, code: str, says: list[str]) -> None:
    """Faulty data get a diagnostic that names the file, the cell and what to do."""
    (folder / "data.csv").write_text(data, encoding="utf-8")
    result = run("eval", folder / "f.idx")
    assert result.exit_code == 1
    assert not result.stdout
    assert code in result.stderr
    assert all(word in result.stderr for word in says), result.stderr
    assert run("check", folder / "f.idx", "--data").exit_code == 1


def test_data_for_an_unknown_indicator_is_a_warning(folder: Path) -> None:
    """Rows that no indicator names are left out, with the nearest name."""
    (folder / "data.csv").write_text(DATA.replace("b,2021,40", "b,2021,40\nB1,2021,3"), encoding="utf-8")
    result = run("eval", folder / "f.idx")
    assert result.exit_code == 0
    assert "IDX409" in result.stderr
    assert "did you mean `b`?" in result.stderr


def test_missing_files(folder: Path) -> None:
    """Status 2 for a file that the command line names, 1 for one named inside a file."""
    assert run("eval", folder / "g.idx").exit_code == 2
    assert run("eval", folder / "f.idx", "--data", folder / "other.csv").exit_code == 2
    (folder / "data.csv").rename(folder / "dataa.csv")
    result = run("eval", folder / "f.idx")
    assert result.exit_code == 1
    assert "IDX401" in result.stderr
    assert "did you mean `dataa.csv`?" in result.stderr


def test_folder_in_place_of_a_file(folder: Path) -> None:
    """A folder is no file, on the command line or inside a file."""
    assert run("eval", folder).exit_code == 2
    (folder / "data.csv").unlink()
    (folder / "data.csv").mkdir()
    result = run("eval", folder / "f.idx")
    assert result.exit_code == 1
    assert "this is a folder" in result.stderr


def test_framework_file_in_another_encoding(folder: Path) -> None:
    """A framework file that is not UTF-8 is named, not guessed."""
    (folder / "f.idx").write_bytes(TEXT.encode("gb18030"))
    result = run("check", folder / "f.idx")
    assert result.exit_code == 1
    assert "IDX009" in result.output


def test_byte_order_mark(folder: Path) -> None:
    """A byte-order mark changes nothing, in the framework or in the data."""
    plain = run("eval", folder / "f.idx", "--format", "csv").stdout
    (folder / "f.idx").write_text(TEXT, encoding="utf-8-sig")
    (folder / "data.csv").write_text(DATA, encoding="utf-8-sig")
    assert run("eval", folder / "f.idx", "--format", "csv").stdout == plain


def test_windows_line_ends(folder: Path) -> None:
    """Line ends of Windows change nothing."""
    plain = run("eval", folder / "f.idx", "--format", "csv").stdout
    (folder / "f.idx").write_bytes(TEXT.replace("\n", "\r\n").encode())
    (folder / "data.csv").write_bytes(DATA.replace("\n", "\r\n").encode())
    assert run("eval", folder / "f.idx", "--format", "csv").stdout == plain


def test_data_in_gb18030(folder: Path) -> None:
    """A table saved by a Chinese spreadsheet is read as it is."""
    text = TEXT.replace('a "甲" unit %', '甲 unit % code "指标甲"')
    (folder / "f.idx").write_text(text, encoding="utf-8")
    (folder / "data.csv").write_bytes(DATA.replace("\na,", "\n指标甲,").encode("gb18030"))
    result = run("eval", folder / "f.idx")
    assert result.exit_code == 0, result.stderr
    assert "162.5" in result.stdout


def test_data_in_no_known_encoding(folder: Path) -> None:
    """Bytes that make no sense in either encoding are refused, and a stated encoding overrides the guess."""
    (folder / "data.csv").write_bytes(DATA.encode() + b"# caf\x81\xff\n")
    result = run("eval", folder / "f.idx")
    assert result.exit_code == 1
    assert "IDX402" in result.stderr
    data = "indicator,period,value,note\na,2020,10,é\na,2021,20,\nb,2020,30,\nb,2021,40,\n"
    (folder / "data.csv").write_bytes(data.encode("latin-1"))
    stated = TEXT.replace('"data.csv"', '"data.csv" encoding "latin-1"')
    (folder / "f.idx").write_text(stated, encoding="utf-8")
    assert run("eval", folder / "f.idx").exit_code == 0


def test_path_that_leaves_the_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Data outside the framework's folder are read only where the caller allows it."""
    outside = tmp_path_factory.mktemp("outside") / "data.csv"
    outside.write_text(DATA, encoding="utf-8")
    for path in (f'"{outside}"', f'"{"../" * 20}{str(outside).lstrip("/")}"'):
        (folder / "f.idx").write_text(TEXT.replace('"data.csv"', path), encoding="utf-8")
        result = run("eval", folder / "f.idx")
        assert result.exit_code == 1
        assert "IDX403" in result.stderr
    assert run("eval", folder / "f.idx", "--data", outside).exit_code == 0


def test_output_is_written_whole_or_not_at_all(folder: Path) -> None:
    """A run that fails leaves an earlier output as it was, and nothing beside it."""
    output = folder / "out.csv"
    assert run("eval", folder / "f.idx", "-o", output).exit_code == 0
    before = output.read_bytes()
    (folder / "data.csv").write_text(DATA.replace("2021,20", "2021,-20"), encoding="utf-8")
    files = sorted(folder.iterdir())
    assert run("eval", folder / "f.idx", "-o", output).exit_code == 1
    assert output.read_bytes() == before
    assert sorted(folder.iterdir()) == files
    assert run("eval", folder / "f.idx", "-o", folder / "no" / "out.csv").exit_code in {1, 2}


WRONG_USAGE: list[list[str]] = [
    ["eval"],
    ["evaluate", "f.idx"],
    ["eval", "f.idx", "--node", "totla"],
    ["eval", "f.idx", "--period", "2031"],
    ["eval", "f.idx", "--entity", "FRA"],
    ["eval", "f.idx", "--format", "csv", "--digits", "2"],
    ["eval", "f.idx", "--lang", "fr"],
    ["show", "f.idx", "--lang", "fr"],
    ["eval", "f.idx", "--stage", "imputed", "--value", "raw"],
    ["eval", "f.idx", "--data", "other=data.csv"],
    ["rule", "IDX999"],
    ["methods", "normalise", "minmax"],
]


@pytest.mark.parametrize("arguments", WRONG_USAGE, ids=" ".join)
def test_wrong_usage(folder: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong usage ends with status 2 and says what is wrong."""
    monkeypatch.chdir(folder)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert not result.stdout


def excel(path: Path) -> None:
    """Write the data as a workbook."""
    pl.DataFrame(
        {"indicator": ["a", "a", "b", "b"], "period": [2020, 2021] * 2, "value": [10, 20, 30, 40]}
    ).write_excel(path, worksheet="数据")


def parquet(path: Path) -> None:
    """Write the data as Parquet, wide."""
    pl.DataFrame({"period": [2020, 2021], "a": [10.0, 20.0], "b": [30.0, 40.0]}).write_parquet(path)


@pytest.mark.parametrize(("name", "write", "more"), [("d.xlsx", excel, ' sheet "数据"'), ("d.parquet", parquet, "")])
def test_formats_of_data(folder: Path, name: str, write: Callable[[Path], None], more: str) -> None:
    """Excel and Parquet tables give what the CSV gives."""
    plain = run("eval", folder / "f.idx", "--format", "csv").stdout
    write(folder / name)
    (folder / "f.idx").write_text(TEXT.replace('"data.csv"', f'"{name}"{more}'), encoding="utf-8")
    result = run("eval", folder / "f.idx", "--format", "csv")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == plain


def test_damaged_workbook(folder: Path) -> None:
    """A file that only calls itself a workbook is refused by name."""
    (folder / "d.xlsx").write_text("no workbook", encoding="utf-8")
    (folder / "f.idx").write_text(TEXT.replace('"data.csv"', '"d.xlsx"'), encoding="utf-8")
    result = run("eval", folder / "f.idx")
    assert result.exit_code == 1
    assert "IDX401" in result.stderr
    assert "d.xlsx" in result.stderr
