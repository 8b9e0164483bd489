"""`idx vintages` and `idx changelog`: what they print of editions whose figures are known."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import jsonschema
import numpy as np
import polars as pl
import pytest

from commands import printed, run
from idx.analysis.attribution.attribute import Attribution
from idx.analysis.attribution.causes import Cause
from idx.analysis.attribution.game import NodeShares
from idx.analysis.vintages.parts import shares_by_kind
from idx.analysis.vintages.rescaled import Rescaling
from idx.edits.changes import Change
from idx.edits.facts import Key
from idx.project.editions import named_editions
from idx.project.vintages import vintages
from repositories import Repository

if TYPE_CHECKING:
    from collections.abc import Mapping


SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "vintages.schema.json").read_text(encoding="utf-8"))
TEXT = """framework example "例子" en "An example"
version   "{version}"

data "{version}.csv"

method {{
  normalise none
  missing   null
  weighting equal
  aggregate arithmetic
}}

index total "总" en "Total" {{
  a
  b
}}
"""
TABLES: dict[str, dict[int, tuple[float, ...]]] = {
    "1": {2020: (2, 4), 2021: (4, 6)},
    "2": {2020: (2, 6), 2021: (4, 4), 2022: (6, 8)},
    "3": {2020: (2, 6), 2022: (6, 10), 2023: (8, 8)},
    "4": {2020: (4, 8), 2021: (4, 8), 2022: (6, 10), 2023: (8, 12)},
}
#        1   2   3   4
# 2020   3   4   4   6
# 2021   5   4   –   6
# 2022       7   8   8
# 2023           8  10


def table(rows: Mapping[int, tuple[float, ...]], entity: str = "") -> str:
    """Return a table of both indicators."""
    heads = "indicator,entity,period,value\n" if entity else "indicator,period,value\n"
    where = f"{entity}," if entity else ""
    cells = [(name, period, value) for period, row in rows.items() for name, value in zip("ab", row, strict=True)]
    return heads + "".join(f"{name},{where}{period},{value}\n" for name, period, value in cells)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for version, rows in TABLES.items():
        Path(f"{version}.csv").write_text(table(rows))
        Path(f"{version}.idx").write_text(TEXT.format(version=version), encoding="utf-8")


EDITIONS = tuple(f"{version}.idx" for version in TABLES)


def content(*arguments: str) -> dict[str, Any]:
    """Return the JSON of vintages, which keeps to its schema."""
    found: dict[str, Any] = json.loads(printed("vintages", *arguments, "--format", "json"))
    jsonschema.validate(found, SCHEMA)
    return found


def body(text: str) -> list[list[str]]:
    """Return the words of the lines of a table."""
    return [line.split() for line in text.split("\n\n")[1].splitlines()]


def test_the_triangle() -> None:
    """Periods down, editions across; empty before the first release, a dash where an edition has lost the period."""
    text = printed("vintages", *EDITIONS)
    assert text.startswith("total · 总\n")
    assert body(text) == [
        ["period", "1", "2", "3", "4"],
        ["2020", "3.0", "4.0", "4.0", "6.0"],
        ["2021", "5.0", "4.0", "–", "6.0"],
        ["2022", "7.0", "8.0", "8.0"],
        ["2023", "8.0", "10.0"],
    ]
    assert [line.index("7.0") for line in text.splitlines() if "2022" in line] == [13]  # under the second edition


def test_by_lag() -> None:
    """Since the first release, and from one edition to the next; over the gap there is no step."""
    lags = {(row["against"], row["lag"]): row for row in content(*EDITIONS)["lags"]}
    first = {lag: tuple(row.values())[2:] for (against, lag), row in lags.items() if against == "first_release"}
    assert first == {
        "1": (4, pytest.approx((1 - 1 + 1 + 2) / 4), pytest.approx(5 / 4)),
        "2": (2, pytest.approx((1 + 1) / 2), 1.0),
        "3": (2, pytest.approx((3 + 1) / 2), 2.0),
        "last": (4, pytest.approx((3 + 1 + 1 + 2) / 4), pytest.approx(7 / 4)),
    }
    before = {lag: tuple(row.values())[2:] for (against, lag), row in lags.items() if against == "edition_before"}
    assert before == {
        "1": (4, pytest.approx(3 / 4), pytest.approx(5 / 4)),
        "2": (2, 0.0, 0.0),
        "3": (1, 2.0, 2.0),
    }
    text = printed("vintages", *EDITIONS, "--by-lag")
    assert body(text)[1:] == [
        ["1", "4", "+0.8", "1.3"],
        ["2", "2", "+1.0", "1.0"],
        ["3", "2", "+2.0", "2.0"],
        ["newest", "edition", "4", "+1.8", "1.8"],
    ]
    assert "2 of 4 values are there in the first edition, 1, already" in text


def test_only_some_periods() -> None:
    """What is asked for is what is counted."""
    assert [row["observations"] for row in content(*EDITIONS, "--period", "2022")["lags"]] == [1, 1, 1, 1, 1]
    assert {row["period"] for row in content(*EDITIONS, "--period", "2022")["values"]} == {"2022"}


@pytest.mark.parametrize("edition", ["2", "2.idx"])
def test_as_of(edition: str) -> None:
    """The series as an edition shows it, beside the newest one."""
    text = printed("vintages", *EDITIONS, "--as-of", edition)
    assert body(text)[1:] == [
        ["2020", "4.0", "6.0", "+2.0"],
        ["2021", "4.0", "6.0", "+2.0"],
        ["2022", "7.0", "8.0", "+1.0"],
    ]
    found = content(*EDITIONS, "--as-of", edition)
    assert found["as_of"] == "2.idx"
    assert [row["value"] for row in found["values"]] == [4.0, 4.0, 7.0]
    assert "lags" not in found


def test_as_of_what_is_not_there() -> None:
    """The editions that there are, are named; a name of several is refused."""
    assert "there is no edition 9: there are 1, 2, 3, 4" in run("vintages", *EDITIONS, "--as-of", "9").stderr
    result = run("vintages", "1.idx", "1.idx", "--as-of", "1")
    assert "several editions are called 1" in result.stderr
    assert run("vintages", *EDITIONS, "--as-of", "2", "--by-lag").exit_code == 2


def test_dates_and_commits() -> None:
    """Of revisions in git, a date names the last one by then, and the beginning of a commit that one."""
    repository = Repository(Path.cwd())
    commits = []
    for rows in TABLES.values():
        repository.write("1.csv", table(rows))
        commits.append(repository.commit())  # the first on the second of January, then one each day
    for written, value in (("2025-01-03", 4.0), ("2025-02-01", 6.0), (commits[0], 3.0), (commits[1][:5], 4.0)):
        assert content("1.idx", "--git", "HEAD", "--as-of", written)["values"][0]["value"] == value
    assert run("vintages", "1.idx", "--git", "HEAD", "--as-of", "2024-12-31").exit_code == 2
    heads = body(printed("vintages", "1.idx", "--git", "HEAD"))[0]
    assert heads == ["period", *commits]
    lines = list(csv.DictReader(io.StringIO(printed("vintages", "1.idx", "--git", "HEAD", "--format", "csv"))))
    assert {row["date"] for row in lines} == {f"2025-01-0{day}" for day in (2, 3, 4, 5)}


def three_revisions() -> tuple[str, str]:
    """Commit an edition thrice: the second cannot be read, the third has other data; return these two commits."""
    repository = Repository(Path.cwd())
    repository.commit()
    repository.write("1.idx", TEXT.format(version="1") + "}\n")
    broken = repository.commit()
    repository.write("1.idx", TEXT.format(version="1"))
    repository.write("1.csv", table(TABLES["2"]))
    return broken, repository.commit()


def test_what_cannot_be_read_is_passed_over() -> None:
    """Editions without values are not counted, and it is said which."""
    broken, _ = three_revisions()
    text = printed("vintages", "1.idx", "--git", "HEAD")
    assert f"Passed over: {broken}:1.idx: cannot be read: this brace closes nothing." in text
    assert {row["lag"] for row in content("1.idx", "--git", "HEAD")["lags"]} == {"1", "last"}
    Path("2.csv").unlink()
    assert "Passed over: 2.idx: no values: cannot read 2.csv" in printed("vintages", "1.idx", "2.idx", "3.idx")
    assert "no edition has values" in run("vintages", "2.idx").stderr


def test_causes() -> None:
    """A revision is split by what changed; the parts of the means sum to them."""
    text = TEXT.format(version="2").replace("  b\n", "  b weight 75%\n").replace("  a\n", "  a weight 25%\n")
    Path("2.idx").write_text(text.replace("2.csv", "1.csv"), encoding="utf-8")
    rows = content("1.idx", "2.idx", "4.idx", "--causes")["values"]
    split = {(row["edition"], row["period"]): tuple(row[part] for part in PARTS) for row in rows}
    assert split["2", "2020"] == (0.0, pytest.approx(0.5), 0.0, 0.0)  # 2 and 4, by a quarter and three
    data, method, structure, rest = split["4", "2020"]
    assert (structure, rest) == (0.0, 0.0)
    assert data == pytest.approx((3 - 0.5 + 3.5) / 2 + 0.25, abs=1)
    assert data + method == pytest.approx(6 - 3.5)
    shown = printed("vintages", "1.idx", "2.idx", "4.idx", "--causes")
    assert body(shown)[0] == [
        *["lag", "revision", "observations", "all", "data", "method", "structure", "not", "split"]
    ]


PARTS = ("data", "method", "structure", "not_split")


def test_kinds_that_hang_together_are_not_split() -> None:
    """Data that are converted otherwise are other data: neither data nor method is the cause by itself."""
    quarters = "indicator,period,value\n" + "".join(
        f"a,{year}Q{quarter},{year - 2019 + quarter}\n" for year in (2020, 2021) for quarter in (1, 2, 3, 4)
    )
    years = "indicator,period,value\nb,2020,5\nb,2021,6\n"
    Path("q.csv").write_text(quarters)
    text = TEXT.replace('data "{version}.csv"', 'data years "{version}.csv"\ndata quarters "q.csv"')
    text = text.replace("  a\n", "  a convert {how}\n")
    for version, how, b in (("1", "sum", years), ("2", "mean", years.replace("6", "8"))):
        Path(f"{version}.csv").write_text(b)
        Path(f"{version}.idx").write_text(text.format(version=version, how=how), encoding="utf-8")
    rows = [row for row in content("1.idx", "2.idx", "--causes")["values"] if row["edition"] == "2"]
    assert [row["data"] for row in rows] == [0.0, pytest.approx(1.0)]
    assert [row["not_split"] for row in rows] == [pytest.approx(row["revision"] - row["data"]) for row in rows]
    assert all(row["not_split"] < -1 for row in rows)


def attribution(joined: list[list[int]], shares: list[list[float]]) -> Attribution:
    """Return an attribution of one node to a revision, a method, and another method; two rows."""
    nowhere = np.zeros(2, dtype=bool)
    node = NodeShares(np.array(shares), None, np.array(joined, dtype=np.int64), nowhere)
    keys = (Key("cells", "a"), Key("method", word="missing"), Key("method", word="link"))
    verbs: tuple[Literal["revise", "set"], ...] = ("revise", "set", "set")
    changes = [Change(verb, key.subject, {key: None}, {key: None}) for verb, key in zip(verbs, keys, strict=True)]
    return Attribution(tuple(Cause((change,)) for change in changes), {"n": node}, (), 8)


def test_shares_that_causes_have_together() -> None:
    """They are of a kind where all of these causes are, and of none elsewhere; so are those that are withheld."""
    keys = pl.DataFrame({"entity": ["X", "X"], "period": ["2020", "2021"]})
    nan = float("nan")
    found = attribution([[0, -1], [0, 1], [-1, 1]], [[3.0, 1.0], [nan, 2.0], [0.5, nan]])
    assert shares_by_kind(found, keys, "n", {}).rows() == [
        ("X", "2020", 0.0, 0.5, 0.0),  # 3.0 of data and method together
        ("X", "2021", 1.0, 2.0, 0.0),  # 2.0 of both methods
    ]
    assert shares_by_kind(found, keys, "other", {}).height == 0
    withheld = found._replace(nodes={"n": found.nodes["n"]._replace(withheld=True)})
    assert shares_by_kind(withheld, keys, "n", {}).height == 0


def test_a_renamed_node_keeps_its_series() -> None:
    """It is shown under its newest name, and the older one is told; an edition without it has no column's values."""
    version = 'framework example\nversion "5"\nextends "4.idx"\n\nrename a -> alpha\nset alpha.code unset -> "a"\n'
    Path("5.idx").write_text(version)
    for name in ("a", "alpha"):
        text = printed("vintages", "3.idx", "4.idx", "5.idx", "--node", name, "--lang", "en")
        assert body(text)[1] == ["2020", "2.0", "4.0", "4.0"]
        assert text.startswith("alpha")
        assert "It is called a in 3, 4." in text
    Path("6.idx").write_text('framework example\nversion "6"\nextends "5.idx"\n\nremove alpha\n')
    text = printed("vintages", "4.idx", "6.idx", "--node", "a")
    assert body(text)[1] == ["2020", "4.0", "–"]
    assert "Editions without it: 6." in text


