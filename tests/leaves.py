"""The oracle's half about indicators: fill the holes, normalise, and take the level against the base."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from descriptions import Cell, Description, Difference, Entity, GoalPosts, Indicator, MinMax
from rules import OutsideDomain, Rules


@dataclass(slots=True)
class NodeCell:
    """What a node is worth in one cell, and the weights it gave its children there."""

    raw: float | None = None
    score: float | None = None
    index: float | None = None
    status: str = "M"
    share: Fraction | None = None
    used: Sequence[Fraction] = ()


def _filled(
    description: Description, indicator: Indicator, entity: Entity, rules: Rules
) -> dict[int, tuple[float, str]]:
    """Give an indicator's values with their status by period, evaluated or not, holes filled."""
    observed = {
        period: (observation.value, observation.status or "A")
        for (name, where, period), observation in description.panel.items()
        if name == indicator.name and where == entity
    }
    filled, order = dict(observed), sorted(observed)
    if indicator.gaps is not None:
        for left, right in pairwise(order):
            ends = (left, observed[left][0]), (right, observed[right][0])
            for period in range(left + 1, right):
                filled[period] = rules.interpolate(indicator.gaps, *ends, period), "I"
    if indicator.latest is not None and order:
        value, limit = observed[order[-1]][0], indicator.latest.max
        for period in range(order[-1] + 1, description.last + 1):
            if limit is None or period - order[-1] <= limit:
                filled[period] = value, "E"
    return filled


def indicator_cells(description: Description, indicator: Indicator, rules: Rules) -> dict[Cell, NodeCell]:
    """Fill, normalise and index one indicator for all entities at once, since a reference set spans them."""
    filled = {entity: _filled(description, indicator, entity, rules) for entity in description.entities}
    cells: dict[Cell, NodeCell] = {}
    for entity, values in filled.items():
        levels = {period: value for period, (value, _) in values.items()}
        for period in description.computed_periods:
            value, status = values.get(period, (None, "M"))
            cell = NodeCell(raw=value, status=status)
            if value is not None:
                cell.share = Fraction(status in "IEF")
                if period in description.periods:
                    cell.score = _score(description, indicator, entity, period, filled, rules)
                if description.chain is not None and not isinstance(indicator.normaliser, Difference):
                    cell.index = rules.indicator_index(levels, period, description.chain, indicator)
            cells[indicator.name, entity, period] = cell
    return cells


def _score(
    description: Description,
    indicator: Indicator,
    entity: Entity,
    period: int,
    filled: dict[Entity, dict[int, tuple[float, str]]],
    rules: Rules,
) -> float | None:
    """Normalise one value that is present, direction included."""
    value = filled[entity][period][0]
    match indicator.normaliser:
        case MinMax(reference, low, high):
            among = [period] if reference == "each_period" else description.periods
            reference_set = [values[when][0] for values in filled.values() for when in among if when in values]
            bottom, top = min(reference_set), max(reference_set)
            if top == bottom:
                return None
            distance = (top - value if indicator.negative else value - bottom) / (top - bottom)
            return low + (high - low) * distance
        case GoalPosts(worst, best, clip, scale, low, high):
            ends = (best, worst) if indicator.negative else (worst, best)
            distance = _between_posts(value, *ends, scale)
            return low + (high - low) * (min(max(distance, 0.0), 1.0) if clip == "both" else distance)
        case method:
            if period - 1 not in filled[entity]:
                return None
            change = rules.growth(method, value, filled[entity][period - 1][0])
            return -change if change is not None and indicator.negative else change


def _between_posts(value: float, worst: float, best: float, scale: str) -> float:
    """Measure how far a value is on the way from the worst goal post to the best."""
    if scale == "linear":
        return (value - worst) / (best - worst)
    if value <= 0:
        raise OutsideDomain(f"the logarithm of {value}")
    return (math.log(value) - math.log(worst)) / (math.log(best) - math.log(worst))
