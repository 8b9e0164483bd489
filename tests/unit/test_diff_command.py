"""`idx diff`, `history`, `flatten`, and `eval` of scenarios: what they write, and how they end."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from click.testing import CliRunner

import idx
from idx.cli import main

if TYPE_CHECKING:
    from click.testing import Result

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "diff.schema.json").read_text(encoding="utf-8"))
BASE = """framework example "例子"
version   "1"

data "figures.csv"

method {
  periods   2020..2022
  normalise symmetric_growth
  weighting equal
  aggregate arithmetic
  link      chain(base = 2020, value = 100)
}

index total {
  left {
    a unit %
    b unit %
  }
  c unit %
}

expect within 0.05 {
  total 2020 = 100
}

scenario heavy "更重" {
  set left.weight unset -> 80% because "更可靠"
}
"""
FIGURES = """indicator,period,value
a,2020,10
a,2021,11
a,2022,12
b,2020,20
b,2021,30
b,2022,25
c,2020,5
c,2021,5
c,2022,9
"""
VERSION = """framework example
version   "2"
extends   "base.idx"

set    left.weight unset -> 60% because "专家意见"
set    method.normalise symmetric_growth -> log_growth
set    a.label unset -> "甲"
rename b -> beta
set    beta.code unset -> "b"
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("base.idx").write_text(BASE, encoding="utf-8")
    Path("version.idx").write_text(VERSION, encoding="utf-8")
    Path("figures.csv").write_text(FIGURES, encoding="utf-8")


def run(*arguments: str) -> Result:
    """Run a command in English."""
    return CliRunner().invoke(main, list(arguments), env={"LC_ALL": "C.UTF-8"})


def printed(*arguments: str) -> str:
    """Return what a command prints that ends well."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def compared(*arguments: str) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON of a comparison, which keeps to its schema."""
    content = json.loads(printed("diff", *arguments, "--format", "json"))
    jsonschema.validate(content, SCHEMA)
    return content


def test_the_gist() -> None:
    """Each change has a line with its reason, and the headline a row for each cause."""
    text = printed("diff", "base.idx", "version.idx")
    assert "BREAK (structure)" in text.splitlines()[0]
    assert "left.weight: unset → 60%" in text
    assert "专家意见" in text
    assert "renamed b to beta" in text
    assert '"甲"' not in text
    assert "甲" in printed("diff", "base.idx", "version.idx", "--full")


def test_json_sums_up() -> None:
    """The shares of a cell sum to its difference; what changes no value has none."""
    content = compared("base.idx", "version.idx")
    shares: dict[tuple[str, str], float] = {}
    for item in content["attribution"]:
        key = (item["node"], item["period"])
        shares[key] = shares.get(key, 0.0) + item["share"]
    for row in content["values"]:
        assert shares.get((row["node"], row["period"]), 0.0) == pytest.approx(row["difference"], abs=1e-9)
    groups = {change["verb"]: change["group"] for change in content["changes"] if change["node"] in {"beta", "a"}}
    assert groups["rename"] is None
    assert [group["because"] for group in content["groups"]] == [[], ["专家意见"]]
    assert {row["node"] for row in content["weights"]} >= {"left", "c"}


def test_csv_has_a_column_for_each_cause() -> None:
    """It has a row for every node and period."""
    rows = list(csv.DictReader(io.StringIO(printed("diff", "base.idx", "version.idx", "--format", "csv"))))
    assert len(rows) == 5 * 3
    row = next(row for row in rows if (row["node"], row["period"]) == ("total", "2022"))
    causes = [float(value) for name, value in row.items() if name.startswith("[")]
    assert sum(causes) == pytest.approx(float(row["difference"]), abs=1e-9)


def test_edits_give_the_same_bytes() -> None:
    """What `--format idx` writes evaluates to the very same table."""
    printed("diff", "base.idx", "version.idx", "-o", "edits.idx")
    assert printed("eval", "edits.idx", "--format", "csv") == printed("eval", "version.idx", "--format", "csv")
    content = compared("version.idx", "edits.idx")
    assert content["changes"] == []
    assert content["verdict"]["word"] == "SAME"


def test_flattened_it_is_the_same() -> None:
    """What `idx flatten` writes stands by itself and evaluates to the same table."""
    printed("flatten", "version.idx", "-o", "flat.idx")
    assert "extends" not in Path("flat.idx").read_text(encoding="utf-8")
    assert printed("eval", "flat.idx", "--format", "csv") == printed("eval", "version.idx", "--format", "csv")
    assert "weight 80%" in printed("flatten", "base.idx", "--scenario", "heavy")


