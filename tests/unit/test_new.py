"""`idx new`: what it writes works at once, and it never overwrites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import idx
from idx.cli import main
from idx.interchange import names
from idx.report.writing import write_new
from idx.source import display_width

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

STARTERS = [(family, language) for family in ("growth", "level") for language in ("en", "zh")]


def run(*arguments: str | Path) -> Result:
    """Run the command; a traceback fails the test."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize(("family", "language"), STARTERS)
def test_what_it_writes_works_at_once(tmp_path: Path, family: str, language: str) -> None:
    """Text, data, values and expectations of every starter are in order, without a remark."""
    file = tmp_path / "gdp.idx"
    assert run("new", file, "--family", family, "--lang", language).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {"gdp.idx", "gdp.csv"}
    checked = run("check", file, "--data")
    assert (checked.exit_code, checked.output) == (0, "1 file checked: no problems\n")
    assert run("eval", file).exit_code == 0
    assert run("verify", file).exit_code == 0
    assert run("fmt", "--check", file).exit_code == 0
    framework = idx.load(file)
    assert framework.model.name == "gdp"
    assert framework.model.expectations
    assert bool(framework.model.periods) == (family == "growth")


@pytest.mark.parametrize(("family", "language"), STARTERS)
def test_it_teaches_in_its_language(tmp_path: Path, family: str, language: str) -> None:
    """Comments speak the language, say that the data are made up, and fit on a screen."""
    run("new", tmp_path / "gdp.idx", "--family", family, "--lang", language)
    text = (tmp_path / "gdp.idx").read_text(encoding="utf-8")
    comments = [line.partition("# ")[2] for line in text.splitlines() if "# " in line]
    assert len(comments) > 15
    assert ("虚构" if language == "zh" else "made up") in text
    assert any("\u4e00" <= character <= "\u9fff" for character in text) == (language == "zh")
    assert max(map(display_width, text.splitlines())) <= 130
    assert "example" not in text


def test_what_is_said(tmp_path: Path) -> None:
    """The command names what it wrote and the next step, in the language asked for; English without asking."""
    said = run("new", tmp_path / "one").output
    assert said == (
        f"Wrote {tmp_path / 'one.idx'} and made-up data, {tmp_path / 'one.csv'}. "
        f"Next: idx eval {tmp_path / 'one.idx'}\n"
    )
    assert "虚构的数据" in run("new", tmp_path / "two.idx", "--lang", "zh").output


@pytest.mark.parametrize(
    "stem", ["5G基站", 'a "quoted" name', "with space", "back\\slash", "2025", "example", "—", "日"]
)
def test_any_file_name(tmp_path: Path, stem: str) -> None:
    """Whatever the file is called, the framework has a name and finds its data."""
    assert run("new", tmp_path / f"{stem}.idx").exit_code == 0
    assert run("verify", tmp_path / f"{stem}.idx").exit_code == 0
    assert names.is_name(idx.load(tmp_path / f"{stem}.idx").model.name)


@pytest.mark.parametrize("there", ["gdp.idx", "gdp.csv"])
def test_nothing_is_overwritten(tmp_path: Path, there: str) -> None:
    """A file that is there stays as it is, and the other one is not written either."""
    (tmp_path / there).write_text("mine", encoding="utf-8")
    result = run("new", tmp_path / "gdp.idx")
    assert result.exit_code == 2
    assert f"{there} is there already" in result.stderr
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["mine"]


def test_wrong_usage(tmp_path: Path) -> None:
    """A folder, another ending, a folder that is not there: status 2, nothing written."""
    for target in (tmp_path, tmp_path / "gdp.xlsx", tmp_path / "no" / "gdp.idx"):
        result = run("new", target)
        assert result.exit_code == 2
        assert "Error" in result.stderr
    assert run("new", tmp_path / "gdp.idx", "--lang", "fr").exit_code == 2
    assert not list(tmp_path.iterdir())


def test_all_or_none(tmp_path: Path) -> None:
    """When the second file cannot be written, the first does not stay."""
    with pytest.raises(FileNotFoundError):
        write_new({tmp_path / "one": b"1", tmp_path / "no" / "two": b"2"})
    assert not list(tmp_path.iterdir())
