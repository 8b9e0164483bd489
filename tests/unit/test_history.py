"""`idx history` of a git repository: where it begins, renames, what cannot be read, branches, ranks."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

import idx
from commands import printed, run
from idx.project.followed import revisions_in
from idx.report.difference.escaping import escaped
from repositories import Repository

if TYPE_CHECKING:
    from pathlib import Path


BASE = """framework example "例子"
version   "1"

data "data/figures.csv"

method {
  normalise symmetric_growth
  weighting equal
  aggregate arithmetic
  link      chain(base = 2020, value = 100)
}

index total {
  a unit %
  b unit %
}
"""
FIGURES = "indicator,period,value\na,2020,10\na,2021,11\na,2022,12\nb,2020,20\nb,2021,30\nb,2022,25\n"
OTHER = "indicator,period,value\nz,2020,1\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Make a repository in which data are older than the framework that reads them."""
    monkeypatch.chdir(tmp_path)
    made = Repository(tmp_path)
    made.write("f/data/figures.csv", FIGURES.replace("a,2022,12", "a,2022,13"))
    made.commit()
    made.write("f/data/figures.csv", FIGURES)
    made.commit()
    return made


def versions(*arguments: str) -> list[dict[str, Any]]:
    """Return the versions of a history as JSON has them."""
    found: list[dict[str, Any]] = json.loads(printed("history", *arguments, "--format", "json"))["versions"]
    return found


def names(*arguments: str) -> list[str]:
    """Return the names of the versions of a history."""
    return [version["name"] for version in versions(*arguments)]


def test_it_begins_where_the_file_begins(repository: Repository) -> None:
    """Changes of the data before there was a framework are none of its history."""
    repository.write("f/base.idx", BASE)
    first = repository.commit()
    repository.edit("f/data/figures.csv", "b,2022,25", "b,2022,26")
    second = repository.commit()
    repository.write("f/data/other.csv", OTHER)
    repository.commit()
    assert names("f/base.idx", "--git", "HEAD") == [f"{first}:f/base.idx", f"{second}:f/base.idx"]
    assert versions("f/base.idx", "--git", "HEAD")[1]["kind"] == "data"


def test_renames_are_followed(repository: Repository) -> None:
    """Of the framework, of its data, and of the folder of both; each line has the name of then."""
    repository.write("f/base.idx", BASE)
    first = repository.commit()
    repository.git("mv", "f/base.idx", "f/index.idx")
    renamed = repository.commit()
    repository.git("mv", "f/data/figures.csv", "f/data/new.csv")
    repository.edit("f/index.idx", "figures.csv", "new.csv")
    moved = repository.commit()
    repository.edit("f/data/new.csv", "b,2022,25", "b,2022,26")
    revised = repository.commit()
    repository.git("mv", "f", "indices")
    folder = repository.commit()
    expected = [
        f"{first}:f/base.idx",
        f"{renamed}:f/index.idx",
        f"{moved}:f/index.idx",
        f"{revised}:f/index.idx",
        f"{folder}:indices/index.idx",
    ]
    assert names("indices/index.idx", "--git", "HEAD") == expected
    assert names("f/base.idx", "--git", "HEAD") == expected  # as it was called before
    assert names("indices/index.idx", "--git", f"{first}..{revised}") == expected[1:4]
    words = [version["word"] for version in versions("indices/index.idx", "--git", "HEAD")]
    assert words == [None, "SAME", "SAME", "REVISED", "SAME"]