@pytest.mark.parametrize(
    ("entities", "factors", "expected"),
    [
        (("X", "Y"), (2.0, 2.0), [Rescaling(1, 2.0)]),
        (("X", "Y"), (2.0, 3.0), [Rescaling(1, None)]),
        (("X", "Y"), (1.0, 1.0), []),
        (("X", "Y"), (1.0, 2.0), [Rescaling(1, None)]),
    ],
)
def test_rescaling(entities: tuple[str, ...], factors: tuple[float, ...], expected: list[Rescaling]) -> None:
    """One factor of all values, or of each entity, is told from revisions."""
    rows = {2020: (2.0, 4.0), 2021: (4.0, 6.0)}
    for version, scaled in (("1", False), ("2", True)):
        parts = []
        for entity, factor in zip(entities, factors, strict=True):
            times = factor if scaled else 1.0
            parts.append(table({period: (a * times, b * times) for period, (a, b) in rows.items()}, entity))
        Path(f"{version}.csv").write_text(parts[0] + parts[1].split("\n", 1)[1])
    found = vintages(named_editions(("1.idx", "2.idx")).unwrap())
    assert list(found.rescalings) == expected
    text = printed("vintages", "1.idx", "2.idx", "--lang", "zh")
    assert ("注意：从 1 到 2" in text) == bool(expected)


