"""The steps of an evaluation: for every composite, entity and period after the first, what its children and it did.

The laws about growth speak of ratios r = x_t / x_{t−1}; a step keeps both ends, so that r = 0 and r = ∞ have a place.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from closeness import UNIT, step_tolerance
from descriptions import Composite, Description, Entity, Indicator
from oracle import Evaluation, Row
from walks import composites


@dataclass(frozen=True, slots=True)
class Part:
    """A child in a step: its weight, growth and contribution, and the two levels that it went between."""

    weight: float
    growth: float
    contribution: float
    now: float
    before: float

    @property
    def ratio(self) -> float:
        """The ratio of the two levels, which must not be zero."""
        return self.now / self.before


@dataclass(frozen=True, slots=True)
class Step:
    """A composite in a step: its growth, and the two levels of its index."""

    name: str
    entity: Entity
    period: int
    growth: float
    now: float
    before: float
    parts: tuple[Part, ...]

    @property
    def ratio(self) -> float:
        """The ratio of the index to the one before, R = E_t / E_{t−1}."""
        return self.now / self.before

    @property
    def tolerance(self) -> float:
        """The relative tolerance of the ratio."""
        return step_tolerance(self.growth)

    @property
    def scale(self) -> float:
        """The scale of the growth, s = Σ w |V|."""
        return sum(part.weight * abs(part.growth) for part in self.parts)


def steps(description: Description, evaluation: Evaluation) -> Iterator[Step]:
    """Yield the steps of an evaluation without holes."""
    by_node = {(node, entity, period): row for (_, node, entity, period), row in evaluation.items()}
    for composite in composites(description.root):
        for entity in description.entities:
            for period in description.periods[1:]:
                parts = tuple(
                    _part(
                        child.node,
                        evaluation[composite.name, child.node.name, entity, period],
                        by_node[child.node.name, entity, period - 1],
                    )
                    for child in composite.children
                )
                now, before = (by_node[composite.name, entity, when] for when in (period, period - 1))
                ends = known(now.score), known(now.index), known(before.index)
                yield Step(composite.name, entity, period, *ends, parts)


def _part(node: Composite | Indicator, row: Row, earlier: Row) -> Part:
    """Take a child's levels: the index of a composite, the value of an indicator (exchanged where it is negative)."""
    if isinstance(node, Composite):
        levels = known(row.index), known(earlier.index)
    elif node.negative:
        levels = known(earlier.raw), known(row.raw)
    else:
        levels = known(row.raw), known(earlier.raw)
    return Part(known(row.weight), known(row.score), known(row.contribution), *levels)


def known(value: float | None) -> float:
    """Assert that a value is there."""
    assert value is not None
    return value


def path_tolerance(evaluation: Evaluation, node: str, entity: Entity, ends: tuple[int, int]) -> float:
    """Add up the relative tolerances of a node's steps from one period to another."""
    growths = {
        period: row.score for (_, name, where, period), row in evaluation.items() if (name, where) == (node, entity)
    }
    low, high = sorted(ends)
    return UNIT + sum(step_tolerance(known(growths[period])) for period in range(low + 1, high + 1))
