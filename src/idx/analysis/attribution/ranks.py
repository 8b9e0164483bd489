"""The change of a rank, shared out: which cause moved an entity past whom.

A rank is one plus the number of entities that are ahead. So the share of a cause in the change of a rank is the sum,
over the others, of its shares in whether each of them is ahead, which are Shapley values over the same coalitions.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from idx.analysis.attribution.coalitions import Keys
from idx.analysis.attribution.relevance import reached
from idx.analysis.attribution.shapley import exact, sampled, subsets
from idx.analysis.attribution.table import Table
from idx.edits.facts import Key
from idx.edits.force import stated_or_inherited
from idx.methods.arrays import evened
from idx.syntax import tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from idx.analysis.attribution.game import Game

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

ALONE = -1


class RankBridge(NamedTuple):
    """The shares of causes in the change of one row's rank, NaN for a cause whose share stands at another.

    `past` has, causes × `entities`, the shares in whether each of these is ahead: below zero where the cause moved this
    entity past that one, above zero where it moved that one past this.
    """

    shares: Numbers
    past: Numbers
    entities: tuple[str | None, ...]


class Ranks:
    """Shares out the changes of a node's ranks.

    Whoever has a value in some coalition counts there, also where neither version shows it; which end comes first is
    what each coalition states of the roots above. None of the causes and all of them have what the versions have.
    """

    def __init__(self, game: Game, table: Table, node: str, joined: Places) -> None:
        """Keep the game of a node and which of its causes are joined in which row."""
        self.game, self.table, self.node, self.joined = game, table, node, joined
        self.evaluator = game.evaluator
        self.relevant = game.relevant(node)

    def bridge(self, row: int) -> RankBridge:
        """Return the shares in the change of the rank of a row's entity."""
        players = self._players(row)
        drawn = self.game.drawn(players)
        coalitions = subsets(players) if drawn is None else drawn.coalitions()
        whole = sum(players)
        values, entities, own = self._values(coalitions, whole, row)
        low = np.array([self._low_is_good(members) for members in coalitions])
        computed = np.array([self._is_computed(members) for members in coalitions])
        compared = as_compared(np.hstack([own[:, None], values]), computed)
        leads = ahead(compared[:, 1:], compared[:, 0], low)
        if drawn is None:
            found = dict(zip(players, exact(leads, len(players)), strict=True))
        else:
            place = {members: number for number, members in enumerate(coalitions)}
            found = sampled(lambda members: leads[place[members]], drawn.stated, drawn.data).shares
        past = np.zeros((self.game.count, len(entities)))
        for player, share in found.items():
            first, *others = (number for number in range(self.game.count) if player >> number & 1)
            past[first] = share
            past[others] = np.nan
        return RankBridge(past.sum(axis=1), past, entities)

    def _values(
        self, coalitions: Sequence[int], whole: int, row: int
    ) -> tuple[Numbers, tuple[str | None, ...], Numbers]:
        """Return the values of all others of a row's period, coalitions × entities, whose they are, and its own."""
        keys, grid = self.evaluator.keys, self.evaluator.states.cells.grid
        masked = [members & self.relevant for members in coalitions]
        self.table.ask(masked)
        values = self.table.values(self.node, masked)
        for members, ends in zip((0, whole), self.game.ends[self.node], strict=True):
            values[[number for number, each in enumerate(coalitions) if each == members]] = ends
        rows = np.flatnonzero(keys.periods == keys.periods[row])
        rows = rows[rows != row]
        more, others = self._beyond
        places = np.flatnonzero(more.periods == keys.periods[row])
        found = np.concatenate([keys.entities[rows], more.entities[places]])
        entities = tuple(grid.entities[place] for place in found)
        if others is None or not len(places):
            return values[:, rows], entities, values[:, row]
        others.ask(masked)
        hidden = others.values(self.node, masked)[:, places]
        hidden[[number for number, each in enumerate(coalitions) if each in {0, whole}]] = np.nan
        return np.hstack([values[:, rows], hidden]), entities, values[:, row]

    @cached_property
    def _beyond(self) -> tuple[Keys, Table | None]:
        """The rows that neither version shows, in the periods that are asked for, and a table of their values."""
        keys, count = self.evaluator.keys, len(self.evaluator.states.cells.grid.entities)
        shown = set(zip(keys.entities.tolist(), keys.periods.tolist(), strict=True))
        periods = np.unique(keys.periods).tolist()
        hidden = [(entity, period) for entity in range(count) for period in periods if (entity, period) not in shown]
        whole = np.array(hidden, dtype=np.int64).reshape(len(hidden), 2)
        more = Keys(whole[:, 0], whole[:, 1])
        return more, Table(self.evaluator.asked(more), [self.node]) if hidden else None

    def _players(self, row: int) -> tuple[int, ...]:
        """Return the players of a row: causes, those that leave holes there together, and those that turn the order."""
        blocks: dict[int, int] = {}
        for number in range(self.game.count):
            if (self.relevant | self._turning) >> number & 1:
                first = int(self.joined[number, row])
                place = number if first == ALONE else first
                blocks[place] = blocks.get(place, 0) | 1 << number
        return tuple(blocks.values())

    @cached_property
    def _turning(self) -> int:
        """The causes that say of what stands above the node which end comes first."""
        versions = self.evaluator.versions
        mask = 0
        for above in reached([self.node], versions.relevance.above):
            mask |= versions.union.owner.get(Key("property", above, "direction"), 0)
        return mask & ((1 << self.game.count) - 1)

    def _low_is_good(self, members: int) -> bool:
        """Whether the lowest value ranks first in a coalition: a root above the node says so."""
        coalition = self.evaluator.versions.coalition(members)
        stated = (coalition.fact(Key("property", root, "direction")) for root in coalition.roots_above(self.node))
        return any(
            isinstance(fact, tree.Property) and isinstance(fact.value, tree.Word) and fact.value.text == "negative"
            for fact in stated
        )

    def _is_computed(self, members: int) -> bool:
        """Whether a coalition computes the node's values: see `evaluate.rows.is_computed`."""
        coalition = self.evaluator.versions.coalition(members)
        formula = coalition.fact(Key("property", self.node, "formula"))
        links = (
            stated_or_inherited(coalition, Key("property", root, "link")) for root in coalition.roots_above(self.node)
        )
        return (
            coalition.kind(self.node) == "composite"
            or isinstance(formula, tree.Property)
            or any(isinstance(link, tree.Property) for link in links)
        )


def as_compared(values: Numbers, computed: NDArray[np.bool_]) -> Numbers:
    """Return values, coalitions × entities, as ranks hold them against one another: see `evaluate.rows.compared`."""
    return np.where(computed[:, None], evened(values, axis=1), values)


def ahead(values: Numbers, own: Numbers, low: NDArray[np.bool_]) -> Numbers:
    """Return, coalitions × entities, whether each is ahead of one that has its `own` values; NaN where that has none.

    An entity without a value is ahead of nobody, and nobody is ahead of an equal. `low` says where the lowest is first.
    """
    leads = np.where(low[:, None], values < own[:, None], values > own[:, None])
    return np.where(np.isnan(own)[:, None], np.nan, leads.astype(np.float64))