def test_revisions_are_no_rescaling() -> None:
    """Values that move by different factors are news."""
    assert vintages(named_editions(EDITIONS).unwrap()).rescalings == ()


def test_several_entities() -> None:
    """They are taken together by lag; of one that is named there is a triangle."""
    for version in ("1", "2"):
        rows = {"X": TABLES[version], "Y": TABLES["2"]}
        parts = [table(of, entity) for entity, of in rows.items()]
        Path(f"{version}.csv").write_text(parts[0] + parts[1].split("\n", 1)[1])
    text = printed("vintages", "1.idx", "2.idx")
    assert text.startswith("total · 总 · 2 entities together · revisions since the first release")
    assert body(text)[1] == ["1", "5", "0.0", "0.4"]  # X: +1 and -1, Y: nothing three times
    assert "`--entity CODE` shows the triangle of one" in text
    assert body(printed("vintages", "1.idx", "2.idx", "--entity", "X"))[1] == ["2020", "3.0", "4.0"]
    text = printed("vintages", "1.idx", "2.idx", "--as-of", "1", locale="zh_CN.UTF-8")
    assert body(text) == [["评价对象", "2020", "2021", "2022"], ["X", "3.0", "5.0", "–"], ["Y", "4.0", "4.0", "7.0"]]


def test_a_renamed_entity_keeps_its_series() -> None:
    """It stands under its newest name, and may be asked for by an older one; its revisions are split as others are."""
    for version in ("1", "2"):
        parts = [table(TABLES[version], entity) for entity in ("X", "Y")]
        Path(f"{version}.csv").write_text(parts[0] + parts[1].split("\n", 1)[1])
    version = 'framework example\nversion "5"\nextends "2.idx"\n\nrename entity X -> W\nset b.weight unset -> 75%\n'
    Path("5.idx").write_text(version)
    for name in ("X", "W"):
        text = printed("vintages", "1.idx", "2.idx", "5.idx", "--entity", name, "--lang", "en")
        assert text.startswith("total · Total · W\n")
        assert body(text)[1] == ["2020", "3.0", "4.0", "5.0"]
        assert "W is called X in 1, 2." in text
    rows = content("1.idx", "2.idx", "5.idx", "--entity", "W", "--causes")["values"]
    split = {(row["edition"], row["period"]): (row["data"], row["method"], row["not_split"]) for row in rows}
    assert split["5", "2020"] == (0.0, pytest.approx(1.0), 0.0)
    assert split["2", "2020"] == (pytest.approx(1.0), 0.0, 0.0)
    lines = printed("history", "1.idx", "2.idx", "5.idx", "--entity", "X", "--period", "2020").splitlines()
    assert [line.split()[2] for line in lines[3:]] == ["3.0", "4.0", "5.0"]


