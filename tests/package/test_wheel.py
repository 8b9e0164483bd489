"""The built wheel, installed into an empty environment, does the main job from another folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}


def run(*command: str | Path, folder: Path) -> str:
    """Run a command that has to succeed, in a folder of its own, and return what it prints."""
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of the sources alone: what git does not hold must not be needed."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("src", "grammar"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    run(sys.executable, "-m", "build", "--wheel", "--outdir", copy / "dist", copy, folder=copy)
    return next((copy / "dist").glob("*.whl"))


def test_wheel_holds_the_grammar_and_nothing_foreign(wheel: Path) -> None:
    """The wheel carries the package with its grammar, the licence, and no tests or frameworks."""
    names = zipfile.ZipFile(wheel).namelist()
    assert "idx/grammar/idx.lark" in names
    assert "idx/methods/normalise/symmetric_growth.py" in names
    assert "idx/interchange/starters/growth.zh.idx" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if not name.startswith(("idx/", "idx_lang-"))]


def test_main_job_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """An environment with nothing but the wheel evaluates and verifies the 2025 framework from another folder."""
    venv.create(tmp_path / "venv", with_pip=True)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, folder=tmp_path)
    shutil.copytree(ROOT / "frameworks", tmp_path / "elsewhere")
    folder = tmp_path / "elsewhere"
    shown = run(scripts / "idx", "eval", "2025.idx", folder=folder)
    assert "138.3 e" in shown
    assert "146.4 e" in shown
    assert "26 expectations: 4 met without" in run(scripts / "idx", "verify", "2025.idx", folder=folder)
    assert "2 files checked: no problems" in run(scripts / "idx", "check", "2025.idx", "hdi.idx", folder=folder)
    run(scripts / "idx", "eval", "2025.idx", "-o", "table.xlsx", folder=folder)
    assert zipfile.ZipFile(folder / "table.xlsx").testzip() is None
    where = run(scripts / "python", "-c", "import idx; print(idx.__file__)", folder=folder)
    assert str(tmp_path) in where
