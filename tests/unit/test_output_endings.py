"""A file is written in the format that its ending says, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from idx.cli import main
from idx.cli.formats import ENDINGS

FRAMEWORK = """framework f
version "1"
data "d.csv"
method {
  normalise none
  weighting equal
  aggregate arithmetic
}
index total {
  a
  b
}
"""
COMMANDS = {
    "eval": ["eval", "one.idx"],
    "stats": ["stats", "one.idx", "--section", "moments"],
    "profile": ["profile", "one.idx", "X"],
    "diff": ["diff", "one.idx", "two.idx"],
    "history": ["history", "one.idx", "two.idx"],
    "vintages": ["vintages", "one.idx", "two.idx"],
    "changelog": ["changelog", "one.idx", "two.idx"],
    "flatten": ["flatten", "one.idx"],
    "merge": ["merge", "one.idx", "one.idx", "two.idx"],
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.idx").write_text(FRAMEWORK, encoding="utf-8")
    Path("two.idx").write_text(FRAMEWORK.replace("  b\n", "  b weight 30%\n").replace('"1"', '"2"'), encoding="utf-8")
    Path("d.csv").write_text("entity,period,a,b\nX,2020,1,2\nY,2020,3,5\n", encoding="utf-8")


def run(*words: str) -> tuple[int, str]:
    """Run a command and return its status and what it says."""
    found = CliRunner().invoke(main, list(words))
    return found.exit_code, " ".join(found.output.split())


@pytest.mark.parametrize("name", list(COMMANDS))
def test_other_endings_are_refused(name: str) -> None:
    """A file that no program could open by its name is not written, and the endings that there are are said."""
    status, said = run(*COMMANDS[name], "-o", "out.xls")
    assert status == 2
    assert "nothing is written as .xls: end in" in said
    assert not Path("out.xls").exists()


@pytest.mark.parametrize("name", list(COMMANDS))
def test_each_ending_that_is_named_is_written(name: str) -> None:
    """What the refusal proposes works, in capitals too."""
    _, said = run(*COMMANDS[name], "-o", "out.xls")
    named = [ending for ending in ENDINGS.values() if f"{ending} (" in said]
    assert named
    for ending in named:
        for path in (Path(f"out{ending}"), Path(f"OUT{ending.upper()}")):
            status, problem = run(*COMMANDS[name], "-o", str(path))
            assert status == 0, problem
            assert path.stat().st_size > 0
    workbook = Path("out.xlsx")
    assert not workbook.exists() or workbook.read_bytes().startswith(b"PK")


def test_a_format_that_the_ending_contradicts_is_refused() -> None:
    """CSV under the name of a workbook is opened wrongly, or not at all: the remedy is a name that fits."""
    status, said = run("eval", "one.idx", "--format", "csv", "-o", "out.xlsx")
    assert status == 2
    assert "out.xlsx is xlsx by its ending, and --format csv: leave --format out, or write out.csv" in said
    assert not Path("out.xlsx").exists()
    assert run("eval", "one.idx", "--format", "csv", "-o", "out.csv")[0] == 0
    assert run("eval", "one.idx", "--format", "csv", "-o", "out")[0] == 0
    assert Path("out").read_text(encoding="utf-8") == Path("out.csv").read_text(encoding="utf-8")
