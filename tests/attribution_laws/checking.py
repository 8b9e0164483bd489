"""Check all laws on one pair."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import idx
from attribution_laws.files import Coalitions
from attribution_laws.laws import MOST_CAUSES, Told, attribution_of, cells_of, law_data, law_orders, law_same, law_sum
from idx.analysis.attribution.attribute import Options
from idx.edits.flatten import flat_text
from idx.project.compare import Wanted, compare
from idx.project.sides import Side

if TYPE_CHECKING:
    from attribution_laws.pairs import Pair
    from idx.project.compare import Comparison


def side(path: Path) -> Side:
    """Load and evaluate a version."""
    framework = idx.load(path)
    return Side(str(path), framework, framework.evaluate())


def right(before: Side, after: Side) -> Comparison:
    """Compare two versions."""
    return compare(before, after, Wanted(options=Options()))


def check(pair: Pair, folder: Path, told: Told) -> None:
    """Check all laws on a pair; what is written goes into a folder.

    Raises:
        Broken: if a law does not hold.
    """
    paths = [pair.before.write(folder / "a", "f.idx"), pair.after.write(folder / "b", "f.idx")]
    before, after = (side(path) for path in paths)
    comparison = right(before, after)
    count = len(attribution_of(comparison).causes)
    told.count(f"pairs of {count} causes")
    if attribution_of(comparison).merges:
        told.count("pairs with merged causes")
    law_sum(comparison, told)
    cells = cells_of(comparison)
    law_data(comparison, cells)
    if count <= MOST_CAUSES:
        law_orders(comparison, Coalitions(comparison, cells, folder), told)
    law_same(comparison, right(after, before), told, mirrored=True)
    flat = folder / "b" / "flat.idx"
    flat.write_text(idx.format_text(flat_text(after.framework.stated)), encoding="utf-8")
    law_same(comparison, right(before, side(flat)), told)
