"""The laws of attribution, for a pair of versions: what each checks is counted, a failure says where."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from math import comb
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from attribution_laws.files import Coalitions, NoFramework, Refused, Row, Values, entities_called, owner_of, values_of
from attribution_laws.panels import Cells, Known, known
from attribution_laws.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from idx.analysis.attribution.attribute import Attribution
    from idx.analysis.attribution.game import NodeShares
    from idx.edits.facts import Stated
    from idx.project.compare import Comparison
    from idx.project.sides import Side

MOST_CAUSES = 5  # 2 ** 5 coalitions are evaluated as files
CLOSE = 1e-9


class Broken(AssertionError):  # noqa: N818 - it is a law that is broken
    """A law that does not hold."""


@dataclass
class Told:
    """What was checked."""

    counts: Counter[str] = field(default_factory=Counter)

    def count(self, what: str, number: int = 1) -> None:
        """Count what was checked."""
        self.counts[what] += number


class Place(NamedTuple):
    """A cell of the shares of a node."""

    node: str
    row: Row
    at: int


def rows_of(comparison: Comparison) -> list[Row]:
    """Return the entities and periods that are compared."""
    assert comparison.keys is not None
    return list(comparison.keys.select("entity", "period").iter_rows())


def attribution_of(comparison: Comparison) -> Attribution:
    """Return the attribution of a comparison."""
    assert comparison.attribution is not None
    return comparison.attribution


def both(comparison: Comparison) -> tuple[Values, Values]:
    """Return the values of both versions as evaluated by themselves, by identity, with entities called as after."""
    found = []
    for side, stated, called in zip(_sides(comparison), comparison.stated, entities_called(comparison), strict=True):
        assert side.result is not None
        names = stated.names()
        found.append({names[name]: under_names(values, called) for name, values in values_of(side.result).items()})
    return found[0], found[1]


def under_names(values: dict[Row, float], called: Mapping[str, str]) -> dict[Row, float]:
    """Return values with entities called otherwise."""
    return {(called.get(str(entity), entity), period): value for (entity, period), value in values.items()}


def cells_of(comparison: Comparison) -> Cells:
    """Return the cells of both versions by the oracle's own rules."""
    sides = zip(_sides(comparison), comparison.stated, entities_called(comparison), strict=True)
    before, after = (_known(side, stated.names(), called) for side, stated, called in sides)
    units = {key.subject for change in comparison.changes for key in change.keys if key[::2] == ("property", "unit")}
    return Cells(before, after, units)


def _sides(comparison: Comparison) -> tuple[Side, Side]:
    return comparison.before, comparison.after


def _known(side: Side, names: Mapping[str, str], called: Mapping[str, str]) -> Known:
    assert side.result is not None
    made = {called.get(item.shown, item.shown) for item in side.framework.model.made}
    return known(side.result.panel, names, called, made)


# ── The law of sums ──────────────────────────────────────────────────────────────────────────────────────────


def law_sum(comparison: Comparison, told: Told) -> None:
    """Shares sum to the difference of the versions by themselves; n/a is only where a version itself has no value."""
    attribution = attribution_of(comparison)
    before, after = both(comparison)
    for node, shares in attribution.nodes.items():
        if shares.withheld:
            raise Broken(f"{node}: withheld")
        for at, row in enumerate(rows_of(comparison)):
            old, new = before[node].get(row), after[node].get(row)
            own = shares.shares[:, at]
            if old is None or new is None:
                if not np.isnan(own).all():
                    raise Broken(f"{node} {row}: shares {own}, though a version has no value: {old} → {new}")
                told.count("cells n/a")
                continue
            if len(own) and np.isnan(own).all():
                raise Broken(f"{node} {row}: n/a, though both versions have a value: {old} → {new}")
            for number, share in enumerate(own):
                first = shares.joined[number, at]
                if np.isnan(share) != (first not in {-1, number}):
                    raise Broken(f"{node} {row}: share {share} of cause {number}, which is joined with {first}")
            whole = math.fsum(share for share in own if not np.isnan(share))
            if abs(whole - (new - old)) > CLOSE * max(abs(old), abs(new), 1):
                raise Broken(f"{node} {row}: shares {own} sum to {whole}, the versions differ by {new - old}")
            told.count("cells that sum")


# ── The law of all orders ────────────────────────────────────────────────────────────────────────────────────


def shapley(players: Sequence[int], value: Callable[[int], float]) -> dict[int, float]:
    """Return each player's mean contribution over all orders; players are masks of causes."""
    found = {}
    for player in players:
        others = [other for other in players if other != player]
        total = 0.0
        for chosen in range(1 << len(others)):
            members = sum(other for place, other in enumerate(others) if chosen >> place & 1)
            weight = 1 / (len(players) * comb(len(others), chosen.bit_count()))
            total += weight * (value(members | player) - value(members))
        found[player] = total
    return found


