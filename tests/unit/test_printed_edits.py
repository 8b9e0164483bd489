"""`idx diff --format idx`: the edits give the other version's results byte for byte, wherever the two come from."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import idx
from committing import GIT
from idx.cli import main
from idx.edits.order_lines import moves
from idx.project.compare import Wanted
from idx.project.comparing import compare
from idx.project.printed import edits_file
from idx.project.sides import load_side
from reference_data import reference_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.testing import Result

BASE = """framework f "F"
version "1"
data "a.csv"

method {
  normalise min_max(reference = each_period, to = 0..100)
  weighting equal
  aggregate arithmetic
}

index total "T" {
  x unit %
  y unit %
  z unit %
}

index other {
  z
  x
}

scenario s "S" {
  set total.y.weight unset -> 50%
  set total.x.weight unset -> 25%
  rename entity a -> "Ä"
}
"""
TABLE = "entity,period,x,y,z\na,2020,0.1,0.7,3\na,2021,0.2,0.1,7\nb,2020,0.3,0.3,1\nb,2021,0.7,0.9,2\n"
NOT_ATTRIBUTED = Wanted(attributed=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the base and its table, in which commands are called."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.idx").write_text(BASE, encoding="utf-8")
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def call(*arguments: str) -> Result:
    """Call a command."""
    return CliRunner().invoke(main, [*arguments])


def csv(framework: idx.Framework) -> str:
    """Return the results as a file has them."""
    return framework.evaluate().table.write_csv()


def printed(before: str, after: str) -> str:
    """Return the edits that `idx diff` prints, and check that they give the version after, byte for byte."""
    called = call("diff", before, after, "--format", "idx", "-o", "printed.idx")
    assert called.exit_code == 0, called.output
    evaluated = call("eval", "printed.idx", "--format", "csv")
    assert evaluated.exit_code == 0, evaluated.output
    assert evaluated.stdout == csv(load_side(after).unwrap())
    return Path("printed.idx").read_text(encoding="utf-8")


def git(*arguments: str) -> None:
    """Call git with nobody's own settings."""
    subprocess.run(["git", *arguments], env=os.environ | GIT, check=True, capture_output=True)


# ── Orders ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_order_of_siblings(folder: Path) -> None:
    """Where only the order of siblings is another, `before` says so."""
    other = BASE.replace("  x unit %\n  y unit %\n  z unit %\n", "  z unit %\n  x unit %\n  y unit %\n")
    (folder / "g.idx").write_text(other, encoding="utf-8")
    assert "move total.z -> total before x\n" in printed("f.idx", "g.idx")


def test_another_order_of_trees(folder: Path) -> None:
    """Where only the order of the trees is another, one is moved before the other in `index`."""
    first, second = BASE.index("index total"), BASE.index("index other")
    end = BASE.index("scenario")
    swapped = BASE[:first] + BASE[second:end] + BASE[first:second] + BASE[end:]
    (folder / "g.idx").write_text(swapped, encoding="utf-8")
    assert "move index.other -> index before total\n" in printed("f.idx", "g.idx")


def test_a_new_node_has_its_children_in_order(folder: Path) -> None:
    """What is new is written with its children in the order of the other file, those that are there among them."""
    more = BASE.replace("index other {", "index another {\n  y\n  new unit %\n  x\n}\n\nindex other {")
    (folder / "g.idx").write_text(more, encoding="utf-8")
    (folder / "a.csv").write_text(
        "\n".join(f"{line},{end}" for line, end in zip(TABLE.split(), ["new", "1", "2", "4", "8"], strict=True)),
        encoding="utf-8",
    )
    text = printed("f.idx", "g.idx")
    assert "index another {\n  y\n  new unit %\n  x\n}\n" in text


def test_moves_to_itself_are_refused(folder: Path) -> None:
    """A tree is not moved before itself."""
    outcome = idx.load(folder / "f.idx").edited("move index.other -> index before other\n")
    assert [item.code for item in outcome.errors] == ["IDX117"]


def law_moves(
    machinery: Callable[[Sequence[str], Sequence[str]], list[tuple[str, str]]], wanted: Sequence[str]
) -> None:
    """The moves put several into an order, and there are no more of them than have to be."""
    now = sorted(wanted)
    found = machinery(now, wanted)
    for name, before in found:
        now.remove(name)
        now.insert(now.index(before), name)
    assert now == list(wanted)
    kept = [
        run
        for size in range(len(wanted) + 1)
        for run in itertools.combinations(wanted, size)
        if list(run) == sorted(run)
    ]
    longest = max((len(run) for run in kept if not wanted or run[-1:] == tuple(wanted[-1:])), default=0)
    assert len(found) == len(wanted) - longest


