"""Laws of weightings that scores decide: what each gives by its definition, and what holds for all."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import idx
import naive_weightings
from idx.methods import registry
from method_cases import WEIGHED_ELSEWHERE, WEIGHTINGS, Case
from reference_data import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Sequence

CHILDREN = 3
Rows = list[list[float]]
SCORES = st.integers(0, 40).map(lambda number: number / 8)


@st.composite
def together(draw: st.DrawFn) -> Rows:
    """Draw rows whose children rise and fall together, more or less, so that their first component stands out."""
    common = draw(st.lists(st.integers(0, 20), min_size=4, max_size=9, unique=True))
    return [[level + draw(SCORES) for _ in range(CHILDREN)] for level in common]


ROWS: st.SearchStrategy[Rows] = st.one_of(
    st.lists(st.lists(SCORES, min_size=CHILDREN, max_size=CHILDREN), min_size=4, max_size=9), together()
)


@cache
def framework(call: str) -> idx.Framework:
    """Return a framework whose root is weighed so."""
    method = (
        "method {\n  normalise goalposts(worst = 0, best = 1, clip = low)\n  aggregate arithmetic\n  missing null\n}\n"
    )
    children = "\n".join(f"  c{child}" for child in range(CHILDREN))
    return idx.loads(f'framework laws\nversion "1"\n{method}index total weighting {call} {{\n{children}\n}}\n')


def engine(call: str, rows: Sequence[Sequence[float | None]]) -> tuple[list[float], list[float | None]]:
    """Return the weights of the children, those of the first complete entity, and all entities' scores."""
    columns = {f"c{child}": pl.Series([row[child] for row in rows], dtype=pl.Float64) for child in range(CHILDREN)}
    names = [f"E{number}" for number in range(len(rows))]
    result = framework(call).evaluate(pl.DataFrame({"entity": names, **columns}))
    first = next(name for name, row in zip(names, rows, strict=True) if None not in row)
    weights = [result.table.filter(node=f"c{child}", entity=first)["weight"].item() for child in range(CHILDREN)]
    return weights, result.scores["total"].to_list()


def varied(rows: Rows) -> bool:
    """Whether every child varies, and no two are the same or opposite but for their units."""
    columns = list(zip(*rows, strict=True))
    pairs = [(one, other) for place, one in enumerate(columns) for other in columns[:place]]
    return all(max(column) > min(column) for column in columns) and all(
        abs(naive_weightings.correlation(one, other)) < 0.99 for one, other in pairs
    )


def law_definition(found: Sequence[float], case: Case, rows: Rows) -> None:
    """Weights are what their definition gives."""
    for one, other in zip(found, case.plain(rows, **case.arguments), strict=True):
        assert math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-7), case.call


@given(rows=ROWS.filter(varied))
def test_definitions(rows: Rows) -> None:
    """The engine gives what plain Python gives."""
    for case in WEIGHTINGS:
        if case.method == "pca" and not _separate(rows):
            continue
        law_definition(engine(case.call, rows)[0], case, rows)


def _separate(rows: Rows) -> bool:
    """Whether the first component is set apart from the others, so that iteration finds it."""
    columns = list(zip(*rows, strict=True))
    return all(naive_weightings.correlation(one, other) > 0.2 for one in columns for other in columns)


@given(rows=ROWS.filter(varied), order=st.permutations(range(CHILDREN)), gap=st.integers(0, 2))
def test_what_holds_for_all(rows: Rows, order: Sequence[int], gap: int) -> None:
    """Weights sum to one, are those of the names, and ignore entities without a score of every child."""
    for case in WEIGHTINGS:
        weights, scores = engine(case.call, rows)
        assert math.fsum(weights) == pytest.approx(1)
        assert min(weights) >= 0
        for row, score in zip(rows, scores, strict=True):
            assert score == pytest.approx(math.fsum(w * s for w, s in zip(weights, row, strict=True)))
        permuted, _ = engine(case.call, [[row[child] for child in order] for row in rows])
        assert permuted == pytest.approx([weights[child] for child in order], rel=1e-7, abs=1e-9)
        beside, more = engine(case.call, [*rows, [None if child == gap else 1.0 for child in range(CHILDREN)]])
        assert beside == pytest.approx(weights)
        assert more[-1] is None


@given(rows=ROWS.filter(varied), factor=st.sampled_from((2.0, 16.0)))
def test_units(rows: Rows, factor: float) -> None:
    """CRITIC and inverse deviations follow the spread of a child, entropy and components do not ask for its unit."""
    scaled = [[row[0] * factor, *row[1:]] for row in rows]
    for case in WEIGHTINGS:
        if case.method == "pca" and not _separate(rows):
            continue
        before, after = engine(case.call, rows)[0], engine(case.call, scaled)[0]
        if case.method in {"entropy", "pca"}:
            assert after == pytest.approx(before, rel=1e-6, abs=1e-9)
        elif case.method == "inverse_sd":
            assert after[0] / after[1] == pytest.approx(before[0] / before[1] / factor)
        else:
            assert after[0] / max(after[1], 1e-12) >= before[0] / max(before[1], 1e-12)


def test_wrong_weights_are_rejected() -> None:
    """Weights in proportion to the deviations, not to their inverses."""
    rows = [[0.0, 1.0, 2.0], [1.0, 5.0, 2.5], [3.0, 0.0, 1.0], [2.0, 2.0, 0.0]]
    case = next(case for case in WEIGHTINGS if case.method == "inverse_sd")
    right = engine(case.call, rows)[0]
    inverted = [1 / weight for weight in right]
    with pytest.raises(AssertionError):
        law_definition([weight / sum(inverted) for weight in inverted], case, rows)


def test_every_weighting_is_tested() -> None:
    """A new method without a plain function, or a test of its own, is noticed."""
    assert {case.method for case in WEIGHTINGS} | set(WEIGHED_ELSEWHERE) == set(registry.names("weighting"))
    assert all((REPOSITORY / path).is_file() for path in WEIGHED_ELSEWHERE.values())
