"""Laws of all aggregations in the registry: what each gives by its definition, with children dropped and without."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import idx
import naive_aggregations
from idx.methods import registry
from method_cases import AGGREGATIONS, NO_MEANS, Case

if TYPE_CHECKING:
    from collections.abc import Sequence

CHILDREN = 4
Rows = list[list[float | None]]
WEIGHTS = ((1, 1, 1, 1), (2, 1, 3, 4), (1, 0, 5, 2))
SCORES = st.integers(0, 40).map(lambda number: number / 8)
ABOVE_ZERO = st.integers(1, 40).map(lambda number: number / 41)
MISSING = ("null", "drop(min_coverage = 0)", "drop(min_coverage = 1/2)")
CASES = [*AGGREGATIONS, *NO_MEANS]


def rows_of(score: st.SearchStrategy[float]) -> st.SearchStrategy[Rows]:
    """Draw the scores of up to five entities, some missing."""
    cell = st.one_of(st.none(), score, score, score)
    return st.lists(st.lists(cell, min_size=CHILDREN, max_size=CHILDREN), min_size=1, max_size=5).filter(
        lambda rows: all(any(row[child] is not None for row in rows) for child in range(CHILDREN))
    )


@cache
def framework(weights: Sequence[int], missing: str, cases: Sequence[int]) -> idx.Framework:
    """Return a framework with a tree for each case, all over the same children."""
    method = f"method {{\n  normalise goalposts(worst = 0, best = 1, clip = low)\n  missing {missing}\n}}\n"
    trees = []
    for place in cases:
        call = CASES[place].call
        weighting = "" if CASES[place].method == "sum" else " weighting relative"
        children = "\n".join(f"  c{child} weight {weight}" for child, weight in enumerate(weights))
        trees.append(f"index t{place}{weighting} aggregate {call} {{\n{children}\n}}\n")
    return idx.loads(f'framework laws\nversion "1"\n{method}{"".join(trees)}')


def engine(rows: Rows, weights: Sequence[int], missing: str, cases: Sequence[int]) -> dict[int, list[float | None]]:
    """Return each case's scores by entity."""
    columns = {f"c{child}": pl.Series([row[child] for row in rows], dtype=pl.Float64) for child in range(CHILDREN)}
    data = pl.DataFrame({"entity": [f"E{number}" for number in range(len(rows))], **columns})
    scores = framework(tuple(weights), missing, tuple(cases)).evaluate(data).scores
    return {place: scores[f"t{place}"].to_list() for place in cases}


def plain(case: Case, rows: Rows, weights: Sequence[int], missing: str) -> list[float | None]:
    """Return each entity's score by the definition, with the children that it has and the rule allows."""
    allowed = [_allowed(row, weights, missing) for row in rows]
    if case.method == "copeland":
        kept = [row for row, is_allowed in zip(rows, allowed, strict=True) if is_allowed]
        won = iter([naive_aggregations.copeland(kept, weights, at) for at in range(len(kept))])
        return [next(won) if is_allowed else None for is_allowed in allowed]
    return [_plain(case, row, weights) if is_allowed else None for row, is_allowed in zip(rows, allowed, strict=True)]


def _allowed(row: Sequence[float | None], weights: Sequence[int], missing: str) -> bool:
    asked = [(score, weight) for score, weight in zip(row, weights, strict=True) if weight]
    there = sum(weight for score, weight in asked if score is not None) / sum(weights)
    return there == 1 if missing == "null" else there > 0 and (missing != MISSING[2] or there >= 0.5)


def _plain(case: Case, row: Sequence[float | None], weights: Sequence[int]) -> float:
    there = [(score, weight) for score, weight in zip(row, weights, strict=True) if score is not None and weight]
    whole = sum(weights) if case.method == "sum" else 1
    used = [weight / sum(weight for _, weight in there) * whole for _, weight in there]
    found: float = case.plain([score for score, _ in there], used, **case.arguments)
    return found


def law_definition(found: Sequence[float | None], expected: Sequence[float | None]) -> None:
    """Scores are missing alike, and agree."""
    assert [score is None for score in found] == [score is None for score in expected]
    for one, other in zip(found, expected, strict=True):
        assert one is None or other is None or math.isclose(one, other, rel_tol=1e-11, abs_tol=1e-11)


