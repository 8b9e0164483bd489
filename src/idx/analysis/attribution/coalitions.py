"""Evaluate many coalitions of causes at once: versions of nodes as columns, states of the data as variants.

A coalition is a set of causes that are made. What it states decides which versions of nodes it has, and what its data
are decides the variant. So the values of all coalitions of f sets of causes that change what is stated, and d sets of
causes that change data, come of one evaluation of a framework that holds all versions on a panel of d variants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from idx.analysis.attribution.coalition import Unresolved
from idx.analysis.attribution.planting import planted
from idx.analysis.attribution.shapes import Shape, shape_of
from idx.analysis.comparison import value_columns
from idx.edits.facts import ROOT
from idx.evaluate import evaluate
from idx.internal import InternalError
from idx.plan import make_plan
from idx.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from idx.analysis.attribution.parts import Parts
    from idx.analysis.attribution.states import States
    from idx.analysis.attribution.versions import Version, Versions
    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result
    from idx.model import Framework

    Numbers = NDArray[np.float64]

PANELS = 4  # of the data, which may be evaluated at once, or as many as make up
FEWEST_CELLS = 400_000  # and of small panels, where the columns take more time than their rows,
SMALL, FEWEST_OF_SMALL = 10_000, 1_000_000  # cells: eight megabytes
NOTHING = np.array(np.nan)


class Failure(NamedTuple):
    """A coalition that is no framework, with what stands in its way."""

    members: int
    diagnostics: tuple[Diagnostic, ...]


class Keys(NamedTuple):
    """The rows that are asked for: the place of each one's entity on the grid of the data, and its period's number."""

    entities: NDArray[np.int64]
    periods: NDArray[np.int64]


class Evaluator:
    """Evaluates coalitions of causes; `parts` says which of these change what is stated, and which data."""

    def __init__(self, versions: Versions, states: States, keys: Keys, parts: Parts) -> None:
        """Keep the versions, the data and what is asked for."""
        self.versions, self.states, self.keys, self.parts = versions, states, keys, parts
        self.evaluated = 0
        self.shaped: dict[object, _Wanted] = {}  # the last ones: what is looked at first is evaluated next
        self.known: dict[object, Framework | None] = {}  # those of the last ones

    def asked(self, keys: Keys) -> Evaluator:
        """Return what evaluates the same, for other rows."""
        return Evaluator(self.versions, self.states, keys, self.parts)

    def failure(self, stated: Sequence[int], nodes: Sequence[str]) -> Failure | None:
        """Return the first of some sets of causes whose statements are no framework; all are looked at together."""
        if self.can_be_made(stated, nodes):
            return None
        if len(stated) == 1:
            return self._failing(stated[0], nodes)
        half = len(stated) // 2
        return self.failure(stated[:half], nodes) or self.failure(stated[half:], nodes)

    def can_be_made(self, stated: Sequence[int], nodes: Sequence[str]) -> bool:
        """Whether what some sets of causes state is a framework each."""
        try:
            return all(self._framework(wanted) is not None for wanted in self._wanted(stated, nodes))
        except Unresolved:
            return False

    def _failing(self, members: int, nodes: Sequence[str]) -> Failure | None:
        try:
            (wanted,) = self._wanted([members], nodes)
        except Unresolved:
            return Failure(members, ())
        if not self.versions.coalition(members).children(ROOT):
            return Failure(members, ())
        outcome = resolve(planted(self.versions, wanted.roots, wanted.shape, wanted.aside))
        return Failure(members, outcome.diagnostics) if outcome.value is None else None

    def values(self, stated: Sequence[int], data: Sequence[int], nodes: Sequence[str]) -> dict[str, Numbers]:
        """Return, by node, an array of what is stated × state of the data × row; NaN where there is no value.

        There is none in what is no framework: coalitions that holes ask for are not looked at before.

        Raises:
            InternalError: if one cannot be evaluated though it is a framework.
        """
        self.evaluated += len(stated) * len(data)
        shape = (len(stated), len(data), len(self.keys.entities))
        found = {node: np.full(shape, np.nan) for node in nodes}
        places = {members: number for number, members in enumerate(stated)}
        for wanted in self._wanted(self._that_can_be_made(stated, nodes), nodes):
            for part, states in self._parts(wanted, data, nodes):
                self._keep(found, places, part, (states, data))
        return found

    def _that_can_be_made(self, stated: Sequence[int], nodes: Sequence[str]) -> Sequence[int]:
        if self.can_be_made(stated, nodes):
            return stated
        if len(stated) == 1:
            return ()
        half = len(stated) // 2
        return [*self._that_can_be_made(stated[:half], nodes), *self._that_can_be_made(stated[half:], nodes)]

    def _wanted(self, stated: Iterable[int], nodes: Sequence[str]) -> list[_Wanted]:
        """Return what has to be evaluated for nodes in coalitions, those of one shape together."""
        targets = self.versions.relevance.targets(nodes)
        shapes: dict[Shape, list[int]] = {}
        for members in stated:
            shape = shape_of(self.versions, self.versions.coalition(members), self.parts.mixed)
            shapes.setdefault(shape, []).append(members)
        asked = {(shape, *members, *nodes): (shape, members) for shape, members in shapes.items()}
        self.shaped = {
            key: self.shaped.get(key) or self._of_shape(*of_shape, targets, nodes) for key, of_shape in asked.items()
        }
        keys = {_key(wanted) for wanted in self.shaped.values()}
        self.known = {key: framework for key, framework in self.known.items() if key in keys}
        return list(self.shaped.values())

    def _of_shape(self, shape: Shape, members: Sequence[int], targets: set[str], nodes: Sequence[str]) -> _Wanted:
        roots: dict[str, Version] = {}
        names: dict[tuple[int, str], str] = {}
        for one in members:
            coalition = self.versions.coalition(one)
            roots |= {version.name: version for version in self.versions.roots(coalition, targets)}
            for node in nodes:
                if coalition.kind(node) is not None:
                    names[one, node] = self.versions.version(coalition, node).name
        return _Wanted(shape, members, tuple(roots.values()), names)

    def _parts(
        self, wanted: _Wanted, data: Sequence[int], nodes: Sequence[str]
    ) -> Iterator[tuple[_Wanted, Sequence[int]]]:
        """Yield what is wanted in parts that are not too much to be evaluated at once."""
        height = self.states.cells.grid.height
        panel = len(self.states.cells.before) * height
        most = max(PANELS * panel, FEWEST_CELLS if panel > SMALL else FEWEST_OF_SMALL)
        half = len(data) // 2
        if self._columns(wanted) * height * len(data) <= most or (len(wanted.members) == 1 and not half):
            yield wanted, data
        elif half:
            yield from self._parts(wanted, data[:half], nodes)
            yield from self._parts(wanted, data[half:], nodes)
        else:
            middle = len(wanted.members) // 2
            for some in (wanted.members[:middle], wanted.members[middle:]):
                (part,) = self._wanted(some, nodes)
                yield from self._parts(part, data, nodes)

    def _columns(self, wanted: _Wanted) -> int:
        """Return how many versions there are that what is wanted rests on."""
        named = self.versions.named
        waiting = [*(root.name for root in wanted.roots), *wanted.shape.reads, *wanted.aside]
        found = set(waiting)
        while waiting:
            version = named[waiting.pop()]
            for name in (*(child for child, _ in version.children), *version.reads):
                if name not in found:
                    found.add(name)
                    waiting.append(name)
        return len(found)

    def _framework(self, wanted: _Wanted) -> Framework | None:
        """Return one framework that holds all versions that are wanted, or None where it is none."""
        key = _key(wanted)
        if key not in self.known:
            self.known[key] = resolve(planted(self.versions, wanted.roots, wanted.shape, wanted.aside)).value
        return self.known[key]

    def _keep(
        self,
        found: dict[str, Numbers],
        places: dict[int, int],
        wanted: _Wanted,
        data: tuple[Sequence[int], Sequence[int]],
    ) -> None:
        """Evaluate what is wanted in some states of all data, and lay the values into what is found."""
        states, all_states = data
        framework = self._framework(wanted)
        if framework is None:
            raise InternalError(f"coalitions {wanted.members} cannot be stated together")
        named = self.versions.named
        measured = [(item.name, named[item.name].identity, named[item.name].side) for item in framework.measured]
        groups = [group.name for group in framework.groups]
        made = [state | wanted.shape.mixed for state in states]
        outcome = evaluate(make_plan(framework), self.states.panel(made, measured, groups, framework.periods))
        if outcome.value is None:
            raise InternalError(f"coalitions {wanted.members}", outcome.diagnostics)
        columns, rows = value_columns(outcome.value), self._rows(outcome.value, len(states))
        shown = outcome.value.window.shown_rows.to_numpy()
        start = all_states.index(states[0])
        known = {column.name: self._taken(column, shown, rows) for column in columns.select(wanted.shown(columns))}
        for (members, node), name in wanted.names.items():
            found[node][places[members], start : start + len(states)] = known.get(name, NOTHING)

    def _taken(self, column: pl.Series, shown: NDArray[np.bool_], rows: NDArray[np.int64]) -> Numbers:
        """Return a column's values on the rows that are asked for, a row a state."""
        numbers = np.where(shown, column.to_numpy(), np.nan)  # what is missing is NaN in NumPy
        taken: Numbers = np.append(numbers, np.nan)[rows]
        return taken

    def _rows(self, result: Result, states: int) -> NDArray[np.int64]:
        """Return the row of the result for each state and each row that is asked for; one past the last for none."""
        window, block = result.window, result.window.block
        first = window.first.number if window.first else 0
        position = self.keys.periods - first if window.first else np.zeros_like(self.keys.periods)
        inside = (position >= 0) & (position < window.length)
        state = np.arange(states)[:, None]
        rows = (state * block + self.keys.entities) * window.length + position
        return np.where(inside, rows, window.height)


def _key(wanted: _Wanted) -> object:
    """Return what tells frameworks apart."""
    return wanted.shape, frozenset(root.name for root in wanted.roots), frozenset(wanted.aside)


class _Wanted(NamedTuple):
    """Coalitions of one shape, the roots that their values rest on, and the version of each node in each coalition."""

    shape: Shape
    members: Sequence[int]
    roots: tuple[Version, ...]
    names: dict[tuple[int, str], str]

    @property
    def aside(self) -> tuple[str, ...]:
        """The versions that are asked for, some of which may stand in no tree."""
        return tuple(dict.fromkeys(self.names.values()))

    def shown(self, columns: pl.DataFrame) -> list[str]:
        """Return the versions that are asked for and have a column."""
        there = set(columns.columns)
        return [name for name in self.aside if name in there]
