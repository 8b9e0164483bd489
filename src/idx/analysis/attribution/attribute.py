"""Attribute the difference of every value to the causes that two versions differ by."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from idx.analysis.attribution.causes import Cause, causes_of, merged
from idx.analysis.attribution.coalition import Union
from idx.analysis.attribution.coalitions import Evaluator, Keys
from idx.analysis.attribution.game import Game, NodeShares
from idx.analysis.attribution.inseparable import inseparable
from idx.analysis.attribution.interwoven import interwoven
from idx.analysis.attribution.parts import parts_of
from idx.analysis.attribution.states import States
from idx.analysis.attribution.versions import Versions
from idx.diagnostics import Wording
from idx.internal import InternalError
from idx.period import parse_period

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from idx.analysis.attribution.cells import Cells, Grid
    from idx.diagnostics import Diagnostic
    from idx.edits.changes import Change
    from idx.edits.facts import Key, Stated

    Numbers = NDArray[np.float64]

MOST_EXACT = 12  # causes; 2 ** 12 coalitions are evaluated, beyond that orders are drawn
MOST_AT_ALL = 20  # causes for which all coalitions are evaluated if that is asked for
MOST_VALUES = 250_000_000  # 2 gigabytes
VERSION = re.compile(r"(?<=\w)·\d+")  # what versions of one node have behind its name


class Options(NamedTuple):
    """How attribution is done: what joins changes further, up to how many causes shares are exact, how many are drawn.

    `pairs` is how many pairs of orders are drawn, None for as many as meet no more coalitions than are evaluated for
    the most causes whose shares are exact. `exact` asks for exact shares however many causes there are, if they can be
    had.
    """

    by: Callable[[Change], Hashable] | None = None
    most_exact: int = MOST_EXACT
    pairs: int | None = None
    seed: int = 0
    exact: bool = False

    @property
    def limit(self) -> int:
        """The most causes whose shares are exact."""
        return max(self.most_exact, MOST_AT_ALL) if self.exact else self.most_exact


class TooManyCausesError(Exception):
    """Raised where exact shares are asked for and there are too many causes: `cells` values would have to be kept."""

    def __init__(self, causes: int, cells: int) -> None:
        """Keep what it would cost."""
        super().__init__(f"{causes} causes: {cells} values")
        self.causes, self.cells = causes, cells

    @property
    def coalitions(self) -> int:
        """How many coalitions would be evaluated."""
        return 1 << self.causes


class Data(NamedTuple):
    """The cells of both versions, and the series and indicators that have data in either."""

    cells: Cells
    measured: tuple[frozenset[str], frozenset[str]]


class Asked(NamedTuple):
    """The values that are asked for: the rows, by `entity` and `period`, and the nodes, which both versions have.

    `values` has the value of each node before and after on these rows, as the versions have it by themselves, NaN where
    there is none.
    """

    keys: pl.DataFrame
    values: dict[str, tuple[Numbers, Numbers]]


class Merge(NamedTuple):
    """Causes that are one since some of them cannot be made without the others, and what stood in the way."""

    causes: tuple[Cause, ...]
    diagnostics: tuple[Diagnostic, ...]


class Attribution(NamedTuple):
    """The causes, and by node (its identity before) the shares on the rows that were asked for.

    `coalitions` is how many were evaluated.
    """

    causes: tuple[Cause, ...]
    nodes: dict[str, NodeShares]
    merges: tuple[Merge, ...]
    coalitions: int

    @property
    def drawn(self) -> bool:
        """Whether any shares were drawn."""
        return any(bool(shares.drawn.any()) for shares in self.nodes.values())

    @property
    def withheld(self) -> tuple[str, ...]:
        """The nodes whose shares do not sum to what the versions have by themselves."""
        return tuple(node for node, shares in self.nodes.items() if shares.withheld)


def attribute(
    before: Stated, after: Stated, changes: Sequence[Change], data: Data, asked: Asked, options: Options
) -> Attribution:
    """Return how much of the difference of each value each cause brought about.

    `after` knows its nodes by the identities of `before`.

    Raises:
        TooManyCausesError: if exact shares are asked for and cannot be had.
    """
    causes = causes_of(changes, options.by, interwoven((before, after)))
    merges: list[Merge] = []
    while True:
        evaluator = _evaluator(causes, (before, after), data, asked)
        game = Game(evaluator, len(causes), asked.values, options)
        _check_cost(game, asked, options)
        finder = inseparable(evaluator, causes, (before, after), list(asked.values))
        failure = finder.first_failure(game.stated())
        if failure is None:
            break
        chosen = finder.causes(failure.members)
        if len(chosen) < 2:  # no coalition can be made that both versions are among
            raise InternalError(f"coalition {failure.members} of {len(causes)} causes", failure.diagnostics)
        together = tuple(causes[number] for number in chosen)
        merges.append(Merge(together, tuple(map(_of_nodes, failure.diagnostics))))
        causes = merged(causes, chosen)
    return Attribution(causes, game.shares(), tuple(merges), evaluator.evaluated)


def _check_cost(game: Game, asked: Asked, options: Options) -> None:
    """Refuse exact shares that cannot be had."""
    if not options.exact:
        return
    most = max((mask.bit_count() for mask in game.groups), default=0)
    cells = sum(len(nodes) << mask.bit_count() for mask, nodes in game.groups.items()) * asked.keys.height
    if most > options.limit or cells > MOST_VALUES:
        raise TooManyCausesError(most, cells)


def _of_nodes(diagnostic: Diagnostic) -> Diagnostic:
    """Return a diagnostic that speaks of nodes, not of their versions."""
    english, chinese = (VERSION.sub("", said) for said in (diagnostic.message.en, diagnostic.message.zh))
    return replace(diagnostic, message=Wording(english, chinese))


def _evaluator(causes: Sequence[Cause], stated: tuple[Stated, Stated], data: Data, asked: Asked) -> Evaluator:
    owner: dict[Key, int] = {}
    for number, cause in enumerate(causes):
        owner |= {key: 1 << number for change in cause.changes for key in change.keys}
    cells = data.cells
    states = States(cells, [owner.get(key, 0) for key in cells.keys])
    versions = Versions(Union(*stated, owner, data.measured))
    return Evaluator(versions, states, _keys(asked.keys, cells.grid), parts_of(causes, cells.keys))


def _keys(keys: pl.DataFrame, grid: Grid) -> Keys:
    """Return where the rows that are asked for lie on the grid of the data."""
    place = {entity: number for number, entity in enumerate(grid.entities)}
    numbers = {text: period.number for text in keys["period"].unique() if text and (period := parse_period(text))}
    return Keys(
        np.array([place[entity] for entity in keys["entity"]], dtype=np.int64),
        np.array([numbers.get(text, 0) for text in keys["period"]], dtype=np.int64),
    )