ANY_SCORES = tuple(
    place
    for place, case in enumerate(CASES)
    if case.method not in {"mazziotta_pareto"} | {"quasi_arithmetic"} or place < len(AGGREGATIONS)
)
POSITIVE = tuple(range(len(CASES)))


@given(rows=rows_of(SCORES), weights=st.sampled_from(WEIGHTS), missing=st.sampled_from(MISSING))
def test_definitions(rows: Rows, weights: Sequence[int], missing: str) -> None:
    """The engine gives what plain Python gives: zeros, ties and dropped children among it."""
    for place, found in engine(rows, weights, missing, ANY_SCORES).items():
        law_definition(found, plain(CASES[place], rows, weights, missing))


@given(rows=rows_of(ABOVE_ZERO), weights=st.sampled_from(WEIGHTS), missing=st.sampled_from(MISSING))
def test_definitions_above_zero(rows: Rows, weights: Sequence[int], missing: str) -> None:
    """The same for those that take scores between zero and one only."""
    for place, found in engine(rows, weights, missing, POSITIVE).items():
        law_definition(found, plain(CASES[place], rows, weights, missing))


@given(rows=rows_of(SCORES), weights=st.sampled_from(WEIGHTS), raised=st.integers(0, CHILDREN - 1), by=SCORES)
def test_means_are_between_and_monotone(rows: Rows, weights: Sequence[int], raised: int, by: float) -> None:
    """A mean lies between the least and the greatest score, and does not fall when one score rises."""
    means = tuple(range(len(AGGREGATIONS)))
    higher = [
        [score if score is None or child != raised else score + by for child, score in enumerate(row)] for row in rows
    ]
    before, after = (engine(each, weights, MISSING[1], means) for each in (rows, higher))
    for place in means:
        case = CASES[place]
        for row, low, high in zip(rows, before[place], after[place], strict=True):
            there = [score for score, weight in zip(row, weights, strict=True) if score is not None and weight]
            if low is None or high is None:
                continue
            replaced = case.arguments.get("zero", "keep")
            floor = [score or (replaced if isinstance(replaced, float) else 0.0) for score in there]
            assert min(floor) - 1e-9 <= low <= max(floor) + 1e-9, case.call
            if not isinstance(replaced, float):  # a zero that is read as another number jumps when it rises
                assert high >= low - 1e-9, case.call


@given(rows=rows_of(SCORES), weights=st.sampled_from(WEIGHTS), order=st.randoms(use_true_random=False))
def test_the_order_of_rows_is_of_no_account(rows: Rows, weights: Sequence[int], order: st.DataObject) -> None:
    """Outranking, too, gives each entity the same score wherever its row stands, data missing or not."""
    places = order.sample(range(len(rows)), len(rows))  # type: ignore[attr-defined] # a random generator
    before = engine(rows, weights, MISSING[1], ANY_SCORES)
    after = engine([rows[place] for place in places], weights, MISSING[1], ANY_SCORES)
    for case, scores in before.items():
        law_definition([scores[place] for place in places], after[case])


@pytest.mark.parametrize(
    "wrong", ["dropped children count as zero", "weights are not rescaled", "population and sample"]
)
def test_a_wrong_aggregation_is_rejected(wrong: str) -> None:
    """The law tells apart what is often confused."""
    rows: Rows = [[1.0, None, 0.5, 0.25], [0.5, 0.5, 0.25, 1.0]]
    weights = (1, 1, 1, 1)
    place = next(
        at
        for at, case in enumerate(CASES)
        if case.method == ("mazziotta_pareto" if "sample" in wrong else "arithmetic")
    )
    found = engine(rows, weights, MISSING[1], (place,))[place]
    if wrong == "population and sample":
        scores = [score for score in rows[1] if score is not None]
        mean = sum(scores) / 4
        variance = sum((score - mean) ** 2 for score in scores) / 3
        bad: list[float | None] = [found[0], mean - variance / mean]
    else:
        bad = [(1.0 + 0.5 + 0.25) / 4, found[1]]
    with pytest.raises(AssertionError):
        law_definition(bad, plain(CASES[place], rows, weights, MISSING[1]))


def test_every_aggregation_is_tested() -> None:
    """A new method without a plain function is noticed."""
    assert {case.method for case in CASES} == set(registry.names("aggregate"))
