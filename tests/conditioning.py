"""How far a result may be off: measured by evaluating the data again, each number on the way moved a little.

Formulas and pipelines have no tolerance that could be written down once and for all; what a relative change of 1e−9 in
all that is read and computed does to a number tells what last bits can do to it. Equal numbers move alike, so that
equalities hold. Where a number jumps (a rounding, a condition, a rank next to its limit) or appears, the
example says nothing about it.
"""

import random
from collections.abc import Mapping
from dataclasses import fields

import oracle
from closeness import UNIT
from data_cells import At
from descriptions import Description
from oracle import Evaluation, Key, Refusal, Row
from rules import Rules

MOVE = 1e-9
JUMP = 1e-4  # a change that is more than the data's, times what any formula drawn here can make of it
SAFETY = 10.0
COLUMNS = tuple(column.name for column in fields(Row))


def mover(seed: int, sign: int) -> Rules:
    """Make rules that move each number by about a billionth when it has been read or computed, equal ones alike."""

    def move(value: float) -> float:
        generator = random.Random(repr((value, seed)))  # noqa: S311 - repeatable, no secret
        return value * (1 + sign * generator.choice((-1, 1)) * generator.uniform(0.3, 1.0) * MOVE)

    return Rules(noise=move)


def sensitivities(description: Description, evaluation: Evaluation) -> dict[tuple[Key, str], float] | None:
    """Give for each number how far it goes when the data move, infinitely far if it jumps; None where rows do."""
    found: dict[tuple[Key, str], float] = {}
    for seed in (1, 2):
        for sign in (1, -1):
            try:
                other = oracle.evaluate(description, mover(seed, sign))
            except Refusal:
                return None
            if other.keys() != evaluation.keys():
                return None
            for key, row in evaluation.items():
                for column in COLUMNS:
                    change = _change(getattr(row, column), getattr(other[key], column))
                    found[key, column] = max(found.get((key, column), 0.0), change)
    return found


def steady_ranks(description: Description) -> dict[tuple[str, At], float]:
    """Give the ranks that stay as they are when the numbers move."""
    expected = oracle.ranks(description)
    for seed, sign in ((1, 1), (1, -1), (2, 1)):
        other = oracle.ranks(description, mover(seed, sign))
        expected = {key: rank for key, rank in expected.items() if other.get(key) == rank}
    return expected


def _change(one: float | str | None, other: float | str | None) -> float:
    if isinstance(one, float) and isinstance(other, float):
        change = abs(one - other)
        return change if change <= JUMP * max(1.0, abs(one)) else float("inf")
    return 0.0 if one == other else float("inf")


def assert_agrees(expected: Evaluation, actual: Evaluation, sensitive: Mapping[tuple[Key, str], float]) -> int:
    """Assert that two evaluations agree in every number that does not jump; say how many were compared."""
    assert set(actual) == set(expected)
    compared = 0
    for key, row in expected.items():
        for column in COLUMNS:
            change = sensitive[key, column]
            if change == float("inf"):
                continue
            one, other = getattr(row, column), getattr(actual[key], column)
            compared += 1
            assert _close(one, other, change), f"{column} of {key}: expected {one!r}, got {other!r}"
    return compared


def _close(one: float | str | None, other: float | str | None, change: float) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= UNIT * (max(abs(one), abs(other)) + SAFETY * change / MOVE) + UNIT * 1e-3
    return one == other
