"""Check all laws on one pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import idx
from attribution_laws.files import Coalitions, no_numbers, values_of
from attribution_laws.laws import (
    MOST_CAUSES,
    Broken,
    Told,
    attribution_of,
    cells_of,
    law_data,
    law_orders,
    law_same,
    law_sum,
)
from attribution_laws.ranks import law_ranks
from idx.analysis.attribution.attribute import Options
from idx.edits.flatten import flat_text
from idx.project.compare import Wanted, compare
from idx.project.printed import edits_file
from idx.project.sides import Side

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from attribution_laws.pairs import Pair
    from idx.project.compare import Comparison

    Comparer = Callable[[Side, Side], Comparison]


def side(path: Path) -> Side:
    """Load and evaluate a version."""
    framework = idx.load(path)
    return Side(str(path), framework, framework.evaluate())


def right(before: Side, after: Side) -> Comparison:
    """Compare two versions."""
    return compare(before, after, Wanted(options=Options()))


def check(pair: Pair, sides: tuple[Side, Side], told: Told, comparer: Comparer = right) -> None:
    """Check all laws on a pair as it was evaluated; what is written goes into the same folder.

    The version after is a file of its own, or one that extends the version before with edits: there what was renamed
    is known. Such a file is compared with what it amounts to as one file, others with themselves the other way round.

    Raises:
        Broken: if a law does not hold.
    """
    before, after = sides
    folder = before.framework.folder
    if wrong := [name for each in sides if each.result for name in no_numbers(values_of(each.result))]:
        raise Broken(f"no numbers for {wrong}")
    edited = pair.number % 3 == 2
    if edited:
        after = as_edits(before, after)
    comparison = comparer(before, after)
    count = len(attribution_of(comparison).causes)
    told.count(f"pairs of {count} causes")
    if attribution_of(comparison).merges:
        told.count("pairs with merged causes")
    law_sum(comparison, told)
    cells = cells_of(comparison)
    law_data(comparison, cells)
    coalitions = Coalitions(comparison, cells, folder)
    if count <= MOST_CAUSES:
        law_orders(comparison, coalitions, told)
    if pair.number % 3 == 1:
        law_same(comparison, comparer(after, before), told, mirrored=True)
    if edited and not any(change.verb == "rename" or change.keys[0].kind == "entity" for change in comparison.changes):
        flat = folder / "flat.idx"
        flat.write_text(idx.format_text(flat_text(after.framework.stated)), encoding="utf-8")
        law_same(comparison, comparer(before, side(flat)), told)
    if count <= MOST_CAUSES:
        law_ranks(comparison, coalitions, told)


def as_edits(before: Side, after: Side) -> Side:
    """Write a version as a file of edits of the one before, in which what seems to be renamed is, and evaluate it."""
    comparison = compare(before, after, Wanted(attributed=False, accept_guesses=True))
    path = before.framework.folder / "edits.idx"
    path.write_text(edits_file(comparison, path).unwrap(), encoding="utf-8")
    return side(path)
