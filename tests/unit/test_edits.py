"""Edits that cannot be made: what is said, in which file it points where, and how far one gets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import idx
from edit_views import by_name
from idx.canonical import canonical
from idx.edits.as_file import edits_text
from idx.edits.changes import differences
from idx.edits.matching import matched, rebased
from idx.project.framework import load_outcome
from idx.source import SourceSpan

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic

BASE = """framework f
version "1"
data "m.csv"

series s
group region

method {
  normalise symmetric_growth
  weighting equal
  aggregate arithmetic
  link chain(base = 2019, value = 100)
}

index total {
  p {
    a unit % weight 30%
    b formula s * 2
  }
  q {
    a
    c
  }
}
"""
TOP = 'framework f\nextends "base.idx"\n'


def said(folder: Path, edits: str) -> tuple[Diagnostic, ...]:
    """Return the errors of a file with edits to the base."""
    (folder / "base.idx").write_text(BASE, encoding="utf-8")
    (folder / "version.idx").write_text(TOP + edits, encoding="utf-8")
    return load_outcome(folder / "version.idx").errors


def stated(folder: Path, edits: str) -> str:
    """Return the flat text of a version."""
    (folder / "base.idx").write_text(BASE, encoding="utf-8")
    return str(canonical(idx.loads(TOP + edits, folder=folder).model))


def shown(place: object) -> tuple[str, str]:
    """Return the file that a place is in, and its text."""
    assert isinstance(place, SourceSpan)
    return Path(place.source.name).name, place.source.text[place.start : place.end]


REFUSED = {
    "data taken away and back": (
        'set data "m.csv" -> unset\nset data unset -> "m.csv"\n',
        "IDX118",
        'set data unset -> "m.csv"',
    ),
    "two edits of one property": ("set a.unit % -> 家\nset a.unit 家 -> 个\n", "IDX118", "set a.unit 家 -> 个"),
    "no change": ("set a.unit % -> %\n", "IDX117", "set a.unit % -> %"),
    "rename onto a name": ("rename a -> b\n", "IDX119", "b"),
    "rename to itself": ("rename a -> a\n", "IDX117", "rename a -> a"),
    "move under itself": ("move p -> p\n", "IDX120", "move p -> p"),
    "move below itself": ("add to p {\n  r {\n    d unit %\n  }\n}\nmove p -> r\n", "IDX120", "move p -> r"),
    "move under an indicator": ("move p -> c\n", "IDX120", "c"),
    "move of a node of two parents": ("move a -> total\n", "IDX120", "a"),
    "removed and used": ("remove s\n", "IDX121", "s"),
    "removed from its only parent": ("remove q.c\n", "IDX120", "q.c"),
    "removed from where it is not": ("remove q.b\n", "IDX112", "q.b"),
    "no such node": ("set z.unit unset -> %\n", "IDX112", "z"),
    "no such property": ("set a.colour unset -> 1\n", "IDX112", "colour"),
    "no such argument": ("set method.link.bass 2019 -> 2020\n", "IDX112", "bass"),
    "which weight": ("set a.weight 30% -> 1/2\n", "IDX112", "a.weight"),
    "method block": ("method {\n  missing null\n}\n", "IDX114", "method {\n  missing null\n}"),
    "data twice": ('data "m.csv"\n', "IDX202", 'data "m.csv"'),
    "other data": ('set data "n.csv" -> "o.csv"\n', "IDX116", '"n.csv"'),
    "paragraphs that are no note": ('set source unset -> ("a" "b")\n', "IDX113", '("a" "b")'),
    "before a node of elsewhere": ("move c -> p before q\n", "IDX112", "q"),
    "a series into a tree": ("add to p {\n  s\n}\n", "IDX101", "s"),
    "a composite outside": ("indicator p\n", "IDX101", "p"),
}


@pytest.mark.parametrize(("edits", "code", "text"), list(REFUSED.values()), ids=REFUSED)
def test_what_is_refused(tmp_path: Path, edits: str, code: str, text: str) -> None:
    """Each edit that cannot be made is an error at its place in the file of the edits."""
    item = said(tmp_path, edits)[0]
    assert (item.code, *shown(item.place)) == (code, "version.idx", text)


@pytest.mark.parametrize(
    ("edits", "old", "place"),
    [
        ("set a.unit 家 -> 个\n", "家", "unit %"),
        ("set p.a.weight 20% -> 1/2\n", "20%", "weight 30%"),
        ("set b.formula (s * 3) -> (s)\n", "(s * 3)", "formula s * 2"),
        ("set b.normalise log_growth -> none\n", "log_growth", "normalise symmetric_growth"),
        ("set method.link.base 2018 -> 2020\n", "2018", "base = 2019"),
    ],
)
def test_a_stale_guard_shows_both_places(tmp_path: Path, edits: str, old: str, place: str) -> None:
    """The error stands at the old side, and points to what is in force in the base."""
    (item,) = said(tmp_path, edits)
    assert (item.code, *shown(item.place)) == ("IDX116", "version.idx", old)
    assert shown(item.related[0].place) == ("base.idx", place)


def test_a_removed_node_that_is_used_shows_where(tmp_path: Path) -> None:
    """The error stands at the edit, and points to the formula in the base."""
    (item,) = said(tmp_path, "remove s\n")
    assert shown(item.related[0].place) == ("base.idx", "s")


def test_arguments_weights_and_data_are_set(tmp_path: Path) -> None:
    """An argument, a weight under one parent, and data can be set."""
    edits = 'set method.link.base 2019 -> 2020\nset p.a.weight 30% -> 1/2\nset data "m.csv" -> "n.csv"\n'
    assert said(tmp_path, edits) == ()
    after = stated(tmp_path, edits)
    assert "base = 2020" in after
    assert "['a', '1/2']" in after


def test_before(tmp_path: Path) -> None:
    """What is added or moved stands before a sibling where it says so."""
    (tmp_path / "base.idx").write_text(BASE, encoding="utf-8")
    version = idx.loads(TOP + "move c -> p before b\nadd to p {\n  d before a\n}\n remove q\n", folder=tmp_path)
    below = version.model.nodes["p"]
    assert [child.name for child in getattr(below, "children", ())] == ["d", "a", "c", "b"]


def test_a_base_that_is_not_there(tmp_path: Path) -> None:
    """A base that does not exist is an error at its path, with the nearest file."""
    (tmp_path / "bases.idx").write_text(BASE, encoding="utf-8")
    (tmp_path / "version.idx").write_text(TOP, encoding="utf-8")
    (item,) = load_outcome(tmp_path / "version.idx").errors
    assert (item.code, *shown(item.place)) == ("IDX122", "version.idx", '"base.idx"')
    assert "bases.idx" in str(item.help)


def test_cycles(tmp_path: Path) -> None:
    """Versions that extend one another are refused, and a file that extends itself."""
    for name, base in (("a", "b"), ("b", "c"), ("c", "b"), ("d", "d")):
        (tmp_path / f"{name}.idx").write_text(f'framework f\nextends "{base}.idx"\n', encoding="utf-8")
    for name in ("a", "d"):
        (item,) = load_outcome(tmp_path / f"{name}.idx").errors
        assert item.code == "IDX122"
        assert "extend" in str(item.message)


def test_errors_of_a_base_stand_in_the_base(tmp_path: Path) -> None:
    """What is wrong in a base is said of the base."""
    (tmp_path / "base.idx").write_text(BASE.replace("  c\n", "  c unit % unit %\n").replace("    c", "    c"))
    (tmp_path / "base.idx").write_text(BASE + "index x {\n  a weight 2\n}\n")
    (tmp_path / "version.idx").write_text(TOP + "rename a -> z\n", encoding="utf-8")
    assert {shown(item.place)[0] for item in load_outcome(tmp_path / "version.idx").errors} == {"base.idx"}


def test_edits_without_a_base() -> None:
    """A file of edits that extends nothing is an error, and no crash."""
    with pytest.raises(idx.IdxError) as caught:
        idx.loads('framework f\nversion "1"\nset a.weight unset -> 1\n')
    assert caught.value.diagnostics


@pytest.mark.parametrize(("levels", "codes"), [(62, set()), (63, {"IDX006"}), (2000, {"IDX006"})])
def test_a_tree_of_any_depth_is_no_crash(tmp_path: Path, levels: int, codes: set[str]) -> None:
    """Edits that reach beyond the greatest depth are a diagnostic."""
    edits = "".join(
        f"add to {'p' if place == 0 else f'n{place - 1}'} {{\n  n{place} {{\n    l{place} unit %\n  }}\n}}\n"
        for place in range(levels)
    )
    assert {item.code for item in said(tmp_path, edits)} == codes


# ── What the laws found ──────────────────────────────────────────────────────────────────────────────────────


def printed(folder: Path, before: str, after: str) -> str:
    """Return the printed edits that make the one framework of the other, once they were found to do so."""
    (folder / "base.idx").write_text(before, encoding="utf-8")
    old = idx.loads(before).stated
    other = idx.loads(after).stated
    new = rebased(old, other, matched(old, other))
    text = idx.format_text(edits_text(old, new, differences(old, new), "base.idx"))
    assert by_name(idx.loads(text, folder=folder).stated) == by_name(other)
    return text


HEAD = """framework f
version "1"
series s