def test_one_edition() -> None:
    """It has no revisions, and says what it has."""
    assert body(printed("vintages", "1.idx"))[1] == ["2020", "3.0"]
    assert content("1.idx")["lags"] == []
    assert "There are no revisions." in printed("vintages", "1.idx", "--by-lag")


def test_a_node_without_values() -> None:
    """A table says that there are none, and is not left out."""
    Path("1.csv").write_text(table({2020: (2, 4), 2021: (2, 4)}).replace("a,2021,2\n", "").replace("b,2020,4\n", ""))
    assert "No edition has a value." in printed("vintages", "1.idx")


# ── Release notes ────────────────────────────────────────────────────────────────────────────────────────────


def test_release_notes() -> None:
    """What changed by kind with its reason, what is new, and the headline."""
    version = 'framework example\nversion "5"\nextends "2.idx"\n\nset b.weight unset -> 75% because "a*b 专家意见"\n'
    Path("5.idx").write_text(version, encoding="utf-8")
    text = printed("changelog", "1.idx", "2.idx", "5.idx", "--lang", "en")
    assert text.startswith("# An example\n\n## 5\n\nexample 2 → 5 · BREAK (method)")
    assert "- b.weight: unset → 75%. Because: a\\*b 专家意见" in text
    assert "### Total · 2022\n\n7.0 → 7.5 (+0.5)\n\nThe largest causes:\n\n- +0.5: b.weight: unset → 75%\n" in text
    assert "- New periods: 2022." in text
    assert "Revised furthest: 2020 4.0 → 5.0 (+1.0)." in text
    assert "First figures: 2022 7.0." in text
    assert (
        text.index("## 5") < text.index("## 2") < text.index("## 1\n\nThe first edition here: 2 indicators, 2020–2021")
    )
    chinese = printed("changelog", "2.idx", "5.idx", "--lang", "zh")
    assert "### 方法\n\n- b.weight：未写明 → 75%。理由：a\\*b 专家意见" in chinese
    assert "## 2\n" not in chinese


