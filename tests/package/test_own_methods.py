"""The package of `docs/own_methods.md`, installed as its readers install it, gives its methods to the command line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "own_methods"
OPTIONS = ("--quiet", "--no-build-isolation", "--no-deps", "--no-index", "--disable-pip-version-check")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install a copy of the package into a folder of its own, without a network."""
    copy = tmp_path_factory.mktemp("package") / "own_methods"
    shutil.copytree(EXAMPLE, copy)
    target = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", *OPTIONS, "--target", str(target), str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def run(*arguments: str, site: Path | None, folder: Path = EXAMPLE) -> tuple[int, str]:
    """Run the command line in a process of its own, with what is installed in a folder; return status and output."""
    paths = [str(ROOT / "src"), *([str(site)] if site else [])]
    done = subprocess.run(
        [sys.executable, "-c", "from idx.cli import main; main()", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_framework_uses_the_methods(site: Path) -> None:
    """Scores are those of the formulas: the logistic curve of z-scores, then Lehmer's mean."""
    status, printed = run("eval", "wellbeing.idx", "--format", "csv", site=site)
    assert status == 0, printed
    lines = [line.split(",") for line in printed.splitlines()]
    place = {name: number for number, name in enumerate(lines[0])}
    got = {(line[place["node"]], line[place["entity"]]): float(line[place["score"]]) for line in lines[1:]}
    rows = {"A": (21, 34, 58), "B": (28, 22, 63), "C": (35, 18, 66), "D": (24, 41, 52)}
    columns = list(zip(*rows.values(), strict=True))
    for entity, row in rows.items():
        scores = []
        for name, value, column, sign in zip(("income", "green", "noise"), row, columns, (1, 1, -1), strict=True):
            mean = sum(column) / 4
            deviation = (sum((each - mean) ** 2 for each in column) / 3) ** 0.5
            scores.append(1 / (1 + 2.718281828459045 ** (-sign * (value - mean) / deviation)))
            assert got[name, entity] == pytest.approx(scores[-1], rel=1e-12)
        lehmer = sum(score**2 for score in scores) / sum(scores)
        assert got["wellbeing", entity] == pytest.approx(lehmer, rel=1e-12)


def test_the_methods_are_listed_checked_and_named(site: Path) -> None:
    """They have lines and pages, their examples are right, and `idx show` says where they come from."""
    assert "[composite-curves 1.0]" in run("methods", "normalise", site=site)[1]
    assert "From composite-curves 1.0" in run("methods", "aggregate", "lehmer", site=site)[1]
    status, printed = run("methods", "--check", site=site)
    assert status == 0
    assert printed.splitlines() == [
        "normalise logistic: 2 of 2 examples give what they say",
        "aggregate lehmer: 3 of 3 examples give what they say",
    ]
    exported = json.loads(run("eval", "wellbeing.idx", "--format", "json", site=site)[1])
    assert exported["provenance"]["composite-curves"] == "1.0"
    assert "`aggregate lehmer` comes from composite-curves 1.0." in run("show", "wellbeing.idx", site=site)[1]
    assert run("check", "wellbeing.idx", site=site) == (0, "1 file checked: no problems\n")


def test_without_the_package_the_methods_are_unknown() -> None:
    """Who has not installed it is told at the words."""
    status, printed = run("check", "wellbeing.idx", site=None)
    assert status == 1
    assert printed.count("IDX106") == 2
    assert "there is no normalisation `logistic`" in printed
