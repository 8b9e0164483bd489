"""The oracle's half about data: every series, indicator and group on the grid, computed by formulas and filled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean, median
from typing import NamedTuple, TypeAlias

from all_nodes import all_nodes, late_names, window
from descriptions import Description, Entity, FillFrom, Indicator, Node
from expressions import Expression, Read, names_read, reads
from interpreter import NoResult, Value, asked, interpret
from rules import Refusal, Rules
from walks import indicators

At: TypeAlias = tuple[Entity, int]


class Known(NamedTuple):
    """A value that is there, observed, computed or filled, and its status."""

    value: float
    status: str


class TooLate(Refusal):
    """A condition on rows that is computed from what is filled with a statistic of the rows for which it holds."""


class NoPlace(Refusal):
    """A period or an entity that is read and not there."""


@dataclass(slots=True)
class Data:
    """The data of a description; each name is read, computed and filled when it is first asked for."""

    description: Description
    rules: Rules
    filled: dict[str, Mapping[At, Known]] = field(default_factory=dict)
    unfilled: dict[str, Mapping[At, Known]] = field(default_factory=dict)
    needed: set[tuple[str, At]] = field(default_factory=set)
    nodes: dict[str, Node] = field(init=False)
    late: frozenset[str] = field(init=False)
    window: range = field(init=False)
    grid: range = field(init=False)

    def __post_init__(self) -> None:
        """Find what each name is, and which periods there are."""
        self.nodes, self.late = all_nodes(self.description), late_names(self.description)
        self.window, self.grid = window(self.description), self.description.grid

    def cells(self, name: str) -> Mapping[At, Known]:
        """Give the values of a series or an indicator that are there, after imputation."""
        if name not in self.filled:
            self.unfilled[name] = self.filled[name] = self._before_filling(name)
            node = self.nodes.get(name)
            if isinstance(node, Indicator):
                self.filled[name] = self._filled(node, self.unfilled[name])
            noise = self.rules.noise
            self.filled[name] = {at: Known(noise(each.value), each.status) for at, each in self.filled[name].items()}
        return self.filled[name]

    def _before_filling(self, name: str) -> dict[At, Known]:
        node = self.nodes.get(name)
        formula = node.formula if isinstance(node, Indicator) else None
        if formula is None:
            return {
                (entity, period): Known(observation.value, observation.status or "A")
                for (one, entity, period), observation in self.description.panel.items()
                if one == name
            }
        self.check_places(formula)
        grid = [(entity, period) for entity in self.description.entities for period in self.grid]
        computed = {at: self.computed(formula, at, needed=False) for at in grid}
        return {
            at: Known(value, self.rules.weakest_read([known.status for known in self.read(formula, at)]))
            for at, value in computed.items()
            if isinstance(value, float)
        }

    def computed(self, formula: Expression, at: At, *, needed: bool) -> Value:
        """Compute a formula or a condition; where it has no result and none is needed, it is missing.

        What is needed needs a result in all that it reads, too.
        """

        def look(read: Read, lag: int) -> float | str | None:
            if needed:
                self.need_read(read, lag, at)
            return self.look(read, lag, at)

        try:
            return interpret(formula, look, self.rules)
        except NoResult:
            if needed:
                raise
            return None

    def need(self, name: str, at: At) -> None:
        """Refuse a cell of an indicator whose formula has no result there, or in what it is computed from."""
        node = self.nodes.get(name)
        formula = node.formula if isinstance(node, Indicator) and name not in self.late else None
        if formula is not None and (name, at) not in self.needed:
            self.needed.add((name, at))
            self.computed(formula, at, needed=True)

    def need_read(self, read: Read, lag: int, at: At) -> None:
        """Refuse what is read from the data likewise; an availability looks at all indicators below."""
        place = self.place(read, lag, at)
        if place is not None and read.column == "available":
            for each in indicators(self.nodes[read.name]):
                self.need(each.name, place)
        elif place is not None:
            self.need(read.name, place)

    def look(self, read: Read, lag: int, at: At) -> float | str | None:
        """Give what a formula reads in the data: missing before they begin."""
        if read.name == "entity":
            return at[0]
        if read.name in self.description.groups:
            return self.description.groups[read.name].get(at[0])
        place = self.place(read, lag, at)
        if place is None:
            return None
        if read.column == "available":
            return self._available(read.name, place)
        known = self.cells(read.name).get(place)
        return None if known is None else known.value

    def place(self, read: Read, lag: int, at: At) -> At | None:
        """Give the cell that is read; a stated period is the same for every row, so nothing looks back from it."""
        entity, period = at
        if isinstance(read.at, int):
            return entity, read.at
        before = self.rules.back(period, lag, self.grid)
        return None if before is None else (entity if read.at is None else read.at, before)

    def check_places(self, formula: Expression) -> None:
        """Refuse a period or an entity that the data do not have."""
        for read, _ in reads(formula):
            there = self.grid if isinstance(read.at, int) else self.description.entities
            if read.at is not None and read.at not in there:
                raise NoPlace(f"{read.name} at {read.at}")

    def _available(self, name: str, at: At) -> float | None:
        with_data = [each.name for each in indicators(self.nodes[name]) if each.name not in self.late]
        there = [at in self.unfilled[each] for each in with_data if self.cells(each) is not None]
        return sum(there) / len(there) if there else None

    def read(self, formula: Expression, at: At) -> Iterator[Known]:
        """Yield the cells of the data that a formula reads there and that are there."""
        for read, lag in asked(formula, lambda read, lag: self.look(read, lag, at), self.rules):
            known = self.known(read, lag, at)
            if known is not None:
                yield known

    def known(self, read: Read, lag: int, at: At) -> Known | None:
        """Give a cell of the data that is read, if it is there; a group is none."""
        if read.name == "entity" or read.name in self.description.groups or read.column == "available":
            return None
        place = self.place(read, lag, at)
        return None if place is None else self.cells(read.name).get(place)

    def _filled(self, indicator: Indicator, observed: Mapping[At, Known]) -> dict[At, Known]:
        """Fill the holes of an indicator, place by place, each entity by itself."""
        cells = dict(observed)
        for entity in self.description.entities:
            own = {period: known.value for (where, period), known in observed.items() if where == entity}
            found = _fills(indicator, own, self.grid, self.rules)
            cells |= {(entity, period): known for period, known in found.items()}
        holes = len(observed) < len(self.description.entities) * len(self.grid)
        rest = indicator.rest
        return cells | (self._from_others(indicator, rest, cells) if holes and isinstance(rest, FillFrom) else {})

    def _screening(self) -> Iterator[str]:
        """Yield the indicators that the condition on rows reads, those below a composite among them."""
        for name in names_read(self.description.screen):
            if name in self.nodes:
                yield from (each.name for each in indicators(self.nodes[name]))

    def _rests_on(self, name: str, other: str) -> bool:
        """Tell whether an indicator is the other, or computed from it."""
        node = self.nodes.get(name)
        read = names_read(node.formula) if isinstance(node, Indicator) and name not in self.late else ()
        return name == other or any(self._rests_on(each, other) for each in read)

    def _from_others(self, indicator: Indicator, fill: FillFrom, cells: Mapping[At, Known]) -> dict[At, Known]:
        """Fill what is missing still with a statistic of the rows of a set that are evaluated."""
        screen, within = self.description.screen, fill.within
        if any(name != indicator.name and self._rests_on(name, indicator.name) for name in self._screening()):
            raise TooLate(f"what says who counts is computed from {indicator.name}")
        groups = self.description.groups[within] if within else {}
        known = {at: each.value for at, each in cells.items()}
        known = {at: x for at, x in known.items() if not screen or self.computed(screen, at, needed=False) is True}
        found: dict[At, Known] = {}
        for at in [(entity, period) for entity in self.description.entities for period in self.grid]:
            first, last = fill.reference if isinstance(fill.reference, tuple) else (self.grid[0], self.grid[-1])
            among = [
                value
                for (entity, period), value in known.items()
                if (period == at[1] if fill.reference == "each_period" else period in self.description.periods)
                and first <= period <= last
                and self.rules.together(False, groups.get(at[0]), groups.get(entity), within=within is not None)  # noqa: FBT003
            ]
            if at not in cells and among:
                found[at] = Known((fmean if fill.by == "mean" else median)(among), "I")
        return found


def _fills(indicator: Indicator, own: Mapping[int, float], grid: range, rules: Rules) -> dict[int, Known]:
    """Give what fills the holes of one entity: between observations, after the last, before the first, and the rest."""
    found: dict[int, Known] = {}
    order = sorted(own)
    if indicator.gaps is not None:
        for left, right in pairwise(order):
            ends = (left, own[left]), (right, own[right])
            for period in range(left + 1, right):
                found[period] = Known(rules.interpolate(indicator.gaps, *ends, period), "I")
    for period in grid if order else ():
        distance = max(period - order[-1], order[0] - period)
        carry, source = (indicator.latest, order[-1]) if period > order[-1] else (indicator.earliest, order[0])
        if distance > 0 and carry is not None and (carry.max is None or distance <= carry.max):
            found[period] = Known(own[source], "E")
    if isinstance(indicator.rest, int):
        found |= {period: Known(float(indicator.rest), "I") for period in grid if period not in {*own, *found}}
    return found
