"""Run many cases and say what came of them.

From the checkout:

    PYTHONPATH=src:tests python -m fuzz [--cases 100000] [--seed 0] [--jobs 1]
    PYTHONPATH=src:tests python -m fuzz --seed 0 --case 4711        # one case again

A case that fails is printed with its number, made as small as it fails. The exit status is 1 if one does.
"""

from __future__ import annotations

import argparse
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from fuzz.cases import Case, fails, make, shrunk

BATCH = 500
MOST_SHOWN = 10


def batch(seed: int, start: int, stop: int) -> tuple[Counter[tuple[str, str]], list[int]]:
    """Run the cases of these numbers; return how many of each kind came out how, and which failed."""
    counts: Counter[tuple[str, str]] = Counter()
    failed = []
    for number in range(start, stop):
        case = make(seed, number)
        try:
            counts[case.kind, case.run()] += 1
        except KeyboardInterrupt:
            raise
        except BaseException:  # noqa: BLE001 - a case may raise anything; it is looked at again below
            counts[case.kind, "failed"] += 1
            failed.append(number)
    return counts, failed


def show(case: Case) -> None:
    """Print a failing case with what it raises."""
    error = fails(case)
    print(f"\nseed {case.seed}, case {case.number}, {case.kind}")
    if error is None:
        print("does not fail")
        return
    print("".join(traceback.format_exception(error)[-6:]))
    print(repr(case.given)[:3_000])


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Read damaged frameworks and tables.")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--case", type=int, help="only this one, as it is")
    chosen = parser.parse_args()
    if chosen.case is not None:
        show(make(chosen.seed, chosen.case))
        return int(fails(make(chosen.seed, chosen.case)) is not None)
    starts = range(0, chosen.cases, BATCH)
    stops = [min(start + BATCH, chosen.cases) for start in starts]
    counts: Counter[tuple[str, str]] = Counter()
    failed: list[int] = []
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for done, broken in pool.map(partial(batch, chosen.seed), starts, stops):
            counts += done
            failed += broken
    for number in failed[:MOST_SHOWN]:
        show(shrunk(make(chosen.seed, number)))
    print(f"\n{chosen.cases:,} cases, seed {chosen.seed}: {len(failed)} failed{f': {failed[:50]}' if failed else ''}")
    for (kind, outcome), count in sorted(counts.items()):
        print(f"  {kind:18} {outcome:9} {count:>8,}")
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main())
