"""Check the laws of attribution on many pairs and say what was checked.

From the checkout:

    PYTHONPATH=src:tests python -m attribution_laws [--pairs 20000] [--seed 0] [--processes 2]
    PYTHONPATH=src:tests python -m attribution_laws --seed 0 --pair 4711 --keep DIRECTORY   # one pair again

A pair that breaks a law is written to a folder of its number below DIRECTORY. The exit status is 1 if one does.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # small frames

from attribution_laws.checking import check
from attribution_laws.laws import Told
from attribution_laws.pairs import make

BATCH = 25


def one(seed: int, number: int, keep: Path | None) -> tuple[Counter[str], str | None]:
    """Check a pair; return what was counted, and what went wrong."""
    told = Told()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pair, sides = make(seed, number, folder)
        told.count("pairs")
        told.count("pairs refused by their data or methods", pair.refused)
        for changed in pair.changes:
            told.count(f"changed: {changed}")
        try:
            check(pair, sides, told)
        except Exception as error:  # noqa: BLE001 - any is a failure
            trace = traceback.extract_tb(error.__traceback__)[-1]
            where = "" if type(error).__name__ == "Broken" else f" at {Path(trace.filename).name}:{trace.lineno}"
            said = f"{number} ({', '.join(pair.changes)}): {type(error).__name__}{where}: {error}"
            if keep is not None:
                pair.write(keep / str(number))
                (keep / str(number) / "why.txt").write_text(f"{said}\n\n{traceback.format_exc()}", encoding="utf-8")
            return told.counts, said
    return told.counts, None


def batch(seed: int, keep: Path | None, start: int, stop: int) -> tuple[Counter[str], list[str]]:
    """Check the pairs of these numbers."""
    counts: Counter[str] = Counter()
    failed = []
    for number in range(start, stop):
        found, why = one(seed, number, keep)
        counts += found
        if why is not None:
            failed.append(why)
    return counts, failed


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m attribution_laws", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=int, default=0, help="the number of the first pair")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--pair", type=int, help="only this one")
    parser.add_argument("--keep", type=Path, default=Path("attribution_laws_failed"), help="where failing pairs go")
    chosen = parser.parse_args()
    if chosen.pair is not None:
        counts, why = one(chosen.seed, chosen.pair, chosen.keep)
        print(why or "holds", dict(counts))
        return int(why is not None)
    began = time.perf_counter()
    stop = chosen.start + chosen.pairs
    starts = range(chosen.start, stop, BATCH)
    stops = [min(start + BATCH, stop) for start in starts]
    told: Counter[str] = Counter()
    failed: list[str] = []
    with ProcessPoolExecutor(chosen.processes) as pool:
        for done, broken in pool.map(partial(batch, chosen.seed, chosen.keep), starts, stops):
            told += done
            failed += broken
            for why in broken:
                print(why[:600], file=sys.stderr, flush=True)
    print(f"{chosen.pairs:,} pairs, seed {chosen.seed}: {len(failed)} failed, {time.perf_counter() - began:.0f} s")
    for what, number in sorted(told.items()):
        print(f"  {what:45} {number:>10,}")
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main())