def test_release_notes_of_entities() -> None:
    """The mean of all, who came and went, and who moved in rank."""
    for version, new in (("1", "Z"), ("2", "W")):
        last: dict[int, tuple[float, ...]] = {2021: (1, 1)}
        rows = {"X": TABLES["1"], "Y": TABLES["1" if version == "1" else "2"], new: last}
        parts = [table(of, entity) for entity, of in rows.items()]
        Path(f"{version}.csv").write_text(parts[0] + "".join(part.split("\n", 1)[1] for part in parts[1:]))
    text = printed("changelog", "1.idx", "2.idx", "--lang", "en")
    assert "- New entities: W." in text
    assert "- Entities no longer there: Z." in text
    assert "5.0 → 4.5 (-0.5) (mean of 2 entities)" in text
    assert "1 of 2 entities changed their rank." in text
    assert "| Y | 1 → 2 | 5.0 | 4.0 |" in text


def test_release_notes_of_a_range() -> None:
    """Each revision has its section, with its date; one that cannot be read says why."""
    broken, last = three_revisions()
    text = printed("changelog", "1.idx", "--git", "HEAD")
    assert f"## {broken} · 2025-01-03\n\ncannot be read: this brace closes nothing" in text
    assert (
        f"## {last} · 2025-01-04\n\nexample 1 → 1 · REVISED and EXTENDED (data)" in text
    )  # than the last that was read
    assert text.count("\n## ") == 3


def test_many_revised_series_are_folded() -> None:
    """The first few have a line each, all others their names in one; --full has all."""
    names = [f"s{number}" for number in range(12)]
    text = TEXT.replace("  a\n  b\n", "".join(f"  {name}\n" for name in names))
    for version, value in (("1", 1), ("2", 2)):
        Path(f"{version}.idx").write_text(text.format(version=version), encoding="utf-8")
        Path(f"{version}.csv").write_text("indicator,period,value\n" + "".join(f"{n},2020,{value}\n" for n in names))
    told = printed("changelog", "1.idx", "2.idx")
    assert told.count("- revised the data of") == 5
    assert "- The same of 7 more: s5, s6, s7, s8, s9, s10, s11." in told
    assert printed("changelog", "1.idx", "2.idx", "--full").count("- revised the data of") == 12


def test_release_notes_need_two() -> None:
    """One version by itself has nothing to tell."""
    assert "name two versions or more" in run("changelog", "1.idx").stderr
