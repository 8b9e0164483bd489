"""Share out the differences of nodes among causes: exactly where these are few, else by orders that are drawn."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from idx.analysis.attribution.holes import joined, patterns
from idx.analysis.attribution.ranks import Ranks
from idx.analysis.attribution.shapley import Orders, affordable, crossed, exact, orders, sampled, subsets
from idx.analysis.attribution.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from idx.analysis.attribution.attribute import Options
    from idx.analysis.attribution.coalitions import Evaluator

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

ALONE = -1
TOLERANCE = 1e-9


class NodeShares(NamedTuple):
    """A node's shares, causes × rows, NaN where a version has no value.

    `errors` are the standard errors of shares that were drawn, 0 where they are exact; None where all are. Causes that
    leave a hole have one share together in that row: it stands at the first of them, whose number `joined` has for all
    of them (-1 for a cause by itself). `drawn` says in which rows shares are drawn, `pairs` how many pairs of orders
    were at least. `withheld` says that what the coalitions of none and of all causes have is not what the versions have
    by themselves: a fault of the program. `bridge` shares out the change of a row's rank.
    """

    shares: Numbers
    errors: Numbers | None
    joined: NDArray[np.int64]
    drawn: NDArray[np.bool_]
    withheld: bool = False
    pairs: int = 0
    bridge: Ranks | None = None

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Return the rows without shares."""
        return np.array(np.isnan(self.shares).all(axis=0)) & bool(len(self.shares))


class Drawn(NamedTuple):
    """Orders of the players that change what is stated, and of those that change data."""

    stated: Orders
    data: Orders

    def coalitions(self) -> list[int]:
        """Return the coalitions that are met in them."""
        return crossed(self.stated, self.data)


class Game:
    """The games of nodes; those to which the same causes can matter have the same players."""

    def __init__(
        self, evaluator: Evaluator, count: int, values: Mapping[str, tuple[Numbers, Numbers]], options: Options
    ) -> None:
        """Find which causes can matter to which nodes."""
        self.evaluator, self.count, self.options, self.ends = evaluator, count, options, values
        relevant = evaluator.versions.relevant
        self.groups: dict[int, list[str]] = {}
        for node in values:
            self.groups.setdefault(relevant.get(node, 0) & ((1 << count) - 1), []).append(node)

    def relevant(self, node: str) -> int:
        """Return the causes that can matter to a node."""
        return next(mask for mask, nodes in self.groups.items() if node in nodes)

    def stated(self) -> list[int]:
        """Return what is stated in the coalitions that are evaluated."""
        found = {
            members & self.evaluator.parts.stated: None
            for whole, _ in self._together()
            if self._asks(whole)
            for members in self._coalitions(self._players(whole))
        }
        return list(found)

    def _asks(self, whole: int) -> bool:
        """Whether coalitions are evaluated: not where there is one cause in all, and none are between the versions."""
        return self.count > 1 and whole != 0

    def _players(self, mask: int) -> tuple[int, ...]:
        return tuple(1 << number for number in range(self.count) if mask >> number & 1)

    def drawn(self, players: Sequence[int]) -> Drawn | None:
        """Return orders of players where they are too many for all coalitions.

        Causes that are joined come where one of them comes in an order of the causes by themselves. So orders of joined
        players are as random as any, and meet many coalitions that have been evaluated.
        """
        if len(players) <= self.options.limit:
            return None
        draw = random.Random(self.options.seed)  # noqa: S311 - a sample, not a secret
        parts = self.evaluator.parts
        causes = self._players(sum(players))
        stated, data = ([cause for cause in causes if cause & mask] for mask in (parts.stated, ~parts.stated))
        pairs = self.options.pairs or affordable(len(stated), len(data), 1 << self.options.most_exact)
        first = {_first(player & parts.stated or player): player for player in players}
        return Drawn(*(orders(side, pairs, draw).of(first) for side in (stated, data)))

    def _coalitions(self, players: Sequence[int]) -> list[int]:
        drawn = self.drawn(players)
        return subsets(players) if drawn is None else drawn.coalitions()

    def shares(self) -> dict[str, NodeShares]:
        """Return the shares of all nodes."""
        found: dict[str, NodeShares] = {}
        for whole, masks in self._together():
            table = Table(self.evaluator, [node for mask in masks for node in self.groups[mask]])
            if self._asks(whole):
                table.ask(self._coalitions(self._players(whole)))
            for mask in masks:
                for node in self.groups[mask]:
                    found[node] = _Sharing(self, table, node).shared(self._players(mask))
        return {node: found[node] for node in self.ends}

    def _together(self) -> list[tuple[int, list[int]]]:
        """Return masks of causes that are evaluated together, with the causes of all: as many as are exact."""
        found: list[tuple[int, list[int]]] = []
        for mask in sorted(self.groups, key=int.bit_count, reverse=True):
            for place, (whole, masks) in enumerate(found):
                if (whole | mask).bit_count() <= self.options.limit:
                    found[place] = (whole | mask, [*masks, mask])
                    break
            else:
                found.append((mask, [mask]))
        return found