method {
  normalise none
  weighting equal
  aggregate arithmetic
}

"""
PAIRS = {
    "out of the trees": ("index t {\n  a\n  b\n}\n", "indicator a unit %\nindex t {\n  a\n  b\n}\n"),
    "into the trees": ("indicator a unit %\nindex t {\n  a\n  b\n}\n", "index t {\n  a\n  b\n}\n"),
    "a root no more": ("index a = s\nindex t {\n  a\n  b\n}\n", "index t {\n  a formula s\n  b\n}\n"),
    "a root called index": ("index index {\n  a\n}\nindex t {\n  a\n}\n", "index index {\n  a\n  b\n}\nindex a = s\n"),
    "above what it stood under": (
        "index t {\n  a {\n    b {\n      c\n    }\n    d\n  }\n}\n",
        "index t {\n  b {\n    a {\n      d\n    }\n    c\n  }\n}\n",
    ),
    "a root under its child": ("index t {\n  b {\n    c\n  }\n  d\n}\n", "index b {\n  t {\n    d\n  }\n  c\n}\n"),
    "something else by a name that is read": (
        "indicator a formula s\nindex t {\n  b formula a * 2\n}\n",
        "series a\nindex t {\n  b formula a * 2\n}\n",
    ),
    "shared and removed in turn": (
        "index t {\n  p {\n    a unit %\n    c\n  }\n  q {\n    a\n  }\n}\n",
        "index t {\n  c\n}\n",
    ),
    "the same weight otherwise written": (
        "index t {\n  p weight 0.5 {\n    a\n  }\n  q weight 0.5 {\n    b weight 0.5\n    c weight 0.5\n  }\n}\n",
        "index t {\n  p weight 1/2 {\n    a weight 1/2\n    b weight 1/2\n  }\n  q weight 1/2 {\n    c\n  }\n}\n",
    ),
    "at home elsewhere": (
        "index t {\n  p {\n    a unit %\n    c\n  }\n  q {\n    a\n  }\n}\n",
        "index t {\n  p {\n    a\n    c\n  }\n  q {\n    a unit %\n  }\n}\n",
    ),
    "a header's paragraphs": ("index t {\n  a\n}\n", 'note ("one" "two")\nindex t {\n  a\n}\n'),
    "no paragraphs any more": ('note ("one" "two")\nindex t {\n  a\n}\n', "index t {\n  a\n}\n"),
}


@pytest.mark.parametrize(("before", "after"), list(PAIRS.values()), ids=PAIRS)
def test_printed_edits_make_the_other_version(tmp_path: Path, before: str, after: str) -> None:
    """The printed edits are a file, and state what the other version states."""
    printed(tmp_path, HEAD + before, HEAD + after)


def test_names_that_others_take_over(tmp_path: Path) -> None:
    """A guard can name what was removed above, whose name another node has by then."""
    before = HEAD + "indicator a formula s\nindicator z formula s\nindex t {\n  b formula a + z\n  c formula z\n}\n"
    (tmp_path / "base.idx").write_text(before, encoding="utf-8")
    (tmp_path / "version.idx").write_text('framework f\nextends "base.idx"\nrename a -> y\n', encoding="utf-8")
    middle = idx.load(tmp_path / "version.idx")
    after = middle.edited("set b.formula (y + z) -> (z)\nremove y\nrename z -> y\n").unwrap()
    new = rebased(middle.stated, after.stated, matched(middle.stated, after.stated))
    text = edits_text(middle.stated, new, differences(middle.stated, new), "version.idx")
    assert by_name(idx.loads(text, folder=tmp_path).stated) == by_name(after.stated)


def test_an_edit_is_held_to_what_names_mean_now(tmp_path: Path) -> None:
    """After names were swapped a formula with the same words is another."""
    (tmp_path / "base.idx").write_text(BASE, encoding="utf-8")
    (tmp_path / "version.idx").write_text(TOP + "rename a -> x\nrename c -> a\nrename x -> c\n", encoding="utf-8")
    swapped = idx.load(tmp_path / "version.idx")
    once = swapped.edited("set b.formula (s * 2) -> (c * 2)\n").unwrap()
    assert "c * 2" in str(canonical(once.model))
    assert not once.edited("set b.formula (c * 2) -> (a * 2)\n").errors


def test_what_two_versions_added_matches_by_name(tmp_path: Path) -> None:
    """Only the nodes of their common base are known to be the same; names that were crossed since are no renames."""
    (tmp_path / "base.idx").write_text(BASE, encoding="utf-8")
    one = idx.loads(TOP + 'version "2"\nadd to q {\n  new unit %\n}\n', folder=tmp_path)
    text = TOP + 'version "2"\nadd to q {\n  new unit 家\n}\nrename new -> old\nadd to q {\n  new unit %\n}\n'
    other = idx.loads(text, folder=tmp_path)
    changes = differences(one.stated, rebased(one.stated, other.stated, matched(one.stated, other.stated)))
    assert [(change.verb, change.subject) for change in changes] == [("add", "old")]


def test_the_group_of_an_argument_is_set_under_its_new_name(tmp_path: Path) -> None:
    """An edit of an argument names a group as it is called by then."""
    method = "method.normalise symmetric_growth -> min_max(reference = all_periods, within = region)"
    edits = f"set method.link chain(base = 2019, value = 100) -> unset\nset {method}\n"
    (tmp_path / "base.idx").write_text(BASE, encoding="utf-8")
    (tmp_path / "version.idx").write_text(TOP + edits + "rename region -> area\ngroup region\n", encoding="utf-8")
    version = idx.load(tmp_path / "version.idx")
    assert not version.edited("set method.normalise.within area -> region\n").errors
    assert [item.code for item in version.edited("set method.normalise.within region -> area\n").errors] == ["IDX116"]
