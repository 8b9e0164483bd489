"""Whole processes of the installed command, against importing its libraries and against an empty interpreter."""

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import Comparison, interleaved, report

CHECKOUT = Path(__file__).parents[2]
FRAMEWORK = str(CHECKOUT / "frameworks" / "2025.idx")
IMPORTS, NOTHING = 'python -c "import polars, lark, networkx"', "python -c pass"
COMPARISONS = [
    Comparison("idx eval 2025.idx", IMPORTS, 1.4),
    Comparison("idx check 2025.idx", IMPORTS, 1.4),
    Comparison("idx --help", NOTHING, 6),
]


def run(rounds: int = 15) -> bool:
    """Install the wheel of this checkout, with compiled bytecode, and measure; return whether the targets are met."""
    with tempfile.TemporaryDirectory() as folder:
        programs = install(Path(folder))
        commands = {
            "idx eval 2025.idx": [str(programs / "idx"), "eval", FRAMEWORK],
            "idx check 2025.idx": [str(programs / "idx"), "check", FRAMEWORK],
            IMPORTS: [str(programs / "python"), "-c", "import polars, lark, networkx"],
            "idx --help": [str(programs / "idx"), "--help"],
            NOTHING: [str(programs / "python"), "-c", "pass"],
        }
        times = interleaved({name: _process(command) for name, command in commands.items()}, rounds)
    return report("Start-up: whole processes of the installed wheel", times, COMPARISONS)


def install(folder: Path) -> Path:
    """Build the wheel and install it in a new virtual environment; return the folder of the environment's programs."""
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, CHECKOUT],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    venv.create(folder / "venv", with_pip=True)
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = folder.glob("*.whl")
    for arguments in (f"pip install --quiet --disable-pip-version-check --compile {wheel}", f"compileall -q {folder}"):
        subprocess.run([programs / "python", "-m", *arguments.split()], check=True, env=_environment())
    return programs


def _process(command: list[str]) -> Callable[[], object]:
    environment = _environment()
    return lambda: subprocess.run(command, check=True, capture_output=True, env=environment)


def _environment() -> dict[str, str]:
    # Bytecode must be written and used, and nothing may come from the checkout.
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
