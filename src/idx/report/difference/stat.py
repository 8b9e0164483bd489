"""A comparison in numbers: changes by kind and verb, what moved, the largest causes, and a name for the version."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from idx.analysis.cell_counts import CellCounts, cell_counts
from idx.analysis.version_names import Proposal, proposal_of
from idx.period import PERIODS_A_YEAR, parse_period
from idx.report.difference.furthest import differing, headline

if TYPE_CHECKING:
    from idx.analysis.movement import Movement
    from idx.edits.changes import Kind
    from idx.project.compare import Comparison

LARGEST = 3  # causes that are named


class LargestShare(NamedTuple):
    """A cause by its number, counted from 1, and its largest share at a node: in which cell, and how exactly.

    `share` is None where none of the cause's shares is known.
    """

    cause: int
    node: str
    entity: str | None
    period: str | None
    share: float | None
    error: float | None


class Stat(NamedTuple):
    """A comparison in numbers.

    `changes` counts by kind and verb, the weightiest first; `differing`, `before` and `after` are how many nodes
    differ, are in the one version alone, or in the other; `causes` are None where differences are not attributed;
    `years` is how many years later the headline ends.
    """

    changes: dict[tuple[Kind, str], int]
    nodes: int
    differing: int
    before: int
    after: int
    cells: CellCounts
    movement: Movement | None
    causes: tuple[LargestShare, ...] | None
    years: int
    proposal: Proposal


def stat_of(comparison: Comparison) -> Stat:
    """Return a comparison in numbers."""
    counted = Counter((change.kind, str(change.verb)) for change in comparison.changes)
    pairs = comparison.pairs.values()
    years = _years(comparison)
    name = comparison.before.framework.model.version
    return Stat(
        changes=dict(sorted(counted.items(), key=lambda item: -item[0][0])),
        nodes=len(comparison.pairs),
        differing=differing(comparison).height,
        before=sum(pair.after is None for pair in pairs),
        after=sum(pair.before is None for pair in pairs),
        cells=cell_counts([*comparison.cells.values(), *(rows.cells for rows in comparison.rows.values())]),
        movement=comparison.verdict.movement,
        causes=_causes(comparison),
        years=years,
        proposal=proposal_of(name, comparison.verdict.words, years),
    )


def _causes(comparison: Comparison) -> tuple[LargestShare, ...] | None:
    """Return the causes with the largest shares of the headline's differences, the largest first."""
    if comparison.attribution is None or comparison.keys is None:
        return None
    at = headline(comparison)
    found = [identity for identity, pair in comparison.pairs.items() if pair.name in at]
    shares = comparison.attribution.nodes.get(found[0]) if found else None
    if shares is None or not comparison.keys.height:
        return ()
    name, keys = comparison.pairs[found[0]].name, comparison.keys
    largest = []
    for number, own in enumerate(shares.shares):
        known = np.nan_to_num(np.abs(own), nan=-1.0)
        row = int(known.argmax())
        error = float(shares.errors[number][row]) if shares.errors is not None else None
        share = float(own[row]) if known[row] >= 0 else None
        if share != 0:
            entity, period = keys["entity"][row], keys["period"][row]
            known_error = error if share is not None else None
            largest.append(LargestShare(number + 1, name, entity, period, share, known_error))
    largest.sort(key=lambda item: -abs(item.share) if item.share is not None else 1.0)
    return tuple(largest[:LARGEST])


def _years(comparison: Comparison) -> int:
    """Return how many years later the last value of the headline lies."""
    if comparison.values is None:
        return 0
    names = [pair.name for pair in comparison.pairs.values() if pair.before in comparison.before.framework.model.roots]
    values = comparison.values.filter(pl.col("node").is_in(names))
    ends = [values.filter(pl.col(side).is_not_null())["period"].max() for side in ("before", "after")]
    years = [_year(str(end)) for end in ends if end is not None]
    return years[1] - years[0] if len(years) == len(ends) else 0


def _year(written: str) -> int:
    period = parse_period(written)
    return period.number // PERIODS_A_YEAR[period.frequency] if period else 0
