"""Whole `idx diff` commands on every ordered pair of editions in a folder, beside one command of an earlier revision.

From a checkout with its history:

    PYTHONPATH=src:tests python -m benchmarks.editions FOLDER [--old 801fb4e] [--pair e03 e10] [--rounds 3]

The earlier revision is taken out of git, and both sides have bytecode and a cache of their own. Its command runs once
in each round, among those of all pairs now, so that a busy machine slows both. The exit status is 1 where a pair takes
more than a tenth of it.
"""

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from itertools import permutations
from pathlib import Path
from statistics import median

from benchmarks.measure import table

CHECKOUT = Path(__file__).parents[2]
TARGET = 0.1
COMMAND = "import sys; from idx.cli import main; sys.argv[0] = 'idx'; main()"
SHOWN = 10


def main() -> int:
    """Measure, and print the slowest pairs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.editions", description="Measure whole diffs.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--old", default="801fb4e", help="the earlier revision")
    parser.add_argument("--pair", nargs=2, default=("e03", "e10"), help="what the earlier revision compares")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    pairs = list(permutations(sorted(path.stem for path in asked.folder.glob("*.idx")), 2))
    with tempfile.TemporaryDirectory() as temporary:
        old = _taken_out(asked.old, Path(temporary) / "old")
        now = _runner(CHECKOUT / "src", Path(temporary) / "now caches", asked.folder)
        then = _runner(old / "src", Path(temporary) / "old caches", asked.folder)
        now(*pairs[0])
        then(*asked.pair)
        ratios: dict[tuple[str, str], list[float]] = {pair: [] for pair in pairs}
        references: list[float] = []
        for number in range(asked.rounds):
            references.append(then(*asked.pair))
            for pair in pairs[:: 1 if number % 2 else -1]:
                ratios[pair].append(now(*pair) / references[-1])
    return _report(ratios, references, f"idx diff {' '.join(asked.pair)} at {asked.old}")


def _taken_out(revision: str, folder: Path) -> Path:
    """Unpack a revision of this checkout."""
    archive = subprocess.run(["git", "archive", revision], cwd=CHECKOUT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as packed:
        packed.extractall(folder, filter="data")
    return folder


def _runner(source: Path, caches: Path, folder: Path) -> Callable[[str, str], float]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    own = {"PYTHONPATH": str(source), "PYTHONPYCACHEPREFIX": str(caches / "bytecode"), "XDG_CACHE_HOME": str(caches)}

    def seconds(before: str, after: str) -> float:
        command = [sys.executable, "-c", COMMAND, "diff", f"{before}.idx", f"{after}.idx"]
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=kept | own)
        return time.perf_counter() - start

    return seconds


def _report(ratios: dict[tuple[str, str], list[float]], references: list[float], reference: str) -> int:
    medians = {pair: median(found) for pair, found in ratios.items()}
    slowest = sorted(medians, key=medians.__getitem__, reverse=True)
    whole = median(references)
    print(f"{len(medians)} pairs, {len(references)} rounds; {reference}: {whole:.2f} s\n")
    lines = [("the slowest pairs now", "s", "ratio", "target", "")]
    for before, after in slowest[:SHOWN]:
        value = medians[before, after]
        missed = "missed" if value > TARGET else ""
        lines.append((f"idx diff {before} {after}", f"{value * whole:.2f}", f"{value:.3f}", f"≤ {TARGET}", missed))
    print(table(lines))
    return int(medians[slowest[0]] > TARGET)


if __name__ == "__main__":
    raise SystemExit(main())