def test_scenarios_and_single_edits() -> None:
    """A scenario, and the same edit on the command line, give the same figures."""
    scenario = printed("eval", "base.idx", "--scenario", "heavy", "--format", "csv")
    assert scenario == printed("eval", "base.idx", "--set", "left.weight unset -> 80%", "--format", "csv")
    assert scenario != printed("eval", "base.idx", "--format", "csv")
    assert compared("base.idx", "base.idx@heavy")["changes"][0]["because"] == "更可靠"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("eval", "base.idx", "--scenario", "hevy"), "IDX124"),
        (("eval", "base.idx", "--set", "left.weight 10% -> 80%"), "IDX116"),
        (("diff", "base.idx", "base.idx@hevy"), "IDX124"),
        (("diff", "base.idx", "HEAD:base.idx"), "IDX123"),
    ],
)
def test_what_is_not_there(arguments: tuple[str, ...], code: str) -> None:
    """It ends with status 1 and says what is missing."""
    result = run(*arguments)
    assert result.exit_code == 1
    assert code in result.stderr


def test_a_file_that_is_not_there_is_wrong_usage() -> None:
    """The command line names it, so the status is 2."""
    assert run("diff", "base.idx", "nowhere.idx").exit_code == 2


@pytest.mark.parametrize(
    ("gate", "version", "status"),
    [
        ("structure", "version.idx", 1),  # the rename states no reason
        ("break", "version.idx", 1),  # nor does the other normalisation
        ("method", "base.idx@heavy", 0),  # its only change states one
        ("break", "base.idx@heavy", 0),
        ("documentation", "base.idx", 0),
    ],
)
def test_a_gate(gate: str, version: str, status: int) -> None:
    """A change that states no reason ends with status 1, if it is of the kind or weightier."""
    assert run("diff", "base.idx", version, "--fail-on", gate).exit_code == status


@pytest.mark.parametrize(("reason", "status"), [("", 1), (' because "停止发布"', 0)])
def test_a_headline_that_goes_needs_a_reason(reason: str, status: int) -> None:
    """It moves no value that both versions have, and is a break all the same."""
    two = BASE.replace("expect within", "index second {\n  d unit %\n}\n\nexpect within")
    Path("two.idx").write_text(two, encoding="utf-8")
    Path("figures.csv").write_text(FIGURES + FIGURES[FIGURES.index("c,") :].replace("c,", "d,"), encoding="utf-8")
    Path("one.idx").write_text(
        f'framework example\nversion "5"\nextends "two.idx"\n\nremove second{reason}\n', encoding="utf-8"
    )
    verdict = compared("two.idx", "one.idx")["verdict"]
    assert (verdict["word"], verdict["extreme"]) == ("BREAK", None)
    shown = run("diff", "two.idx", "one.idx").output
    assert "BREAK (structure): second is there no more" in shown
    assert run("diff", "two.idx", "one.idx", "--fail-on", "break").exit_code == status


@pytest.mark.parametrize(
    ("tolerance", "digits", "word"),
    [("", "1", "COMPARABLE"), ("", "3", "BREAK"), ("within 0.0005", "1", "BREAK"), ("within 0.5", "3", "COMPARABLE")],
)
def test_a_headline_is_as_fine_as_it_is_printed(tolerance: str, digits: str, word: str) -> None:
    """What is expected of it says how fine, else the digits of the table; 100 at the base is expected of all."""
    block = BASE[BASE.index("expect") : BASE.index("scenario")]
    told = f"expect {tolerance} {{\n  total 2021 = 120\n}}\n\n" if tolerance else ""
    Path("fine.idx").write_text(BASE.replace(block, told), encoding="utf-8")
    Path("moved.idx").write_text(
        'framework example\nversion "4"\nextends "fine.idx"\n\nset left.weight unset -> 50.01%\n', encoding="utf-8"
    )
    content = compared("fine.idx", "moved.idx", "--digits", digits)
    assert content["verdict"]["word"] == word


def test_guesses_are_said_and_not_used() -> None:
    """A node under another name with the same data is proposed; only when told are the two compared as one."""
    text = BASE.replace("    b unit", '    beta code "b" unit').replace('version   "1"', 'version   "2"')
    Path("other.idx").write_text(text, encoding="utf-8")
    content = compared("base.idx", "other.idx")
    assert content["guesses"] == [{"before": "b", "after": "beta", "edit": "rename b -> beta"}]
    assert [row["difference"] for row in content["values"] if row["node"] == "beta"] == [None] * 3
    accepted = compared("base.idx", "other.idx", "--accept-guess")
    assert [row["difference"] for row in accepted["values"] if row["node"] == "beta"] == [0.0] * 3
    assert "rename" in [change["verb"] for change in accepted["changes"]]


