"""Merging as a library: line ends, comments, what conflicts in which words, and no git at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import idx
from idx.edits.merging.markers import Marks, marked
from idx.project.merging import Asked, Merged, merged
from idx.project.printed import flat_file

if TYPE_CHECKING:
    from idx.diagnostics import Outcome

BASE = """framework f
version "1"

method {
  normalise min_max(reference = all_periods)  # to the best
  weighting equal
  aggregate arithmetic
}

series gdp "GDP" unit 亿元
indicator aside {  # a block
  unit %
  formula (gdp  # of the year
    / 2)
}

index total "Total" {
  # the first
  a "A" unit % weight 1/2
  b "B" weight 1/2 {
    c "C" unit %
    d "D"
  }
}

scenario s "S" {
  set c.unit % -> 家
}
"""
NAMES = ("base.idx", "ours.idx", "theirs.idx")


def replaced(*pairs: str) -> str:
    """Return the base with texts in the place of others."""
    text = BASE
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def merge(ours: str, theirs: str, base: str = BASE) -> Outcome[Merged]:
    """Merge two texts."""
    contents = (base.encode(), ours.encode(), theirs.encode())
    return merged(Asked(contents, NAMES, Path(), Marks()))


def text_of(outcome: Outcome[Merged]) -> str:
    """Return a merged text without conflicts, which is a framework."""
    assert outcome.value is not None
    assert outcome.value.clean, outcome.diagnostics
    text = outcome.value.content.decode()
    assert idx.loads(text.removeprefix("\ufeff").replace("\r\n", "\n")).model.nodes
    return text


def said_of(outcome: Outcome[Merged]) -> list[tuple[str, str]]:
    """Return what is said of a merge in both languages."""
    return [item.message for item in outcome.diagnostics]


def test_line_ends_and_marks_are_those_of_ours() -> None:
    """A byte-order mark and carriage returns stay, where lines are written anew too."""
    ours = "\ufeff" + replaced('"A" unit %', '"A" unit 家').replace("\n", "\r\n")
    text = text_of(merge(ours, replaced('a "A" unit % weight 1/2', 'a "AA" unit % weight 1/2')))
    assert text == ours.replace('"A"', '"AA"')


def test_comments_of_both_sides() -> None:
    """Comments that theirs alone changed are taken over; those of ours stay."""
    ours = replaced(
        "reference = all_periods", "reference = each_period", "    c ", "    # mine\n    c ", "# the first", "# 1"
    )
    theirs = replaced(
        "# to the best", "# best", "    d ", "    # theirs\n    d ", "unit % weight 1/2", "unit 家 weight 1/2"
    )
    text = text_of(merge(ours, theirs))
    for line in ("each_period)  # best\n", "    # mine\n    c ", "    # theirs\n    d ", '  # 1\n  a "A" unit 家'):
        assert line in text


def test_a_comment_that_goes_is_named() -> None:
    """What theirs wrote beside what ours removed has no place."""
    outcome = merge(replaced('    d "D"\n', ""), replaced('    d "D"\n', '    d "D"  # counted\n'))
    assert "d " not in text_of(outcome).partition("b ")[2].partition("}")[0]
    assert [item.code for item in outcome.diagnostics] == ["IDX142"]


def test_a_formula_of_several_lines() -> None:
    """It stays in its parentheses when one side changes it and the other what it names."""
    text = text_of(
        merge(
            replaced("series gdp", "series GDP", "(gdp", "(GDP"), replaced("    / 2)", "    / 3)", "# a block", "# b")
        )
    )
    assert "  formula (GDP  # of the year\n    / 3)\n" in text


def test_a_flat_file_keeps_the_parentheses_of_a_formula_of_several_lines(tmp_path: Path) -> None:
    """Without them the second line would be no part of it."""
    (tmp_path / "f.idx").write_text(BASE, encoding="utf-8")
    text = flat_file(idx.load(tmp_path / "f.idx")).unwrap()
    assert "formula (\n  gdp  # of the year\n    / 2\n)\n" in text
    assert idx.format_text(text) == text


def test_scenarios_go_with_renames() -> None:
    """A scenario of theirs names what ours has renamed."""
    theirs = replaced("  set c.unit % -> 家\n", "  set c.unit % -> 家\n  set d.unit unset -> %\n")
    text = text_of(merge(replaced('    d "D"\n', '    dd "D"\n'), theirs))
    assert "  set dd.unit unset -> %\n" in text


def test_scenarios_conflict() -> None:
    """Both sides changed one edit of a scenario."""
    outcome = merge(replaced("% -> 家", "% -> 个"), replaced("% -> 家", "% -> 台"))
    assert said_of(outcome) == [("both changed `set c.unit`", "双方都修改了 `set c.unit`")]
    assert outcome.value is not None
    assert (
        "<<<<<<< ours\n  set c.unit % -> 个\n=======\n  set c.unit % -> 台\n>>>>>>> theirs\n"
        in outcome.value.content.decode()
    )


CONFLICTS = {
    "set": (
        ('"A" unit %', '"A" unit 家'),
        ('"A" unit %', '"A" unit 个'),
        "both set a.unit: 家, 个",
        "双方都修改了 a.unit：家、个",
    ),
    "renamed": (
        ('    d "D"\n', '    e "D"\n'),
        ('    d "D"\n', '    f "D"\n'),
        "both renamed d: e, f",
        "双方都给 d 改了名：e、f",
    ),
    "added": (
        ('    d "D"\n', '    d "D"\n    x unit %\n'),
        ('  a "A"', '  x unit 家 weight 0\n  a "A"'),
        "both added x: `x unit %` under b, `x unit 家 weight 0` under total",
        "双方都新增了 x：b 之下的 `x unit %`、total 之下的 `x unit 家 weight 0`",
    ),
    "removed and used": (
        ('    d "D"\n', ""),
        ("series gdp", "index more = d\nseries gdp"),
        'ours removed indicator d "D" from b; theirs added indicator more',
        '我方：从 b 中删除末级指标 d "D"；对方：新增末级指标 more',
    ),
    "weights": (
        ("unit % weight 1/2", "unit % weight 1/4", '"B" weight 1/2', '"B" weight 3/4'),
        ('  b "B"', '  e "E" weight 1/10\n  b "B"', "unit % weight 1/2", "unit % weight 2/5"),
        "both set a.weight: 1/4, 2/5",
        "双方都修改了 a.weight：1/4、2/5",
    ),
    "names": (
        ('    d "D"\n', '    e "D"\n'),
        ('  a "A"', '  e "E" weight 0\n  a "A"'),
        'ours renamed d to e; theirs added indicator e "E" to total. Together: `e` would mean two things',
        '我方：d 改名为 e；对方：在 total 下新增末级指标 e "E"。合在一起：`e` 会指两项不同的内容',
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CONFLICTS)
def test_conflicts_in_words(kind: str) -> None:
    """Conflicts are named in the words of the language, in English and in Chinese."""
    ours, theirs, english, chinese = CONFLICTS[kind]
    outcome = merge(replaced(*ours), replaced(*theirs))
    assert (english, chinese) in said_of(outcome)
    assert outcome.value is not None
    assert not outcome.value.clean


def test_without_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no git, what is stated is merged all the same; faulty files then stop the merge."""
    monkeypatch.setenv("PATH", "")
    text = text_of(merge(replaced('"A" unit %', '"A" unit 家'), replaced('"D"', '"DD"')))
    assert '"A" unit 家' in text
    assert '"DD"' in text
    assert merge(replaced("framework f", "framwork f"), replaced('"D"', '"DD"')).value is None


def test_markers() -> None:
    """Markers are as long as they are wanted, and call the sides as they are called."""
    assert marked("a\nb\n", "a\nc\n", Marks(3, "HEAD", "x y")) == "a\n<<< HEAD\nb\n===\nc\n>>> x y\n"