def unions(players: Sequence[int]) -> list[int]:
    """Return all unions of players."""
    return [
        sum(player for place, player in enumerate(players) if chosen >> place & 1)
        for chosen in range(1 << len(players))
    ]


def blocks_of(shares: NodeShares, at: int) -> list[int]:
    """Return the players of a cell: the masks of the causes that have a share together."""
    found: dict[int, int] = {}
    for number in range(len(shares.shares)):
        first = int(shares.joined[number, at])
        place = number if first == -1 else first
        found[place] = found.get(place, 0) | 1 << number
    return list(found.values())


def law_orders(comparison: Comparison, coalitions: Coalitions, told: Told) -> None:
    """Shares are those of all orders, each coalition evaluated as a file; joined causes are those that leave holes."""
    attribution = attribution_of(comparison)
    count = len(attribution.causes)
    values: dict[int, Values | None] = {}
    for members in range(1 << count):
        try:
            values[members] = coalitions(members)
        except Refused:
            values[members] = None
        except NoFramework as error:
            raise Broken(f"coalition {members:b} is no framework: {error}") from error
        told.count("coalitions as files")
        if values[members] is None:
            told.count("coalitions refused by their data")
    _ends(comparison, values)
    rows = rows_of(comparison)
    reach = Reach(comparison.stated)
    for node, shares in attribution.nodes.items():
        idle = [number for number in range(count) if reach.beyond(node, attribution.causes[number])]
        for at, row in enumerate(rows):
            if np.isnan(shares.shares[:, at]).all():
                continue
            _cell(Place(node, row, at), shares, values, told)
            for number in idle:
                if shares.shares[number, at] != 0.0:
                    raise Broken(f"{node} {row}: cause {number} cannot matter and has {shares.shares[number, at]!r}")
                told.count("cells of causes that cannot matter")
    unknown = sum(each is None for each in values.values())
    told.count("pairs with unknown coalitions" if unknown else "pairs with all coalitions known")


def _ends(comparison: Comparison, values: dict[int, Values | None]) -> None:
    """Hold the files of no causes and of all to the versions themselves."""
    for members, side, which in zip((0, max(values)), both(comparison), ("before", "after"), strict=True):
        found = values[members]
        if found is None:
            raise Broken(f"the file of {which} is refused")
        for node in attribution_of(comparison).nodes:
            cells = found.get(node, {})
            if cells.keys() != side[node].keys():
                raise Broken(f"{node}: the file of {which} has values in other rows: {cells} and {side[node]}")
            for row, value in cells.items():
                if abs(value - side[node][row]) > CLOSE * max(1, abs(value)):
                    raise Broken(f"{node} {row}: the file of {which} has {value}, the version {side[node][row]}")


def _cell(place: Place, shares: NodeShares, values: dict[int, Values | None], told: Told) -> None:
    blocks = blocks_of(shares, place.at)
    needed = unions(blocks)
    numbers: dict[int, float | None] = {}
    for members, found in values.items():
        if found is not None:
            numbers[members] = found.get(place.node, {}).get(place.row)
    missing = [members for members in needed if members in numbers and numbers[members] is None]
    if missing:
        raise Broken(f"{place.node} {place.row}: coalition {missing[0]:b} has no value, and its causes are not joined")
    if any(members not in numbers for members in needed):
        told.count("cells that need an unknown coalition")
        return
    have = {members: number for members, number in numbers.items() if number is not None}
    scale = max(1, *(abs(have[members]) for members in needed))
    for player, expected in shapley(blocks, have.__getitem__).items():
        number = (player & -player).bit_length() - 1
        share = shares.shares[number, place.at]
        if not abs(share - expected) <= CLOSE * scale:
            raise Broken(
                f"{place.node} {place.row}: cause {number} has {share}, all orders give {expected}; "
                f"coalitions { ({f'{members:b}': have[members] for members in needed}) }"
            )
    told.count("cells as of all orders")
    if len(blocks) < len(shares.shares):
        told.count("cells with joined causes")
        for block in blocks:
            _needed(place, block, blocks, numbers)


def _needed(place: Place, block: int, blocks: Sequence[int], numbers: dict[int, float | None]) -> None:
    """Refuse causes that are joined where each by itself leaves no hole."""
    singles = [1 << number for number in range(block.bit_length()) if block >> number & 1]
    if len(singles) < 2:
        return
    parted = unions([*singles, *(other for other in blocks if other != block)])
    if all(numbers.get(members, 0.0) is not None for members in parted) and all(each in numbers for each in parted):
        raise Broken(f"{place.node} {place.row}: causes {block:b} are joined, and no coalition of them has no value")


# ── The law of what is told of the data ──────────────────────────────────────────────────────────────────────


