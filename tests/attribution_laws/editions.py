"""Compare every ordered pair of the editions that lie in a folder.

From the checkout:

    PYTHONPATH=src:tests python -m attribution_laws.editions FOLDER            # a table of all pairs
    PYTHONPATH=src:tests python -m attribution_laws.editions FOLDER e01 e04    # one, with each coalition as a file

The table counts the cells of the shown nodes whose shares are exact, drawn and not known, and says how far the shares
of a cell are from its difference at most. "Printed" is said where the edits that a comparison prints, evaluated as a
file, give the CSV of the edition after byte for byte. The exit status is 1 where something does not hold.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from click.testing import CliRunner

from attribution_laws.checking import right, side
from attribution_laws.files import Coalitions
from attribution_laws.laws import Broken, Told, attribution_of, cells_of, law_data, law_orders, law_sum
from attribution_laws.ranks import law_ranks
from idx.analysis.attribution.attribute import Options
from idx.cli import main as idx_command
from idx.project.compare import Wanted, compare
from idx.project.printed import edits_file

if TYPE_CHECKING:
    from idx.project.compare import Comparison
    from idx.project.sides import Side

HEAD = f"{'pair':12} {'causes':>6} {'coalitions':>10} {'exact':>6} {'drawn':>6} {'n/a':>6} {'joined':>6}"
HEAD += f" {'sums to':>8} {'± most':>7} {'printed':>8} {'s':>6}"


def of_cells(comparison: Comparison) -> tuple[dict[str, int], float, float]:
    """Return the counts of cells, how far sums are from differences at most, and the largest standard error."""
    counts = dict.fromkeys(("exact", "drawn", "n/a", "joined"), 0)
    furthest = error = 0.0
    assert comparison.values is not None
    for node, shares in attribution_of(comparison).nodes.items():
        known = ~shares.missing
        counts["exact"] += int((known & ~shares.drawn).sum())
        counts["drawn"] += int((known & shares.drawn).sum())
        counts["n/a"] += int(shares.missing.sum())
        counts["joined"] += int((shares.joined >= 0).any(axis=0).sum())
        moved = comparison.values.filter(node=node)["difference"].fill_null(float("nan")).to_numpy()
        if (known & ~np.isnan(moved)).any():
            apart = np.abs(np.nansum(shares.shares, axis=0) - moved)[known]
            furthest = max(furthest, float(np.nanmax(apart)))
        if shares.errors is not None:
            error = max(error, float(np.nanmax(shares.errors, initial=0.0)))
    return counts, furthest, error


def csv_of(path: Path) -> str:
    """Return what `idx eval` prints of a file as CSV."""
    outcome = CliRunner().invoke(idx_command, ["eval", str(path), "--format", "csv", "--allow-outside"])
    return outcome.stdout if outcome.exit_code == 0 else f"status {outcome.exit_code}: {outcome.output}"


def printed_gives_the_other(before: Side, after: Side, folder: Path) -> bool:
    """Say whether the edits that a comparison prints give the CSV of the version after."""
    path = folder / "printed.idx"
    edits = edits_file(compare(before, after, Wanted(attributed=False, accept_guesses=True)), path)
    path.write_text(edits.unwrap(), encoding="utf-8")
    return csv_of(path) == csv_of(Path(after.name))


def all_pairs(folder: Path) -> int:
    """Print the table of all ordered pairs."""
    sides = {path.stem: side(path) for path in sorted(folder.glob("*.idx"))}
    failed = 0
    print(HEAD)
    for before, after in permutations(sides, 2):
        began = time.perf_counter()
        comparison = compare(sides[before], sides[after], Wanted(options=Options(), nodes=()))
        took = time.perf_counter() - began
        attribution = attribution_of(comparison)
        counts, furthest, error = of_cells(comparison)
        with tempfile.TemporaryDirectory() as name:
            printed = printed_gives_the_other(sides[before], sides[after], Path(name))
        failed += not printed or furthest > 1e-9 or bool(attribution.withheld)
        cells = " ".join(f"{counts[what]:>6}" for what in ("exact", "drawn", "n/a", "joined"))
        print(
            f"{before + ' → ' + after:12} {len(attribution.causes):>6} {attribution.coalitions:>10} {cells}"
            f" {furthest:>8.0e} {error:>7.2f} {'same' if printed else 'NOT':>8} {took:>6.2f}",
            flush=True,
        )
    print(f"{len(sides) * (len(sides) - 1)} pairs, {failed} of which something does not hold")
    return int(bool(failed))


def one_pair(before: Side, after: Side) -> int:
    """Hold the shares of a pair, and those of its ranks, to all orders, each coalition evaluated as a file."""
    comparison = right(before, after)
    told = Told()
    try:
        law_sum(comparison, told)
        cells = cells_of(comparison)
        law_data(comparison, cells)
        with tempfile.TemporaryDirectory() as name:
            coalitions = Coalitions(comparison, cells, Path(name))
            law_orders(comparison, coalitions, told)
            law_ranks(comparison, coalitions, told)
    except Broken as broken:
        print(broken)
        return 1
    print("\n".join(f"{what:40} {number:>8,}" for what, number in sorted(told.counts.items())))
    return 0


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m attribution_laws.editions")
    parser.add_argument("folder", type=Path)
    parser.add_argument("pair", nargs="*", help="two editions")
    chosen = parser.parse_args()
    if chosen.pair:
        before, after = (side(chosen.folder / f"{name}.idx") for name in chosen.pair)
        return one_pair(before, after)
    return all_pairs(chosen.folder)


if __name__ == "__main__":
    sys.exit(main())
