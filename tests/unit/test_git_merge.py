"""`idx merge` as git's merge driver: in a repository of its own, called by git itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import idx
from committing import GIT

OURS = {"PYTHONPATH": str(Path(idx.__file__).parents[1])}
DRIVER = f"'{sys.executable}' -c 'from idx.cli import main; main()' merge --lang en --git %O %A %B %P %L"
FRAMEWORK = """framework f
version   "1"

# how it is made
method {
  normalise min_max(reference = all_periods)
  weighting equal
  aggregate arithmetic
}

index total "Total" {
  a "A" unit % weight 50%  # the largest
  b "B" unit % weight 30%
  c weight 20% {
    d "D"
    e "E" formula d * 2
  }
}

expect within 0.05 {
  total 2020 = 1.5
}
"""
VERSION = 'framework f\nversion "2"\nextends "../f.idx"\n\nset a.unit % -> 家\n'


class Repository:
    """A repository with a framework and a version of it, in which two branches are merged."""

    def __init__(self, folder: Path) -> None:
        """Make the repository, set up as the page on versions says."""
        self.folder = folder
        (folder / "later").mkdir()
        self.write("f.idx", FRAMEWORK)
        self.write("later/v.idx", VERSION)
        self.write(".gitattributes", "*.idx merge=idx\n")
        self.git("-c", "init.defaultBranch=main", "init", "-q")
        self.git("config", "merge.idx.driver", DRIVER)
        self.commit()
        self.git("branch", "theirs")

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def read(self, name: str = "f.idx") -> str:
        """Read a file."""
        return (self.folder / name).read_text(encoding="utf-8")

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Call git."""
        env = os.environ | GIT | OURS
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, env=env, capture_output=True, check=False, encoding="utf-8"
        )

    def commit(self) -> None:
        """Commit what is in the folder."""
        self.git("add", ".")
        assert self.git("commit", "-qm", "so").returncode == 0

    def merge(
        self, ours: dict[str, str], theirs: dict[str, str], name: str = "f.idx"
    ) -> subprocess.CompletedProcess[str]:
        """Replace texts of a file on both branches, and merge them."""
        for branch, pairs in (("theirs", theirs), ("main", ours)):
            self.git("checkout", "-q", branch)
            text = self.read(name)
            for old, new in pairs.items():
                assert text.count(old) == 1
                text = text.replace(old, new)
            self.write(name, text)
            self.commit()
        return self.git("merge", "-q", "-m", "merged", "theirs")

    def unmerged(self) -> bool:
        """Whether git waits for somebody to settle conflicts."""
        return bool(self.git("ls-files", "--unmerged").stdout)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Make a repository."""
    return Repository(tmp_path)


def changed(pairs: dict[str, str], text: str = FRAMEWORK) -> str:
    """Return a text with others in the place of some."""
    for old, new in pairs.items():
        text = text.replace(old, new)
    return text


def test_clean_by_lines(repository: Repository) -> None:
    """Where the lines that git merges are right, they are what comes out, layout and all."""
    ours, theirs = {"# how it is made": "#   how it's  made"}, {"  total 2020 = 1.5": "  total   2020 = 1.6"}
    done = repository.merge(ours, theirs)
    assert (done.returncode, done.stderr) == (0, "")
    assert repository.read() == changed(ours | theirs)


def test_lines_conflict_and_edits_do_not(repository: Repository) -> None:
    """Both change one line, in different things: the line says both, and comments stay."""
    done = repository.merge({'a "A" unit %': 'a "A" unit 家'}, {"50%  # the": "40%  # the", "30%": "40%"})
    assert (done.returncode, done.stderr) == (0, "")
    assert repository.read() == changed({'a "A" unit %': 'a "A" unit 家', "50%": "40%", "30%": "40%"})
    assert not repository.unmerged()


def test_a_conflict(repository: Repository) -> None:
    """What conflicts stands between markers, the rest is merged; git waits, and the conflict is named."""
    done = repository.merge(
        {"50%": "60%", "30%": "20%", '"D"': '"Ours"'}, {"50%": "40%", "30%": "40%", '"E"': '"Theirs"'}
    )
    assert done.returncode == 1
    assert "error[IDX140]: both set a.weight: 60%, 40%\n  --> f.idx (ours):12:16\n" in done.stderr
    between = (
        '<<<<<<< ours\n  a "A" unit % weight 60%  # the largest\n  b "B" unit % weight 20%\n=======\n'
        '  a "A" unit % weight 40%  # the largest\n  b "B" unit % weight 40%\n>>>>>>> theirs\n'
    )
    assert between in repository.read()
    assert '  c weight 20% {\n    d "Ours"\n    e "Theirs" formula d * 2\n' in repository.read()
    assert repository.unmerged()


def test_a_rename_against_a_use(repository: Repository) -> None:
    """The lines would merge, and name what is there no more: the edits decide."""
    done = repository.merge(
        {'    d "D"': '    dd "D"', "d * 2": "dd * 2"}, {"expect": 'index more "More" = d + 1\n\nexpect'}
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert 'index more "More" = dd + 1\n' in repository.read()


def test_clean_lines_that_make_no_framework(repository: Repository) -> None:
    """Lines merge, and the weights no longer sum: that is a conflict."""
    done = repository.merge(
        {"50%": "60%", "30%": "20%"}, {"unit % weight 30%\n  c weight 20%": "unit % weight 40%\n  c weight 10%"}
    )
    assert done.returncode == 1
    assert "both set b.weight: 20%, 40%" in done.stderr
    assert repository.unmerged()


def test_one_name_for_two_things(repository: Repository) -> None:
    """Both add a node of one name, in different places: lines merge, and it would be defined twice."""
    done = repository.merge({"    d ": '    x "X"\n    d '}, {"expect": 'indicator x "Y" unit %\n\nexpect'})
    assert done.returncode == 1
    assert 'both added x: `x "X"` under c, `indicator x "Y" unit %`' in done.stderr


def test_removed_and_changed(repository: Repository) -> None:
    """One side changes what the other takes away."""
    done = repository.merge({'    e "E" formula d * 2\n': ""}, {"d * 2": "d * 3"})
    assert done.returncode == 1
    assert 'ours removed indicator e "E" from c; theirs set e.formula: d * 2 → d * 3' in done.stderr
    assert '<<<<<<< ours\n=======\n    e "E" formula d * 3\n>>>>>>> theirs\n' in repository.read()


def test_a_version_whose_base_lies_beside_it(repository: Repository) -> None:
    """Git hands over files of its own, elsewhere: the base of a version is found beside its path."""
    name = "later/v.idx"
    done = repository.merge(
        {"家\n": "家\nrename c -> cc  # ours\n"}, {"% -> 家\n": '% -> 个\nset c.label unset -> "C"\n'}, name
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert idx.load(repository.folder / name).model.nodes["cc"].labels[""] == "C"
    assert "set a.unit % -> 个\n" in repository.read(name)
    assert "# ours" in repository.read(name)


def test_versions_that_conflict(repository: Repository) -> None:
    """Edits of versions conflict as what they edit does."""
    done = repository.merge(
        {"-> 家": "-> 个"}, {"-> 家": "-> 台", "\n\nset": "\n\nset b.unit % -> 家\nset"}, "later/v.idx"
    )
    assert done.returncode == 1
    assert "both set a.unit: 个, 台" in done.stderr
    between = "<<<<<<< ours\nset a.unit % -> 个\n=======\nset a.unit % -> 台\n>>>>>>> theirs\n"
    assert repository.read("later/v.idx").endswith(f"\nset b.unit % -> 家\n{between}")


def test_a_side_that_cannot_be_read(repository: Repository) -> None:
    """Lines are merged as git does, and it is said why."""
    done = repository.merge({"framework f": "framwork f"}, {"total 2020 = 1.5": "total 2020 = 1.6"})
    assert done.returncode == 0
    assert done.stderr.startswith(
        "warning[IDX141]: f.idx (ours) is merged line by line, since it cannot be read: `framwork` is no keyword"
    )
    assert repository.read() == changed({"framework f": "framwork f", "2020 = 1.5": "2020 = 1.6"})


def test_a_side_that_cannot_be_read_and_conflicts(repository: Repository) -> None:
    """Then git's own markers stand where lines conflict."""
    done = repository.merge({"framework f": "framwork f"}, {"framework f": "framework g"})
    assert done.returncode == 1
    assert repository.read().startswith("<<<<<<< ours\nframwork f\n=======\nframework g\n>>>>>>> theirs\n")
    assert repository.unmerged()
