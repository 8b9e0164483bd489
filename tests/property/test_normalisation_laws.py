"""Laws of all normalisations in the registry: what each gives by its definition, order, missing cells, units."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import idx
from idx.methods import registry
from method_cases import NORMALISATIONS, NORMALISED_ELSEWHERE, Case
from naive_normalisers import present
from reference_data import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from naive_normalisers import Scores, Values

NUMBERS = st.integers(-40, 40).map(lambda number: number / 8)
VALUES = st.lists(st.one_of(st.none(), NUMBERS), min_size=1, max_size=12)


@cache
def framework(*, negative: bool) -> idx.Framework:
    """Return a framework with an indicator for each case."""
    lines = [f"  x{place} unit % {_stated(case, negative=negative)}" for place, case in enumerate(NORMALISATIONS)]
    method = "method {\n  weighting equal\n  aggregate arithmetic\n  missing null\n}\n"
    # Below the root, so that each is reversed; growth has no part in it.
    tree = "index total {\n" + "\n".join(lines) + "\n}\n"
    return idx.loads(f'framework laws\nversion "1"\n{method}{tree}')


def _stated(case: Case, *, negative: bool) -> str:
    """Return a direction and a call as they are written; a target lies at the low end where that is good."""
    call = case.call.replace("target = ", "target = -") if negative else case.call
    return f"{'direction negative ' if negative and turns(case) else ''}normalise {call}"


def engine(values: Values, *, negative: bool) -> dict[int, Scores]:
    """Return each case's scores; one that takes no negative values has their distance from the least."""
    count = len(values)
    columns = {
        f"x{place}": pl.Series(taken(case, values, negative=negative), dtype=pl.Float64)
        for place, case in enumerate(NORMALISATIONS)
    }
    data = pl.DataFrame({"entity": [f"E{number:02}" for number in range(count)], **columns})
    scores = framework(negative=negative).evaluate(data).stage("normalised")
    return {place: scores[f"x{place}"].to_list() for place in range(len(NORMALISATIONS))}


def taken(case: Case, values: Values, *, negative: bool) -> list[float | None]:
    """Return values that a case takes: a fraction of the least one has no zeros."""
    above = 0.125 if negative and case.method == "fraction_of_maximum" else 0.0
    return [None if value is None else abs(value) + above if case.least == 0 else value for value in values]


def turns(case: Case) -> bool:
    """Whether a direction can turn a case round: goal posts have none but their own."""
    return case.method != "goalposts"


def plain(case: Case, values: Values, *, negative: bool) -> Scores:
    """Return what the definition gives; goal posts have no direction but their own."""
    turned = negative and turns(case)
    arguments = dict(case.arguments)
    if "target" in arguments and negative:
        arguments["target"] = -arguments["target"]
    column = taken(case, values, negative=negative)
    found: Scores = case.plain(column, present(column), negative=turned, **arguments)
    return found


def close(one: Sequence[float | None], other: Sequence[float | None]) -> bool:
    """Whether scores are missing alike and agree to twelve digits of their range."""
    known = [abs(value) for value in (*one, *other) if value is not None]
    slack = 1e-12 * max(1.0, *known, 0.0)
    return [value is None for value in one] == [value is None for value in other] and all(
        abs(a - b) <= slack * 100 for a, b in zip(one, other, strict=True) if a is not None and b is not None
    )


def law_definition(found: Mapping[int, Scores], values: Values, *, negative: bool) -> None:
    """Each case gives what its definition does."""
    for place, case in enumerate(NORMALISATIONS):
        assert close(found[place], plain(case, values, negative=negative)), case.call


@given(values=VALUES.filter(lambda values: any(value is not None for value in values)), negative=st.booleans())
@example(values=[1.0], negative=False)
@example(values=[2.0, 2.0, 2.0], negative=True)
@example(values=[0.0, 0.0, None], negative=False)
@example(values=[None, 0.0, 3.0, 3.0, -1.0], negative=True)
def test_definitions(values: Values, negative: bool) -> None:  # noqa: FBT001 - hypothesis fills it in
    """The engine gives what plain Python gives: constants, one entity, ties, zeros and negative values among it."""
    law_definition(engine(values, negative=negative), values, negative=negative)


@given(values=VALUES.filter(lambda values: any(value is not None for value in values)), negative=st.booleans())
def test_order_and_missing_cells(values: Values, negative: bool) -> None:  # noqa: FBT001
    """A missing value has no score, and a better value never a lower one."""
    for place, scores in engine(values, negative=negative).items():
        case = NORMALISATIONS[place]
        pairs = zip(taken(case, values, negative=negative), scores, strict=True)
        assert all(score is None for value, score in pairs if value is None)
        known = sorted(
            (value, score)
            for value, score in zip(taken(case, values, negative=negative), scores, strict=True)
            if value is not None and score is not None
        )
        turned = -1 if negative and turns(case) else 1
        for (value, score), (other, later) in pairwise(known):
            assert turned * (later - score) >= -1e-9, case.call
            assert value != other or later == pytest.approx(score), case.call


@given(
    values=VALUES.filter(lambda values: any(value is not None for value in values)),
    factor=st.sampled_from((2.0, 0.25, 1000.0)),
    shift=st.sampled_from((0.0, 3.0, -17.5)),
    order=st.randoms(use_true_random=False),
)
def test_units_and_rows(values: Values, factor: float, shift: float, order: Random) -> None:
    """Where it is promised, another unit or another zero changes nothing; the order of rows never does."""
    before = engine(values, negative=False)
    moved = engine([None if value is None else value * factor + shift for value in values], negative=False)
    rows = order.sample(range(len(values)), len(values))
    shuffled = engine([values[row] for row in rows], negative=False)
    for place, case in enumerate(NORMALISATIONS):
        if case.scales and (case.shifts or shift == 0):
            assert close(before[place], moved[place]), case.call
        assert close([before[place][row] for row in rows], shuffled[place]), case.call


@pytest.mark.parametrize("wrong", ["sample", "ties", "constant"])
def test_a_wrong_normalisation_is_rejected(wrong: str) -> None:
    """The law tells apart what the methods' arguments tell apart."""
    values: dict[str, list[float | None]] = {"sample": [1, 2, 4], "ties": [1, 1, 2], "constant": [3, 3]}
    found = engine(values[wrong], negative=False)
    swapped = dict(found)
    names = [case.call for case in NORMALISATIONS]
    if wrong == "sample":
        sample, population = (
            next(i for i, name in enumerate(names) if text in name) for text in ("sample", "population")
        )
        swapped[sample] = [None if score is None else (score - 100) / 10 for score in found[population]]
    elif wrong == "ties":
        low, high = (
            next(i for i, name in enumerate(names) if f"ties = {text}" in name) for text in ("lowest", "highest")
        )
        swapped[low] = found[high]
    else:
        swapped[1] = [0.0, 0.0]
    with pytest.raises(AssertionError):
        law_definition(swapped, values[wrong], negative=False)


def test_every_normalisation_is_tested() -> None:
    """A new method without a plain function, or a test of its own, is noticed."""
    tested = {case.method for case in NORMALISATIONS} | set(NORMALISED_ELSEWHERE)
    assert tested == set(registry.names("normalise"))
    assert all((REPOSITORY / path).is_file() for path in NORMALISED_ELSEWHERE.values())