@given(wanted=st.lists(st.sampled_from("abcdefg"), unique=True, max_size=7))
def test_as_few_moves_as_can_be(wanted: list[str]) -> None:
    """Moves give the order, and are the fewest."""
    law_moves(moves, wanted)


def all_of_them(_: Sequence[str], wanted: Sequence[str]) -> list[tuple[str, str]]:
    """Move each but the last."""
    return [(wanted[number], wanted[number + 1]) for number in range(len(wanted) - 2, -1, -1)]


def none_of_them(_: Sequence[str], __: Sequence[str]) -> list[tuple[str, str]]:
    """Move nothing."""
    return []


@pytest.mark.parametrize("wrong", [all_of_them, none_of_them])
def test_moving_too_much_or_too_little_breaks_the_law(
    wrong: Callable[[Sequence[str], Sequence[str]], list[tuple[str, str]]],
) -> None:
    """The law of moves can fail: it rejects moving all, and moving none."""
    with pytest.raises(AssertionError):
        law_moves(wrong, "abdc")


# ── Scenarios and revisions ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("folder")
def test_a_scenario_is_written_as_a_version_of_its_file() -> None:
    """The edits of a scenario are those of a version."""
    text = printed("f.idx", "f.idx@s")
    assert text.startswith('framework f "F"\nversion   "1"\nextends   "f.idx"\n')
    assert 'rename entity "a" -> "Ä"' in text


@pytest.mark.usefixtures("folder")
def test_from_a_scenario_the_edits_are_those_of_the_file() -> None:
    """Of a scenario nothing can extend: the file itself is edited, and a comment says so."""
    text = printed("f.idx@s", "f.idx")
    assert text.startswith("# Edits of f.idx itself, not of its scenario s.\n")
    chinese = call("diff", "f.idx@s", "f.idx", "--format", "idx", "--lang", "zh").stdout
    assert chinese.startswith("# 这些修改针对 f.idx 本身，而不是其情景 s。\n")


def test_edits_of_a_revision_name_it(folder: Path) -> None:
    """Of a file as it was in git, its path is extended; what has changed since is said, above and as a warning."""
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    text = printed("HEAD:f.idx", "f.idx@s")
    assert text.startswith("# HEAD:f.idx is f.idx as it was at HEAD (")
    assert "Since then" not in text
    (folder / "f.idx").write_text(BASE.replace("y unit %", "y unit % weight 50%"), encoding="utf-8")
    called = call("diff", "HEAD:f.idx", "f.idx", "--format", "idx")
    assert "IDX135" in called.stderr
    assert "# Since then this has changed: f.idx. These edits hold for what it was.\n" in called.stdout
    assert "set y.weight unset -> 50%" in called.stdout
    assert 'extends   "f.idx"' in called.stdout


def test_data_of_a_revision_are_named_where_they_lie(folder: Path) -> None:
    """Data that a revision names are those of the folder, whatever is laid out where."""
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    (folder / "sub").mkdir()
    (folder / "f.idx").write_text(BASE.replace("a.csv", "b.csv"), encoding="utf-8")
    (folder / "b.csv").write_text(TABLE, encoding="utf-8")
    called = call("diff", "f.idx", "HEAD:f.idx", "--format", "idx", "-o", "sub/v.idx")
    assert called.exit_code == 0
    text = (folder / "sub" / "v.idx").read_text(encoding="utf-8")
    assert 'set data "b.csv" -> "../a.csv"' in text
    assert 'extends   "../f.idx"' in text


def test_a_file_that_is_gone_is_extended_by_none(folder: Path) -> None:
    """Where the file lies in the folder no more, it is said."""
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    (folder / "f.idx").unlink()
    called = call("diff", "HEAD:f.idx", "HEAD:f.idx@s", "--format", "idx")
    assert called.exit_code == 1
    assert "IDX125" in called.stderr


# ── Ten editions of one index ────────────────────────────────────────────────────────────────────────────────


def test_all_pairs_of_ten_editions(tmp_path: Path) -> None:
    """Between any two of ten editions, printed edits give the other's CSV byte for byte."""
    shutil.copytree(reference_folder("field", "versions", "editions"), tmp_path, dirs_exist_ok=True)
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    editions = sorted(tmp_path.glob("e*.idx"))
    assert len(editions) == 10
    expected = {path: csv(idx.load(path)) for path in editions}
    differing = []
    for before, after in itertools.permutations(editions, 2):
        text = edits_file(compare(before, after, wanted=NOT_ATTRIBUTED), tmp_path / "v.idx").unwrap()
        (tmp_path / "v.idx").write_text(text, encoding="utf-8")
        if csv(idx.load(tmp_path / "v.idx")) != expected[after]:
            differing.append((before.stem, after.stem))
    assert differing == []
