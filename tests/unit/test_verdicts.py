"""Verdicts: the words, what each rests on, which gates they reach, and the numbers of `--stat`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import idx
from commands import run
from idx.analysis.words import Word
from idx.source import display_width

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "diff.schema.json").read_text(encoding="utf-8"))
BASE = """framework example "例子"
version   "1.4.2"

data "figures.csv"

method {
  normalise symmetric_growth
  missing   null
  weighting equal
  aggregate arithmetic
  link      chain(base = 2020, value = 100)
}

index total {
  a unit %
  b unit %
}
"""
SCORES = """framework example "例子"
version   "2023/24"

data "figures.csv"

method {
  normalise min_max(reference = all_periods, to = 0..100)
  missing   null
  weighting equal
  aggregate arithmetic
}

index total {
  a unit %
  b unit %
}
"""
FIGURES = """indicator,entity,period,value
a,X,2020,10
a,X,2021,11
a,X,2022,12
b,X,2020,20
b,X,2021,30
b,X,2022,25
a,Y,2020,5
a,Y,2021,6
a,Y,2022,9
b,Y,2020,21
b,Y,2021,22
b,Y,2022,24
"""
NEXT_YEAR = "a,X,2023,13\nb,X,2023,26\na,Y,2023,8\nb,Y,2023,22\n"
Z = "a,Z,2020,7\na,Z,2021,7\na,Z,2022,8\nb,Z,2020,22\nb,Z,2021,23\nb,Z,2022,24\n"
WEIGHT = "set a.weight unset -> 60%"
VALUE = "set method.link.value 100 -> 1000"
REBASE = "set method.link.base 2020 -> 2022"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("base.idx").write_text(BASE, encoding="utf-8")
    Path("scores.idx").write_text(SCORES, encoding="utf-8")
    Path("figures.csv").write_text(FIGURES, encoding="utf-8")


def version(*edits: str, figures: str = FIGURES, base: str = "base.idx", name: str = "next") -> str:
    """Write a version with edits and data of its own."""
    Path("next.csv").write_text(figures, encoding="utf-8")
    data = ['set data "figures.csv" -> "next.csv"'] if figures != FIGURES else []
    lines = [f'framework example\nversion "{name}"\nextends "{base}"\n', *data, *edits]
    Path("next.idx").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return "next.idx"


def words(*edits: str, figures: str = FIGURES, base: str = "base.idx") -> list[str]:
    """Return the words of the verdict, which are the same with causes and without."""
    after = version(*edits, figures=figures, base=base)
    found = []
    for more in ((), ("--no-causes",)):
        result = run("diff", base, after, "--format", "json", *more)
        assert result.exit_code == 0, result.output
        content = json.loads(result.stdout)
        jsonschema.validate(content, SCHEMA)
        found.append(content["verdict"]["words"])
        assert content["verdict"]["word"] == found[-1][0]
    assert found[0] == found[1]
    return list(found[0])


def title(*edits: str, figures: str = FIGURES, base: str = "base.idx", locale: str = "C.UTF-8") -> str:
    """Return the first line of a comparison."""
    return run(
        "diff", base, version(*edits, figures=figures, base=base), "--no-causes", locale=locale
    ).stdout.splitlines()[0]


# ── The words ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("edits", "figures", "expected"),
    [
        (["rename a -> alpha", 'set alpha.code unset -> "a"'], FIGURES, ["SAME"]),
        (["set total.link unset -> chain(base = 2020, value = 100)"], FIGURES, ["SAME"]),
        (["set a.weight unset -> 50.01%"], FIGURES, ["COMPARABLE"]),
        (["add to total {\n  c formula a + b weight 0%\n}"], FIGURES, ["COMPARABLE"]),
        ([], FIGURES + NEXT_YEAR, ["EXTENDED"]),
        ([], FIGURES + Z, ["EXTENDED"]),
        (["set a.weight unset -> 50.01%"], FIGURES + NEXT_YEAR, ["EXTENDED"]),
        ([VALUE], FIGURES, ["RESCALED"]),
        ([VALUE], FIGURES + NEXT_YEAR, ["RESCALED", "EXTENDED"]),
        ([REBASE], FIGURES, ["REBASED"]),
        ([REBASE, VALUE], FIGURES, ["REBASED"]),
        (["set method.link.base 2020 -> 2021..2022"], FIGURES, ["REBASED"]),
        (["set total.link unset -> chain(base = 2022, value = 100)"], FIGURES, ["REBASED"]),
        ([REBASE], FIGURES + NEXT_YEAR, ["REBASED", "EXTENDED"]),
        (["set method.link.base 2020 -> 2023"], FIGURES + NEXT_YEAR, ["REBASED", "EXTENDED"]),
        ([VALUE, "set a.weight unset -> 50.01%"], FIGURES, ["RESCALED", "COMPARABLE"]),
        ([], FIGURES.replace("a,X,2022,12", "a,X,2022,13"), ["REVISED"]),
        ([], FIGURES.replace("a,X,2022,12", "a,X,2022,13") + NEXT_YEAR, ["REVISED", "EXTENDED"]),
        ([REBASE], FIGURES.replace("a,X,2022,12", "a,X,2022,13"), ["REVISED", "REBASED"]),
        ([], FIGURES[: FIGURES.index("a,Y")], ["REVISED"]),
        (["set method.periods unset -> 2020..2021"], FIGURES, ["REVISED"]),
        (["set a.weight unset -> 50%"], FIGURES.replace("a,X,2022,12", "a,X,2022,13"), ["REVISED"]),
        ([WEIGHT], FIGURES, ["BREAK"]),
        ([WEIGHT], FIGURES + NEXT_YEAR, ["BREAK"]),
        ([WEIGHT], FIGURES.replace("a,X,2022,12", "a,X,2022,13"), ["BREAK"]),
        ([WEIGHT, VALUE], FIGURES, ["BREAK"]),
        ([WEIGHT, REBASE], FIGURES, ["BREAK"]),
        (["remove b"], FIGURES, ["BREAK"]),
        (["set method.link.growth unset -> log"], FIGURES, ["BREAK"]),
        ([WEIGHT], FIGURES[: FIGURES.index("a,Y")], ["BREAK"]),
    ],
)
def test_a_word(edits: list[str], figures: str, expected: list[str]) -> None:
    """Each combination of changes and figures has the words that hold, the heaviest first."""
    assert words(*edits, figures=figures) == expected


def test_history_that_moves_unrevised() -> None:
    """A new year that moves the greatest value of a reference set revises published values, and a note says how."""
    after = version(figures=FIGURES + NEXT_YEAR.replace("a,X,2023,13", "a,X,2023,40"), base="scores.idx")
    text = run("diff", "scores.idx", after, "--no-causes").stdout
    assert "REVISED and EXTENDED (data)" in text.splitlines()[0]
    assert "No cell of the data was revised" in text
    assert "数据没有一格被修订" in run("diff", "scores.idx", after, "--no-causes", locale="zh_CN.UTF-8").stdout
    revised = run(
        "diff", "base.idx", version(figures=FIGURES.replace("a,X,2022,12", "a,X,2022,13")), "--no-causes"
    ).stdout
    assert "No cell of the data was revised" not in revised


@pytest.mark.parametrize("edits", [[REBASE], ["set method.link.base 2020 -> 2021..2022"]])
def test_a_base_that_weighs_levels(edits: list[str]) -> None:
    """Over levels of indices the base is a weight reference: a break, and a note says why."""
    Path("base.idx").write_text(BASE.replace("index total {", "index total aggregate arithmetic over index {"), "utf-8")
    assert words(*edits) == ["BREAK"]
    assert "values do not each follow by a factor" in run("diff", "base.idx", version(*edits), "--no-causes").stdout
    assert words(VALUE) == ["RESCALED"]


def test_a_formula_that_reads_levels() -> None:
    """What rests on the level of an index does not follow by a factor: the figures say so, definitions do not."""
    read = BASE.replace("index total {", "index gap = total - a\n\nindex total {")
    Path("base.idx").write_text(read, "utf-8")
    assert words(REBASE) == ["BREAK"]
    Path("base.idx").write_text(BASE.replace("index total {", "index more = total + 1\n\nindex total {"), "utf-8")
    assert words(VALUE) == ["BREAK"]
    Path("base.idx").write_text(
        BASE.replace("index total {", "index lead = total[2022] / total\n\nindex total {"), "utf-8"
    )
    assert words(REBASE) == ["REBASED"]
    assert words(VALUE) == ["RESCALED"]


def test_a_base_of_a_normaliser_is_a_method() -> None:
    """`base_period_index` is no chain: its base is a method."""
    text = SCORES.replace(
        "min_max(reference = all_periods, to = 0..100)", "base_period_index(base = 2020, value = 100)"
    )
    Path("scores.idx").write_text(text, "utf-8")
    assert words("set method.normalise.base 2020 -> 2022", base="scores.idx") == ["BREAK"]
    assert words("set method.normalise.value 100 -> 1000", base="scores.idx") == ["BREAK"]


def test_the_old_base_is_evaluated_no_more() -> None:
    """Then both are held on the reference after, which is said; with a change of meaning it is a break."""
    Path("base.idx").write_text(BASE.replace("method {", "method {\n  periods 2020..2022"), "utf-8")
    shorter = "set method.periods 2020..2022 -> 2021..2022"
    assert words(shorter, REBASE) == ["REVISED", "REBASED"]
    revised = FIGURES.replace("a,X,2021,11", "a,X,2021,13")
    assert title(shorter, REBASE, figures=revised).endswith("on the reference after, tolerance 0.05")
    assert words(shorter, REBASE, WEIGHT) == ["BREAK"]


def test_an_index_that_comes_and_one_that_goes() -> None:
    """Another index extends what is published; one that goes is a break, and waived by a reason."""
    Path("two.idx").write_text(BASE + "\nindex second {\n  c formula a * b\n}\n", "utf-8")
    assert "EXTENDED (structure): 6 new values of the headline" in run("diff", "base.idx", "two.idx").stdout
    assert "BREAK (structure): second is there no more" in run("diff", "two.idx", "base.idx").stdout


def test_an_expected_figure_that_goes() -> None:
    """What is published is gone with the node that it was expected of, though the headline stands."""
    more = BASE.replace("  b unit %", "  b unit %\n  c formula a weight 0%")
    Path("base.idx").write_text(more + "\nexpect within 0.1 {\n  c[X] 2021 = 110\n}\n", "utf-8")
    assert words("remove c") == ["BREAK"]
    assert title("remove c").endswith("BREAK (structure): c X 2021 is there no more")


def test_yearly_against_quarterly() -> None:
    """Periods of different kinds have no values to compare."""
    quarters = FIGURES.replace(",2020,", ",2020Q1,").replace(",2021,", ",2020Q2,").replace(",2022,", ",2020Q3,")
    edits = ["set method.link.base 2020 -> 2020Q1"]
    assert words(*edits, figures=quarters) == ["NOT COMPARED"]
    assert "the data have periods of different kinds" in title(*edits, figures=quarters)


def test_no_period_in_common() -> None:
    """Where no published value stands in both, nothing is said of them."""
    later = FIGURES.replace(",2020,", ",2030,").replace(",2021,", ",2031,").replace(",2022,", ",2032,")
    assert words(figures=later, base="scores.idx") == ["NOT COMPARED"]
    assert "no published value stands in both" in title(figures=later, base="scores.idx")


@pytest.mark.parametrize(
    ("edits", "figures", "english", "chinese"),
    [
        ([VALUE], FIGURES, "RESCALED ×10 (method)", "换算 ×10（RESCALED）（方法）"),
        (["set method.link.value 100 -> 3"], FIGURES, "RESCALED ×0.03 (method)", "换算 ×0.03（RESCALED）（方法）"),
        ([REBASE], FIGURES, "REBASED, growth unchanged (method)", "换基期，增速不变（REBASED）（方法）"),
        (
            [],
            FIGURES + NEXT_YEAR,
            "EXTENDED (data): 2 new values of the headline, 2023",
            "有延伸（EXTENDED）（数据）：总指标新增 2 个数值，2023",
        ),
        (
            [REBASE],
            FIGURES + NEXT_YEAR,
            "REBASED, growth unchanged, and EXTENDED (method): 2 new values of the headline, 2023",
            "换基期，增速不变（REBASED）、有延伸（EXTENDED）（方法）：总指标新增 2 个数值，2023",
        ),
        (
            [REBASE],
            FIGURES.replace("a,X,2022,12", "a,X,2022,13"),
            "REVISED and REBASED (method): total X 2022 differs by +4.97 on the reference before, tolerance 0.05",
            "有修订（REVISED）、换基期（REBASED）（方法）：total X 2022 按修改前的基准相差 +4.97，允许误差 0.05",
        ),
        (
            [],
            FIGURES[: FIGURES.index("a,Y")],
            "REVISED (data): total Y 2020 and 2 more are there no more",
            "有修订（REVISED）（数据）：total Y 2020 等 3 个公布值不复存在",
        ),
    ],
)
def test_what_is_printed(edits: list[str], figures: str, english: str, chinese: str) -> None:
    """The title says the words and what decides, in both languages."""
    assert title(*edits, figures=figures) == f"example 1.4.2 → next · {english}"
    assert title(*edits, figures=figures, locale="zh_CN.UTF-8") == f"example 1.4.2 → next · {chinese}"


def test_a_factor_that_is_no_decimal_number() -> None:
    """It is said as a fraction, exactly."""
    Path("base.idx").write_text(BASE.replace("value = 100", "value = 3"), "utf-8")
    assert "RESCALED ×100/3 (method)" in title("set method.link.value 3 -> 100")


def test_history_says_the_same() -> None:
    """`idx history` has the words of `idx diff`."""
    assert "RESCALED ×10 (method)" in " ".join(run("history", "base.idx", version(VALUE)).stdout.split())


def test_from_python() -> None:
    """The words are ordered, and the heaviest stands first."""
    verdict = idx.compare("base.idx", version(REBASE, figures=FIGURES + NEXT_YEAR)).verdict
    assert verdict.words == (Word.REBASED, Word.EXTENDED)
    assert verdict.heaviest > Word.EXTENDED


# ── Gates ────────────────────────────────────────────────────────────────────────────────────────────────────

GATES = ("comparable", "extended", "rescaled", "rebased", "revised", "break")


@pytest.mark.parametrize(
    ("edits", "figures", "reached"),
    [
        (["rename a -> alpha", 'set alpha.code unset -> "a"'], FIGURES, 0),
        (["set a.weight unset -> 50.01%"], FIGURES, 1),
        ([], FIGURES + NEXT_YEAR, 2),
        ([VALUE], FIGURES, 3),
        ([REBASE], FIGURES, 4),
        ([], FIGURES.replace("a,X,2022,12", "a,X,2022,13"), 5),
        ([WEIGHT], FIGURES, 6),
        ([WEIGHT, VALUE, REBASE], FIGURES.replace("a,X,2022,12", "a,X,2022,13"), 6),
    ],
)
@pytest.mark.parametrize("more", [(), ("--no-causes",)])
def test_a_gate_takes_its_word_and_heavier_ones(
    edits: list[str], figures: str, reached: int, more: tuple[str, ...]
) -> None:
    """Each option fails on its word and on all that are heavier."""
    after = version(*edits, figures=figures)
    status = [run("diff", "base.idx", after, "--fail-on", gate, *more).exit_code for gate in GATES]
    assert status == [int(place < reached) for place in range(len(GATES))]


@pytest.mark.parametrize(
    ("gate", "edits", "figures", "status"),
    [
        ("break", [f'{WEIGHT} because "专家意见"'], FIGURES, 0),
        ("break", [f'{WEIGHT} because "专家意见"'], FIGURES.replace("a,X,2022,12", "a,X,2022,13"), 0),
        ("revised", [f'{WEIGHT} because "专家意见"'], FIGURES.replace("a,X,2022,12", "a,X,2022,13"), 1),
        ("break", [f'{WEIGHT} because "专家意见"', VALUE], FIGURES, 0),
        ("rescaled", [f'{WEIGHT} because "专家意见"', VALUE], FIGURES, 1),
        ("rescaled", [f'{VALUE} because "千分制"'], FIGURES, 0),
    ],
)
def test_a_reason_waives_what_it_is_given_for(gate: str, edits: list[str], figures: str, status: int) -> None:
    """Under a gate only those changes need a reason that can bring about its word."""
    for more in ((), ("--no-causes",)):
        assert run("diff", "base.idx", version(*edits, figures=figures), "--fail-on", gate, *more).exit_code == status


@pytest.mark.parametrize("reason", ["", ' because "年度更新"'])
def test_a_damaged_file_passes_no_gate(reason: str) -> None:
    """Where one version alone has values, nothing can be known of what moved, and no reason waives that."""
    after = version(f'set data "figures.csv" -> "next.csv"{reason}')
    Path("next.csv").write_text(FIGURES.replace("2022,12", '2022,"12,5"'), encoding="utf-8")
    for gate in GATES:
        result = run("diff", "base.idx", after, "--fail-on", gate, "--lang", "en")
        assert result.exit_code == 1
        assert "next.csv, row 4, column value: `12,5` is not a number" in " ".join(result.stdout.split())


def test_what_is_not_compared_reaches_every_gate() -> None:
    """Nothing is known of it, so every change needs a reason."""
    after = version(VALUE)
    Path("figures.csv").unlink()
    for gate in GATES:
        assert run("diff", "base.idx", after, "--fail-on", gate).exit_code == 1


# ── Numbers ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("locale", ["C.UTF-8", "zh_CN.UTF-8"])
def test_the_numbers_fit_on_a_screen(locale: str) -> None:
    """However long names are and however many changes there are, at most 24 lines of 80 columns."""
    long = "b" * 90
    edits = [
        f"rename b -> {long}",
        f'set {long}.code unset -> "b"',
        'set a.label unset -> "很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长的名称"',
        WEIGHT,
        f"set {long}.direction positive -> negative",
        "add to total {\n  c formula a + 1\n}",
    ]
    after = version(*edits, figures=FIGURES.replace("a,X,2022,12", "a,X,2022,13") + NEXT_YEAR + Z)
    result = run("diff", "base.idx", after, "--stat", locale=locale)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert len(lines) <= 24, result.stdout
    assert max(map(display_width, lines)) <= 80, result.stdout


def stat(*edits: str, figures: str = FIGURES, base: str = "base.idx") -> Any:  # noqa: ANN401 - JSON
    """Return the numbers of a comparison."""
    content = json.loads(run("diff", base, version(*edits, figures=figures, base=base), "--format", "json").stdout)
    jsonschema.validate(content, SCHEMA)
    return content["stat"]


def test_the_numbers() -> None:
    """They count changes by kind and verb, cells, nodes and values, and name the largest causes."""
    revised = FIGURES.replace("a,X,2022,12", "a,X,2022,13")
    told = stat(WEIGHT, figures=revised + NEXT_YEAR[:12])
    assert told["cells"] == {"new": 1, "lost": 0, "revised": 1}
    assert told["nodes"] == {"all": 3, "differ": 2, "only_before": 0, "only_after": 0}
    assert {"kind": "method", "verb": "set", "count": 1} in told["changes"]
    assert told["published"]["compared"] == 6
    assert told["proposal"] == {"name": "2.0.0", "reason": None}
    shares = [abs(item["share"]) for item in told["causes"]]
    assert shares == sorted(shares, reverse=True)
    assert all(item["node"] == "total" for item in told["causes"])
    content = json.loads(run("diff", "base.idx", "next.idx", "--format", "json").stdout)
    for item in told["causes"]:
        own = [
            abs(each["share"])
            for each in content["attribution"]
            if each["node"] == "total" and each["group"] == item["group"] and each["share"] is not None
        ]
        assert abs(item["share"]) == max(own)


def test_numbers_without_causes_or_values() -> None:
    """They say that nothing is attributed, or that nothing moves."""
    after = version(WEIGHT)
    assert "Differences are not attributed." in run("diff", "base.idx", after, "--stat", "--no-causes").stdout
    assert "No cause moves the headline." in run("diff", "base.idx", "base.idx", "--stat").stdout
    Path("figures.csv").unlink()
    text = run("diff", "base.idx", after, "--stat").stdout
    assert "NOT COMPARED" in text
    assert "nothing is known of the values" in " ".join(text.split())
    for form in ("csv", "idx"):
        assert run("diff", "base.idx", after, "--stat", "--format", form).exit_code == 2
    assert run("diff", "base.idx", after, "--stat", "--format", "markdown").stdout.startswith("**example")


@pytest.mark.parametrize(
    ("edits", "figures", "name"),
    [
        ([WEIGHT], FIGURES, "2.0.0"),
        ([REBASE], FIGURES, "1.5.0"),
        ([], FIGURES + NEXT_YEAR, "1.5.0"),
        ([], FIGURES.replace("a,X,2022,12", "a,X,2022,13"), "1.4.3"),
        (["set a.weight unset -> 50.01%"], FIGURES, "1.4.3"),
        (["rename a -> alpha", 'set alpha.code unset -> "a"'], FIGURES, None),
    ],
)
def test_a_name_for_the_version(edits: list[str], figures: str, name: str | None) -> None:
    """It follows from the words."""
    assert stat(*edits, figures=figures)["proposal"]["name"] == name
    text = run("diff", "base.idx", version(*edits, figures=figures), "--stat").stdout
    assert f"Name of the next version: {name or 'none'}" in text


def test_a_name_for_an_edition() -> None:
    """It goes on with the years of its figures, whatever else is true of it."""
    assert stat(figures=FIGURES + NEXT_YEAR, base="scores.idx")["proposal"]["name"] == "2024/25"
    revised = FIGURES.replace("a,X,2022,12", "a,X,2022,13")
    assert stat(figures=revised, base="scores.idx")["proposal"] == {"name": None, "reason": "year"}
