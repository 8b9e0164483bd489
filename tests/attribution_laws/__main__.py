"""Check the laws of attribution on many pairs and say what was checked.

From the checkout:

    PYTHONPATH=src:tests python -m attribution_laws [--pairs 20000] [--seed 0] [--processes 2]
    PYTHONPATH=src:tests python -m attribution_laws --seed 0 --pair 4711    # one pair again, made smaller if it fails
    PYTHONPATH=src:tests python -m attribution_laws --files DIRECTORY       # before.idx and after.idx as they lie there

A pair that breaks a law is written to a folder of its number below --keep. The exit status is 1 if one does.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # small frames; read when polars is loaded

from attribution_laws.laws import Told
from attribution_laws.pairs import Pair, make
from attribution_laws.running import read, run, smaller, tried, write

BATCH = 20


def batch(seed: int, keep: Path | None, start: int, stop: int) -> tuple[Counter[str], list[str]]:
    """Check the pairs of these numbers."""
    warnings.simplefilter("error")
    counts: Counter[str] = Counter()
    failed = []
    for number in range(start, stop):
        try:
            found, why = run(seed, number, keep)
        except Exception as error:  # noqa: BLE001 - a pair that cannot be drawn fails, and the others go on
            found, why = Counter[str](), f"{number} (not drawn): {type(error).__name__}: {error}"
        counts += found
        if why is not None:
            failed.append(why)
    return counts, failed


def alone(pair: Pair, keep: Path) -> int:
    """Check one pair, and write it and what is left of it where it fails."""
    with tempfile.TemporaryDirectory() as folder:
        sides = pair.evaluated(Path(folder))
        if sides is None:
            print("A version cannot be evaluated.")
            return 1
        told = Told()
        failed = tried(pair, sides, told)
    if failed is None:
        print(f"holds: {dict(told.counts)}")
        return 0
    pair = smaller(pair)
    write(pair, failed, keep)
    print(failed.line)
    for version in (pair.before, pair.after):
        print(f"\n{version.text}", *version.tables.values(), sep="\n")
    return 1


def many(seed: int, numbers: range, processes: int, keep: Path) -> int:
    """Check many pairs and print what was counted."""
    began = time.perf_counter()
    starts = numbers[::BATCH]
    stops = [min(start + BATCH, numbers.stop) for start in starts]
    told: Counter[str] = Counter()
    failed: list[str] = []
    with ProcessPoolExecutor(processes) as pool:
        for done, broken in pool.map(partial(batch, seed, keep), starts, stops):
            told += done
            failed += broken
            for why in broken:
                print(why[:600], file=sys.stderr, flush=True)
    print(f"{len(numbers):,} pairs, seed {seed}: {len(failed)} failed, {time.perf_counter() - began:.0f} s")
    for what, number in sorted(told.items()):
        print(f"  {what:50} {number:>10,}")
    return int(bool(failed))


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m attribution_laws", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=int, default=0, help="the number of the first pair")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--pair", type=int, help="only this one")
    parser.add_argument("--files", type=Path, help="only the pair that lies in a folder")
    parser.add_argument("--keep", type=Path, default=Path("attribution_laws_failed"), help="where failing pairs go")
    chosen = parser.parse_args()
    if chosen.files is not None:
        return alone(read(chosen.files), chosen.keep)
    if chosen.pair is not None:
        with tempfile.TemporaryDirectory() as folder:
            return alone(make(chosen.seed, chosen.pair, Path(folder))[0], chosen.keep)
    return many(chosen.seed, range(chosen.start, chosen.start + chosen.pairs), chosen.processes, chosen.keep)


if __name__ == "__main__":
    raise SystemExit(main())