def test_data_are_revised_series_by_series() -> None:
    """Each revised series is a cause of its own, with its cells."""
    Path("revised.csv").write_text(
        FIGURES.replace("a,2022,12", "a,2022,13").replace("c,2021,5", "c,2021,6"), encoding="utf-8"
    )
    content = compared("base.idx", "base.idx", "--data-b", "revised.csv")
    assert [(change["verb"], change["node"]) for change in content["changes"]] == [("revise", "a"), ("revise", "c")]
    assert content["changes"][0]["cells"] == [{"entity": None, "period": "2022", "before": 12.0, "after": 13.0}]
    assert {item["group"] for item in content["attribution"] if item["node"] == "total"} == {1, 2}
    assert {item["group"] for item in content["attribution"] if item["node"] == "left"} == {1}


def test_data_for_one_side_only() -> None:
    """What changed is said, and that no values are compared."""
    Path("figures.csv").unlink()
    Path("own.csv").write_text(FIGURES, encoding="utf-8")
    text = printed("diff", "base.idx", "version.idx", "--data-b", "own.csv")
    assert "NOT COMPARED" in text
    assert "No values are compared: the version before, base.idx" in text
    assert compared("base.idx", "version.idx", "--data-b", "own.csv")["values"] == []
    text = printed("diff", "base.idx", "base.idx", "--data-b", "own.csv")
    assert "The files do not differ in meaning." in text  # of values nothing can be said


def test_no_warning_for_data_that_a_version_dropped() -> None:
    """A version that removes an indicator leaves its rows in the base's data."""
    Path("less.idx").write_text('framework example\nversion "3"\nextends "base.idx"\n\nremove b\n', encoding="utf-8")
    assert run("eval", "less.idx").stderr == ""


def test_revisions_in_git() -> None:
    """A file is read as it was, with its base and data as they were."""
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a", *command], check=True)
    Path("figures.csv").write_text(FIGURES.replace("a,2022,12", "a,2022,13"), encoding="utf-8")
    content = compared("HEAD:version.idx", "version.idx")
    assert [change["verb"] for change in content["changes"]] == ["revise"]
    assert "git knows no revision" in run("diff", "nothing:version.idx", "version.idx").stderr
    history = printed("history", "base.idx", "--git", "HEAD")
    assert "total · base.idx" in history


def test_history() -> None:
    """Each version has a row, and the class of what changed."""
    lines = printed("history", "base.idx", "base.idx@heavy", "version.idx").splitlines()
    assert [line.split()[0] for line in lines[3:]] == ["1", "更重", "2"]
    assert lines[4].endswith("BREAK (method)")
    values = json.loads(printed("history", "base.idx", "version.idx", "--format", "json"))
    assert [item["word"] for item in values["versions"]] == [None, "BREAK"]
    assert len(values["values"]) == 6


def test_from_python() -> None:
    """`idx.compare` takes files or frameworks."""
    one = idx.compare("base.idx", "version.idx")
    other = idx.compare(idx.load("base.idx"), idx.load("version.idx"))
    assert one.values is not None
    assert other.values is not None
    assert one.values.equals(other.values)


def test_paths_read_from_where_a_file_is_written() -> None:
    """Data, published tables and bases are found from the folder of what is written."""
    Path("sub").mkdir()
    Path("sub/own.csv").write_text(FIGURES.replace("a,2022,12", "a,2022,13"), encoding="utf-8")
    Path("sub/told.csv").write_text("period,total\n2020,100\n", encoding="utf-8")
    Path("sub/version.idx").write_text(
        'framework example\nversion "5"\nextends "../base.idx"\n\nset data "figures.csv" -> "own.csv"\n\n'
        'expect "told.csv" within 0.05\n',
        encoding="utf-8",
    )
    expected = printed("eval", "sub/version.idx", "--format", "csv")
    printed("flatten", "sub/version.idx", "-o", "flat.idx")
    printed("diff", "base.idx", "sub/version.idx", "-o", "edits.idx")
    for name in ("flat.idx", "edits.idx"):
        assert '"sub/own.csv"' in Path(name).read_text(encoding="utf-8")
        assert printed("eval", name, "--format", "csv") == expected
        assert "1 met" in printed("verify", name)


def test_figures_that_are_expected() -> None:
    """What is expected otherwise is said; what a version does not expect was never handed on to it."""
    Path("later.idx").write_text(BASE.replace("total 2020 = 100", "total 2020 = 100\n  a 2022 = 120"), encoding="utf-8")
    Path("told.idx").write_text(VERSION + "\nexpect within 0.1 {\n  total 2022 = 120\n}\n", encoding="utf-8")
    for version, expected in (
        ("later.idx", [("a", None, "120 within 0.05")]),
        ("told.idx", [("total", None, "120 within 0.1")]),
        ("version.idx", []),
    ):
        changes = compared("base.idx", version)["changes"]
        told = [(item["node"], item["before"], item["after"]) for item in changes if item["verb"] == "expect"]
        assert told == expected
    assert compared("later.idx", "base.idx")["changes"][0]["before"] == "120 within 0.05"
    assert "expected a 2022: – → 120 within 0.05" in printed("diff", "base.idx", "later.idx", "--full")