def test_all_names_load_again(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a history prints can be typed behind `idx diff`, in the folder in which it was printed."""
    repository.write("f/base.idx", BASE)
    repository.commit()
    repository.git("mv", "f", "总 g")
    repository.commit()
    monkeypatch.chdir(repository.folder / "总 g")
    first, last = names("base.idx", "--git", "HEAD")
    assert first.endswith(":../f/base.idx")
    assert "Nothing differs in meaning." in printed("diff", first, last)


def test_a_range_begins_with_its_first_change(repository: Repository) -> None:
    """What the framework does not read makes no line, be it the first commit of the range."""
    repository.write("f/base.idx", BASE)
    first = repository.commit()
    repository.write("f/data/later.csv", FIGURES)
    repository.commit()
    repository.edit("f/base.idx", "figures.csv", "later.csv")
    last = repository.commit()
    assert names("f/base.idx", "--git", f"{first}..") == [f"{last}:f/base.idx"]
    assert names("f/base.idx", "--git", f"{first}") == [f"{first}:f/base.idx"]


@pytest.mark.parametrize("locale", ["C.UTF-8", "zh_CN.UTF-8"])
def test_what_cannot_be_read_is_a_line(repository: Repository, locale: str) -> None:
    """A text that does not parse, data that are not there, a file that is away: a line each, with its reason."""
    repository.write("f/base.idx", BASE)
    repository.commit()
    repository.write("f/base.idx", BASE + "}\n")
    broken = repository.commit()
    repository.write("f/base.idx", BASE.replace("figures", "away"))
    missing = repository.commit()
    repository.git("rm", "-q", "f/base.idx")
    gone = repository.commit()
    repository.write("f/base.idx", BASE.replace("equal", "by_indicators"))
    last = repository.commit()
    lines = printed("history", "f/base.idx", "--git", "HEAD", locale=locale).splitlines()
    assert [line.split()[0 if line[0] == " " else 1] for line in lines[4:]] == [broken, missing, gone, last]
    reasons = {
        "C.UTF-8": [
            "cannot be read: this brace closes nothing",
            f"NOT COMPARED (data) · no values: cannot read {missing}:f/data/away.csv: there is no such file",
            "cannot be read: the file is taken away here",
            "SAME (method)",  # than the one above that has values
        ],
        "zh_CN.UTF-8": [
            "无法读取：这个花括号没有与之对应的 `{`",
            f"未比较（NOT COMPARED）（数据） · 没有数值：无法读取 {missing}:f/data/away.csv：没有这个文件",
            "无法读取：文件在此被删除",
            "数值相同（SAME）（方法）",
        ],
    }
    for line, reason in zip(lines[4:], reasons[locale], strict=True):
        assert line.endswith(reason)


def test_data_of_the_revision_and_not_of_now(repository: Repository) -> None:
    """Data that a framework read once count while it read them, and not before or after."""
    repository.write("f/base.idx", BASE)
    first = repository.commit()
    repository.edit("f/data/figures.csv", "b,2022,25", "b,2022,26")
    second = repository.commit()
    repository.write("f/data/later.csv", FIGURES)
    repository.commit()  # nothing reads it yet
    repository.edit("f/base.idx", "figures.csv", "later.csv")
    third = repository.commit()
    repository.edit("f/data/figures.csv", "b,2022,26", "b,2022,27")
    repository.commit()  # nothing reads it any more
    found = [name.partition(":")[0] for name in names("f/base.idx", "--git", "HEAD")]
    assert found == [first, second, third]
    assert [name.partition(":")[0] for name in names("f/base.idx", "--git", f"{first}..{third}")] == [second, third]


def test_bases_of_versions(repository: Repository) -> None:
    """A version changes with its base, and with the data of its base."""
    repository.write("f/base.idx", BASE)
    repository.commit()
    repository.write("f/new.idx", 'framework example\nversion "2"\nextends "base.idx"\n\nset a.unit % -> 家\n')
    first = repository.commit()
    repository.edit("f/base.idx", "index total {", 'index total "总" {')
    second = repository.commit()
    repository.edit("f/data/figures.csv", "b,2022,25", "b,2022,26")
    third = repository.commit()
    found = [name.partition(":")[0] for name in names("f/new.idx", "--git", "HEAD")]
    assert found == [first, second, third]


def test_a_branch_is_one_line_when_it_is_merged(repository: Repository) -> None:
    """Each line follows the one above it; what was tried on a branch is not between them."""
    repository.write("f/base.idx", BASE)
    first = repository.commit()
    repository.git("checkout", "-q", "-b", "proposal")
    repository.edit("f/data/figures.csv", "b,2022,25", "b,2022,99")
    repository.commit()
    repository.edit("f/data/figures.csv", "b,2022,99", "b,2022,26")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.edit("f/base.idx", "equal", "by_indicators")
    second = repository.commit()
    repository.git("merge", "-q", "--no-ff", "-m", "merged", "proposal")
    merge = repository.git("rev-parse", "--short", "HEAD")
    found = versions("f/base.idx", "--git", "HEAD")
    assert [item["name"].partition(":")[0] for item in found] == [first, second, merge]
    assert [item["kind"] for item in found] == [None, "method", "data"]


def test_scenarios(repository: Repository) -> None:
    """A scenario is followed too; before it was there, a line says so."""
    repository.write("f/base.idx", BASE)
    repository.commit()
    repository.write("f/base.idx", BASE + "\nscenario heavy {\n  set a.weight unset -> 80%\n}\n")
    second = repository.commit()
    found = versions("f/base.idx@heavy", "--git", "HEAD")
    assert found[1]["name"] == f"{second}:f/base.idx@heavy"
    assert found[1]["version"] == "1@heavy"
    assert found[0]["obstacle"] == "cannot be read: there is no scenario `heavy`"


def test_wrong_ranges_and_names(repository: Repository) -> None:
    """Each is told what is wrong; options of git are no ranges."""
    repository.write("f/base.idx", BASE)
    repository.commit()
    repository.write("f/other.idx", BASE)
    for span, said in (
        ("nothing", "git knows no range `nothing`"),
        ("--output=f/written", "git knows no range `--output=f/written`"),
        ("HEAD..HEAD", "there is no revision in `HEAD..HEAD`"),
    ):
        result = run("history", "f/base.idx", "--git", span)
        assert result.exit_code == 1
        assert said in result.stderr
    assert not (repository.folder / "f" / "written").exists()
    result = run("history", "f/other.idx", "--git", "HEAD")
    assert "no revision of `HEAD` has a file f/other.idx" in result.stderr
    assert "what is not committed is in no range" in result.stderr
    repository.write("elsewhere", "")
    repository.commit()
    assert "f/base.idx did not change in HEAD~1.." in run("history", "f/base.idx", "--git", "HEAD~1..").stderr
    assert "--git follows one file" in run("history", "f/base.idx", "f/base.idx", "--git", "HEAD").stderr


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no history without git."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert revisions_in("HEAD", "base.idx").errors[0].message.en == "this folder is in no git repository"


PANEL = BASE.replace("symmetric_growth", "min_max(reference = all_periods, to = 0..100)").replace(
    "  link      chain(base = 2020, value = 100)\n", "  missing   null\n"
)
HEAD = "indicator,entity,period,value\n"


def panel(*rows: tuple[str, int, float]) -> str:
    """Return a table in which both indicators have the same values."""
    return HEAD + "".join(f"{name},{row[0]},{row[1]},{row[2]}\n" for name in "ab" for row in rows)


@pytest.fixture
def panels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Make two editions of a panel; the second has one year more, and X and Y have changed places."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    old = panel(("X", 2020, 1), ("Y", 2020, 2), ("X", 2021, 3), ("Y", 2021, 4), ("Z", 2021, 4))
    new = panel(("X", 2020, 1), ("Y", 2020, 2), ("X", 2021, 5), ("Y", 2021, 4), ("X", 2022, 9), ("Z", 2022, 9))
    for number, table in enumerate((old, new), 1):
        (tmp_path / "data" / f"{number}.csv").write_text(table)
        text = PANEL.replace("figures", str(number)).replace('version   "1"', f'version   "{number}"')
        (tmp_path / f"{number}.idx").write_text(text, encoding="utf-8")
    return "1.idx", "2.idx"


def test_each_edition_shows_its_latest_period(panels: tuple[str, str]) -> None:
    """Of several entities each edition has its own last period, or all the one that is asked for."""
    lines = printed("history", *panels).splitlines()
    assert lines[2].split() == ["entity", "1", "·", "2021", "2", "·", "2022"]
    assert lines[3].split() == ["X", "66.7", "100.0"]
    assert any(line.startswith("Against the one before: 2 ") for line in lines)
    lines = printed("history", *panels, "--period", "2021").splitlines()
    assert lines[0] == "total · 2021"
    assert lines[3].split() == ["X", "66.7", "50.0"]


def test_ranks(panels: tuple[str, str]) -> None:
    """Ranks are those of `ranked`: equals share the better one, and whoever has no value has none."""
    lines = printed("history", *panels, "--value", "rank", "--period", "2021").splitlines()
    assert [line.split() for line in lines[3:6]] == [["X", "3", "1"], ["Y", "1", "2"], ["Z", "1", "–"]]
    assert lines[0] == "total · rank · 2021"
    rows = list(csv.DictReader(io.StringIO(printed("history", *panels, "--value", "rank", "--format", "csv"))))
    results = [idx.load(path).evaluate() for path in panels]
    for row in rows:
        result = results[int(row["version"]) - 1]
        ranks = result.window.keys.with_columns(rank=result.window.show(result.ranks("total").to_frame()).to_series())
        expected = ranks.filter(entity=row["entity"], period=row["period"])["rank"][0]
        assert row["rank"] == ("" if expected is None else str(expected))


def test_one_entity_has_a_row_per_version(panels: tuple[str, str]) -> None:
    """Then periods are across, those of the newest edition too."""
    lines = printed("history", *panels, "--entity", "X").splitlines()
    assert lines[0] == "total · X"
    assert lines[2].split()[:4] == ["version", "2020", "2021", "2022"]
    assert lines[3].split() == ["1", "1.idx", "0.0", "66.7", "–"]


def test_ranks_need_entities(repository: Repository) -> None:
    """Of one entity there is nothing to rank."""
    repository.write("f/base.idx", BASE)
    result = run("history", "f/base.idx", "f/base.idx", "--value", "rank")
    assert result.exit_code == 2
    assert "ranks compare entities" in result.stderr


def test_there_have_to_be_values(repository: Repository) -> None:
    """Where no edition has any, entities cannot be chosen, and it is said why."""
    repository.write("f/base.idx", BASE.replace("figures", "away"))
    result = run("history", "f/base.idx", "--entity", "X")
    assert result.exit_code == 2
    assert "no edition has values" in result.stderr
    assert "there is no such file" in result.stderr


def test_a_renamed_node_is_the_same_node(repository: Repository) -> None:
    """It is shown under the name of each version."""
    repository.write("f/base.idx", BASE)
    text = 'framework example\nversion "2"\nextends "base.idx"\n\nrename a -> alpha\nset alpha.code unset -> "a"\n'
    repository.write("f/new.idx", text)
    found = json.loads(printed("history", "f/base.idx", "f/new.idx", "--node", "alpha", "--format", "json"))
    assert {(row["version"], row["node"]) for row in found["values"]} == {("1", "a"), ("2", "alpha")}


def test_the_first_is_kept(repository: Repository) -> None:
    """With --to-first all are compared with it, and not with one another."""
    repository.write("f/base.idx", BASE)
    repository.write("f/two.idx", BASE.replace("symmetric_growth", "log_growth"))
    words = [item["word"] for item in versions("f/base.idx", "f/two.idx", "f/base.idx", "--to-first")]
    assert words == [None, "BREAK", "SAME"]
    words = [item["word"] for item in versions("f/base.idx", "f/two.idx", "f/base.idx")]
    assert words == [None, "BREAK", "BREAK"]


def test_markdown_is_escaped() -> None:
    """What users write is no markup; names keep their underscores."""
    assert escaped("a*b <i> _c_ rd_share [x]\n`y`") == r"a\*b \<i> \_c\_ rd_share \[x\] \`y\`"