class _Sharing:
    """The shares of one node."""

    def __init__(self, game: Game, table: Table, node: str) -> None:
        self.game, self.table, self.node = game, table, node
        self.before, self.after = game.ends[node]
        rows = len(self.before)
        self.shares = np.zeros((game.count, rows))
        self.errors = np.zeros((game.count, rows))
        self.joined = np.full((game.count, rows), ALONE)
        self.drawn = np.zeros(rows, dtype=bool)
        self.pairs: list[int] = []

    def shared(self, players: tuple[int, ...]) -> NodeShares:
        """Return the shares of players in all rows."""
        there = ~np.isnan(self.before) & ~np.isnan(self.after)
        self.shares[:, ~there] = np.nan
        if not self._agrees(players):
            self.shares[:] = np.nan
            return NodeShares(self.shares, None, self.joined, self.drawn, withheld=True)
        if self.game.count == 1 and players:
            self.shares[0, there] = (self.after - self.before)[there]
        elif players:
            self._share(players, np.flatnonzero(there))
            self._settle(np.flatnonzero(there))
        errors = self.errors if self.drawn.any() else None
        pairs = min(self.pairs, default=0)
        return NodeShares(
            self.shares,
            errors,
            self.joined,
            self.drawn,
            pairs=pairs,
            bridge=Ranks(self.game, self.table, self.node, self.joined),
        )

    def _settle(self, rows: Places) -> None:
        """Let the largest share of each row take by what their sum misses the difference, through rounding alone."""
        if not self.game.count or not len(rows):
            return
        shares = self.shares[:, rows]
        sizes = np.abs(np.nan_to_num(shares))
        missed = self.after[rows] - self.before[rows] - np.nansum(shares, axis=0)
        self.shares[np.argmax(sizes, axis=0), rows] += np.where(sizes.any(axis=0), missed, 0.0)

    def _agrees(self, players: Sequence[int]) -> bool:
        """Whether the coalitions of none and of all have what the versions have by themselves.

        Where there is one cause in all, these are the versions; and where none can matter both versions have the same.
        """
        if self.game.count == 1 and players:
            return True
        ends = self.table.values(self.node, [0, sum(players)]) if players else np.stack([self.after, self.before])
        for ours, theirs in zip(ends, (self.before, self.after), strict=True):
            if not np.array_equal(np.isnan(ours), np.isnan(theirs)):
                return False
        scale = np.maximum(np.maximum(np.abs(self.before), np.abs(self.after)), 1)
        off = np.abs(ends - np.stack([self.before, self.after]))
        return bool(np.all((off <= TOLERANCE * np.where(np.isnan(scale), np.inf, scale)) | np.isnan(off)))

    def _share(self, players: tuple[int, ...], rows: Places) -> None:
        """Share out the differences in some rows among players, and join those that leave holes."""
        if not len(rows):
            return
        drawn = self.game.drawn(players)
        coalitions = subsets(players) if drawn is None else drawn.coalitions()
        self.table.ask(coalitions)
        values = self.table.values(self.node, coalitions)[:, rows]
        known = list(coalitions)
        missing = np.isnan(values)
        if drawn is not None and missing.any():
            pairs = [one | other for one in players for other in players]
            self.table.ask(pairs)
            known = list(dict.fromkeys((*coalitions, *pairs)))
            missing = np.isnan(self.table.values(self.node, known)[:, rows])
        parts: dict[tuple[int, ...], list[Places]] = {}
        for pattern, places in patterns(missing):
            some = self._apart(players, known, pattern)
            parts.setdefault(some, []).append(rows[places])
        if drawn is not None:  # every set of players is drawn for by itself, so all cells with holes have one
            parts = _together(players, parts)
        for some, lists in parts.items():
            chosen = np.concatenate(lists)
            if some == players:
                self._lay(players, drawn, chosen, coalitions)
            else:
                self._share(some, chosen)

    def _apart(self, players: tuple[int, ...], known: Sequence[int], pattern: NDArray[np.bool_]) -> tuple[int, ...]:
        """Return players joined so that none of their unions is known to have no value."""
        holes = [members for members, is_hole in zip(known, pattern, strict=True) if is_hole]
        there = [members for members, is_hole in zip(known, pattern, strict=True) if not is_hole]
        while holes := _unions(holes, players):
            there = _unions(there, players)
            players = joined(players, holes, there)
        return players

    def _lay(self, players: Sequence[int], drawn: Drawn | None, rows: Places, coalitions: Sequence[int]) -> None:
        if drawn is None:
            found = exact(self.table.values(self.node, coalitions)[:, rows], len(players))
            by_player = dict(zip(players, found, strict=True))
            errors: dict[int, Numbers] = {}
        else:
            of_node = self.table.rows[self.node]
            result = sampled(lambda members: of_node[self.table.place(members)][rows], drawn.stated, drawn.data)
            by_player, errors = result.shares, result.errors
            self.drawn[rows] = True
            self.pairs += [len(side.pairs) for side in drawn if not side.whole]
        for player, share in by_player.items():
            first, *others = (number for number in range(self.game.count) if player >> number & 1)
            self.shares[first, rows] = share
            self.errors[first, rows] = errors.get(player, 0.0)
            if others:
                self.joined[first, rows] = first
            for other in others:
                self.shares[other, rows], self.joined[other, rows] = np.nan, first


def _first(causes: int) -> int:
    """Return the first of some causes."""
    return causes & -causes


def _together(
    players: tuple[int, ...], parts: Mapping[tuple[int, ...], list[Places]]
) -> dict[tuple[int, ...], list[Places]]:
    """Return the places of cells without holes, and of all others for players joined as any of these need it."""
    found = {players: parts[players]} if players in parts else {}
    others = [some for some in parts if some != players]
    if others:
        whole = others[0]
        for some in others[1:]:
            for block in some:
                inside = [player for player in whole if player & block]
                union = sum(inside)
                first = whole.index(inside[0])
                whole = (*whole[:first], union, *(player for player in whole[first:] if player not in inside))
        found[whole] = [places for some in others for places in parts[some]]
    return found


def _unions(coalitions: Sequence[int], players: Iterable[int]) -> list[int]:
    """Return the coalitions that have each player whole or not at all; a player of one cause is never split."""
    found = list(coalitions)
    for player in players:
        if player.bit_count() > 1:
            found = [members for members in found if player & members in {0, player}]
    return found