def law_data(comparison: Comparison, cells: Cells) -> None:
    """Each cell that differs is told once, by the change that it belongs to."""
    expected = cells.owners()
    told = {owner for change in comparison.changes if (owner := owner_of(change)) is not None}
    made = {
        owner for owner in expected if owner[0] in {"came", "went"} and owner[1] in cells.before.made | cells.after.made
    }
    if not expected - made <= told <= expected:
        raise Broken(f"changes of data: {sorted(told)}, expected {sorted(expected)}")
    for key, frame in comparison.cells.items():
        wanted = {cell[1:] for cell, owner in cells.owner.items() if owner == ("revised", key)}
        found = {(entity, period) for entity, period in frame.select("entity", "period").iter_rows()}
        if key in cells.before.columns and found != wanted:
            raise Broken(f"revised cells of {key}: {found}, expected {wanted}")
    for rows, row_change in comparison.rows.items():
        owner = (rows.place, "") if rows.word == "periods" else (rows.word, rows.place)
        wanted3 = {cell for cell, own in cells.owner.items() if own == owner and _differs(cells, cell)}
        found3 = (
            set(row_change.cells.select("node", "entity", "period").iter_rows()) if row_change.cells.height else set()
        )
        if found3 != wanted3:
            raise Broken(f"cells of {owner}: {found3}, expected {wanted3}")


def _differs(cells: Cells, cell: tuple[str, str | None, str | None]) -> bool:
    return cells.before.cells.get(cell) != cells.after.cells.get(cell)


# ── The laws of the other direction, and of the flattened file ───────────────────────────────────────────────

MIRRORED = {"came": "went", "added": "removed", "completed": "emptied"}
MIRROR = MIRRORED | {other: word for word, other in MIRRORED.items()}


def causes_by_keys(comparison: Comparison, *, mirrored: bool = False) -> list[frozenset[tuple[object, ...]]]:
    """Return what each cause changes, by the names of both versions, as a comparison the other way round has it."""
    old, new = comparison.stated
    return [
        frozenset(
            (
                key.kind,
                _called(key.subject, old, new, mirrored=mirrored),
                (MIRROR if mirrored else {}).get(key.word) or _called(key.word, old, new, mirrored=mirrored),
                (MIRROR if mirrored else {}).get(key.place, key.place),
            )
            for change in cause.changes
            for key in change.keys
        )
        for cause in attribution_of(comparison).causes
    ]


def _called(identity: str, old: Stated, new: Stated, *, mirrored: bool) -> str | tuple[str | None, ...]:
    """Return the names that a node has in both versions; what is no node is called as it is."""
    names = tuple(stated.name(identity) if stated.kind(identity) is not None else None for stated in (old, new))
    if names == (None, None):
        return identity
    return names[::-1] if mirrored else names


def law_same(one: Comparison, other: Comparison, told: Told, *, mirrored: bool = False) -> None:
    """Two comparisons of the same versions have the same causes and shares; or those of the other sign, mirrored."""
    causes, others = causes_by_keys(one), causes_by_keys(other, mirrored=mirrored)
    if set(causes) != set(others):
        raise Broken(f"other causes: {set(causes) - set(others)} and {set(others) - set(causes)}")
    order = [others.index(cause) for cause in causes]
    rows, at_other = rows_of(one), {row: at for at, row in enumerate(rows_of(other))}
    sign = -1 if mirrored else 1
    to_other = _identities(one, other, mirrored=mirrored)
    for node, shares in attribution_of(one).nodes.items():
        theirs = attribution_of(other).nodes[to_other[node]]
        for at, row in enumerate(rows):
            to = at_other[row]
            own, facing = shares.shares[:, at], sign * theirs.shares[order, to]
            joined = (shares.joined[:, at] != -1).any(), (theirs.joined[:, to] != -1).any()
            if joined[0] != joined[1]:
                raise Broken(f"{node} {row}: causes are joined in one comparison and not in the other")
            if joined[0] or shares.drawn[at]:
                continue
            scale = max(1, float(np.nansum(np.abs(own)))) if len(own) else 1
            if (
                not (np.isnan(own) == np.isnan(facing)).all()
                or not (np.isnan(own) | (np.abs(own - facing) <= CLOSE * scale)).all()
            ):
                raise Broken(f"{node} {row}: shares {own} and {facing}")
            told.count("cells mirrored" if mirrored else "cells as against the flattened file")


def _identities(one: Comparison, other: Comparison, *, mirrored: bool) -> dict[str, str]:
    """Return the identity that another comparison has for each node of one."""
    theirs = {(pair.before, pair.after): identity for identity, pair in other.pairs.items()}
    return {
        identity: theirs[(pair.after, pair.before) if mirrored else (pair.before, pair.after)]
        for identity, pair in one.pairs.items()
        if (pair.after, pair.before) in theirs or (pair.before, pair.after) in theirs
    }
