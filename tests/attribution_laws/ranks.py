"""The law of ranks: what each cause did to a rank is its share over all orders, each rank counted by itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from attribution_laws.laws import CLOSE, Broken, Told, attribution_of, blocks_of, rows_of, shapley, unions
from idx.report.difference.ranks import rank_values
from idx.report.difference.shares import SharesOf

if TYPE_CHECKING:
    from attribution_laws.files import Coalitions, Row, Values
    from idx.project.compare import Comparison


def law_ranks(comparison: Comparison, coalitions: Coalitions, told: Told) -> None:
    """Shares in the changes of ranks sum to them, and are those of all orders."""
    assert comparison.values is not None
    if "rank_before" not in comparison.values.columns:
        return
    rows = rows_of(comparison)
    for node, shares in attribution_of(comparison).nodes.items():
        pair = comparison.pairs[node]
        values = comparison.values.filter(pl.col("node") == pair.name).with_row_index("row")
        moved = values.filter(pl.col("rank_before") != pl.col("rank_after"))["row"].to_list()
        own = SharesOf(comparison, attribution_of(comparison), shares)
        ranks, found = rank_values(values, own, moved)
        for at in moved:
            assert found is not None
            row, change = rows[at], ranks["difference"][at]
            if None in (_rank(coalitions, end, node, row) for end in (0, max(coalitions.known))):
                told.count("ranks that rounding decides")
                continue
            told_shares = found.node.shares[:, at]
            whole = math.fsum(share for share in told_shares if not math.isnan(share))
            if abs(whole - change) > CLOSE:
                raise Broken(f"{node} {row}: shares in the rank {told_shares} sum to {whole}, it moved by {change}")
            told.count("ranks that moved")
            blocks = blocks_of(shares, at)
            counted = {members: _rank(coalitions, members, node, row) for members in unions(blocks)}
            known = {members: rank for members, rank in counted.items() if rank is not None}
            if len(known) < len(counted):
                told.count("ranks that need a coalition that is not known")
                continue
            for player, expected in shapley(blocks, known.__getitem__).items():
                share = told_shares[(player & -player).bit_length() - 1]
                if not abs(share - expected) <= CLOSE:
                    raise Broken(
                        f"{node} {row}: cause {player:b} moved the rank by {share}, all orders give {expected}"
                    )
            told.count("ranks as of all orders")


def _rank(coalitions: Coalitions, members: int, node: str, row: Row) -> int | None:
    """Return a row's rank in a coalition, or None where that is not known."""
    found = coalitions.known.get(members)
    if not isinstance(found, dict):
        return None
    rounded = node in coalitions.computed[members]
    return rank(found, node, row, low=node in coalitions.low[members], rounded=rounded)


def rank(values: Values, node: str, row: Row, *, low: bool, rounded: bool) -> int | None:
    """Return a row's rank: one, and one for each entity of its period that is ahead.

    Where rounding decides who is ahead there is none: so it may in one evaluation and not in another.
    """
    there = {each: value for each, value in values.get(node, {}).items() if each[1] == row[1]}
    largest = max(map(abs, there.values()), default=0.0) if rounded else 0.0
    own = {each: _compared(value, largest, rounded=rounded) for each, value in there.items()}
    if row not in own:
        return None
    if any(value != own[row] and abs(value - own[row]) <= CLOSE * max(1, abs(value)) for value in own.values()):
        return None
    return 1 + sum((value < own[row]) if low else (value > own[row]) for value in own.values())


def _compared(value: float, largest: float, *, rounded: bool) -> float:
    return float(f"{value:.11e}") if rounded and abs(value) >= largest * 1e-12 else 0.0 if rounded else value
