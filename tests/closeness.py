"""When two numbers count as the same: the tolerances of the laws, from the conditioning of each formula.

Growth compares within 1e−12 · max(|a|, |b|, s) with s = Σ w |V| over the indicators below; an index within the sum of
1e−12 · (1 + 1 / (1 − |C| / 200)) over the steps from the base. A filled cell is itself computed, to the last bits only;
so growth that rests on one has s ≥ 1. Over the index, growth inherits the tolerance of the two levels it compares.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields

from descriptions import Arithmetic, Cell, Composite, Description, GrowthForm, Indicator
from normalisers import GoalPosts, MinMax
from oracle import Evaluation, Key, Row
from walks import children_first, indicators

UNIT = 1e-12


def growth_close(one: float, other: float, scale: float = 0.0) -> bool:
    """Compare growths or scores at a given scale."""
    return abs(one - other) <= UNIT * max(abs(one), abs(other), scale)


def step_tolerance(growth: float, form: GrowthForm = "symmetric") -> float:
    """Give the relative tolerance of one step of a chain; simple growth is ill-conditioned near −100 %, log nowhere."""
    return UNIT * (1 + 1 / max(_room(growth, form), UNIT))


def _room(growth: float, form: GrowthForm) -> float:
    """Give the distance of a growth from where its chain breaks, as a share."""
    match form:
        case "symmetric":
            return 1 - abs(growth) / 200 if abs(growth) < 200 else 1.0  # none is beyond: a wrong one gets no allowance
        case "log":
            return 1 / (1 + abs(growth) / 100)
        case "simple":
            return min(1.0, 1 + growth / 100)


def ratio_close(one: float, other: float, tolerance: float) -> bool:
    """Compare two index levels or ratios within a relative tolerance."""
    return abs(one - other) <= tolerance * max(abs(one), abs(other))


@dataclass(slots=True)
class Tolerance:
    """How far a score may be off absolutely, and an index relatively, in one cell; `scale` is Σ w |V|."""

    scale: float = 0.0
    score: float = 0.0
    index: float = UNIT


def tolerances(description: Description, evaluation: Evaluation) -> dict[Cell, Tolerance]:
    """Compute the tolerances of every cell of an evaluation, children before parents."""
    by_cell = {(node, entity, period): row for (_, node, entity, period), row in evaluation.items()}
    found: dict[Cell, Tolerance] = {}
    ranges = [
        max(abs(each.normaliser.low), abs(each.normaliser.high))
        for each in indicators(description.root)
        if isinstance(each.normaliser, MinMax | GoalPosts)
    ]
    for node in children_first(description.root):
        for entity in description.entities:
            for period in description.periods:
                row = by_cell[node.name, entity, period]
                cell = found[node.name, entity, period] = Tolerance()
                if isinstance(node, Indicator):
                    cell.scale = max(
                        abs(row.score or 0.0), *ranges, float(any(each.gaps for each in indicators(description.root)))
                    )
                    cell.score = UNIT * cell.scale
                else:
                    for child in node.children:
                        below = found[child.node.name, entity, period]
                        used = evaluation[node.name, child.node.name, entity, period].weight or 0.0
                        cell.scale += used * below.scale
                        cell.score += used * below.score
                    cell.score = max(cell.score, UNIT * cell.scale, UNIT * abs(row.score or 0.0))
            if isinstance(node, Composite) and description.chain is not None:
                _index_tolerances(description, node, entity, by_cell, found)
    return found


def _index_tolerances(
    description: Description,
    node: Composite,
    entity: str | None,
    by_cell: dict[Cell, Row],
    found: dict[Cell, Tolerance],
) -> None:
    """Add up the tolerances of the steps from the base; over the index, take the children's, and for the score too."""
    assert description.chain is not None
    for period in description.periods:
        cell = found[node.name, entity, period]
        if isinstance(node.aggregate, Arithmetic) and node.aggregate.over_index:
            cell.index = UNIT + max(found[child.node.name, entity, period].index for child in node.children)
            continue
        low, high = sorted((description.chain.base, period))
        for step in range(low + 1, high + 1):
            score = by_cell[node.name, entity, step].score
            if score is not None:
                excess = max(0.0, found[node.name, entity, step].score - 200 * UNIT)
                room = max(_room(score, description.chain.growth), UNIT)
                cell.index += step_tolerance(score, description.chain.growth) + excess / (100 * room)
    if isinstance(node.aggregate, Arithmetic) and node.aggregate.over_index:
        for period in description.periods:
            cell = found[node.name, entity, period]
            before = found.get((node.name, entity, period - 1), cell)
            growth = abs(by_cell[node.name, entity, period].score or 0.0)
            cell.score += (200 + growth) * (cell.index + before.index)
            cell.scale = max(cell.scale, growth)


COLUMNS = tuple(column.name for column in fields(Row))


def everywhere(_: Key) -> bool:
    """Compare every row."""
    return True


def assert_same(
    description: Description,
    expected: Evaluation,
    actual: Evaluation,
    columns: tuple[str, ...] = COLUMNS,
    where: Callable[[Key], bool] = everywhere,
) -> None:
    """Assert that two evaluations agree in the given columns and rows; `expected` is that of the description."""
    compared = [key for key in expected if where(key)]
    assert {key for key in actual if where(key)} == set(compared)
    allowed = tolerances(description, expected)
    for key in compared:
        _, node, entity, period = key
        for column in columns:
            one, other = getattr(expected[key], column), getattr(actual[key], column)
            assert _same(column, one, other, allowed[node, entity, period]), (
                f"{column} of {key}: expected {one!r}, got {other!r}"
            )


def _same(column: str, one: float | str | None, other: float | str | None, allowed: Tolerance) -> bool:
    if isinstance(one, str) or isinstance(other, str) or one is None or other is None:
        return one == other
    match column:
        case "index":
            return ratio_close(one, other, allowed.index)
        case "score":
            return abs(one - other) <= max(allowed.score, UNIT * max(abs(one), abs(other)))
        case "contribution":  # in points of growth or of the index, whichever the parent adds up
            loose = max(allowed.score, allowed.index * abs(one), UNIT * abs(one))
            return abs(one - other) <= loose
        case _:
            return math.isclose(one, other, rel_tol=UNIT, abs_tol=UNIT * 1e-3)
