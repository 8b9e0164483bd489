"""Cells filled from the columns beside them are those of a plain computation, whatever the order of rows and names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import idx
from naive_predictions import neighbours, regressed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from naive_predictions import Row

    Predict = Callable[[Sequence[float], Sequence[Row], Row], float]

TEXT = """framework f
version "1"
series z
group region
method {{
  impute    rest by {call}
  normalise none
  weighting equal
  aggregate arithmetic
  missing   null
}}
index total {{
  x
  y impute rest by none
}}
"""
COUNT = 3
CALLS = {
    "regression": "regression(on = names(y, z), reference = {reference}{within})",
    "neighbours": f"nearest_neighbours(count = {COUNT}, on = names(y, z), reference = {{reference}}{{within}})",
}
VALUES = st.integers(-12, 12).map(float)


class Sample(NamedTuple):
    """Rows of entity, region, period, x, y and z."""

    rows: list[tuple[str, str, str, float | None, float | None, float | None]]
    reference: str
    within: bool

    def framework(self, call: str) -> idx.Framework:
        """Return the framework of the law."""
        within = ", within = region" if self.within else ""
        return idx.loads(TEXT.format(call=call.format(reference=self.reference, within=within)))

    def frame(self) -> pl.DataFrame:
        """Return the rows as a table."""
        types = dict.fromkeys("xyz", pl.Float64)
        names = ["entity", "region", "period", "x", "y", "z"]
        return pl.DataFrame(self.rows, schema=names, orient="row", schema_overrides=types)


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """Draw two periods of entities in two regions, with holes."""
    entities = draw(st.integers(6, 12))
    holey = st.one_of(VALUES, VALUES, VALUES, st.none())
    rows: list[tuple[str, str, str, float | None, float | None, float | None]] = [
        (f"E{entity:02}", "north" if entity % 2 else "south", period, draw(holey), draw(holey), draw(VALUES))
        for entity in range(entities)
        for period in ("2020", "2021")
    ]
    return Sample(rows, draw(st.sampled_from(["each_period", "all_periods", "2021"])), draw(st.booleans()))


def expected(sample: Sample, predict: Predict, fewest: int) -> dict[tuple[str, str], float | None] | None:
    """Return x of each entity and period by the plain computation; None where a set is too poor for it."""
    found: dict[tuple[str, str], float | None] = {}
    for entity, region, period, x, y, z in sample.rows:
        found[entity, period] = x
        if x is not None or y is None or z is None:
            continue
        teaching = [
            (other[3], (other[4], other[5]))
            for other in sample.rows
            if other[3] is not None
            and other[4] is not None
            and other[5] is not None
            and (not sample.within or other[1] == region)
            and other[2]
            in {"each_period": (period,), "all_periods": ("2020", "2021"), "2021": ("2021",)}[sample.reference]
        ]
        known, beside = [value for value, _ in teaching], [row for _, row in teaching]
        if not known:
            continue
        if len(known) < fewest or not independent(beside):
            return None
        found[entity, period] = predict(known, beside, (y, z))
    return found


def independent(rows: Sequence[Row]) -> bool:
    """Tell whether two columns vary apart from one another."""
    (a, b), *others = rows
    ways = [(y - a, z - b) for y, z in others]
    return any(y * other_z != z * other_y for y, z in ways for other_y, other_z in ways)


def law(sample: Sample, call: str, predict: Predict, fewest: int) -> None:
    """What the engine fills is what the plain computation gives, and what it cannot fill stays missing."""
    wanted = expected(sample, predict, fewest)
    assert wanted is not None
    raw = sample.framework(CALLS[call]).evaluate(sample.frame()).raw
    for entity, period, value in raw.select("entity", "period", "x").iter_rows():
        said = wanted[entity, period]
        assert value == (None if said is None else pytest.approx(said, rel=1e-9, abs=1e-7))


RIGHT: dict[str, tuple[Predict, int]] = {
    "regression": (regressed, 4),
    "neighbours": (partial(neighbours, count=COUNT), COUNT),
}


@pytest.mark.parametrize("call", CALLS)
@given(samples())
def test_cells_are_those_of_a_plain_computation(call: str, sample: Sample) -> None:
    """Within reference sets and groups, each filled cell is the naive one."""
    assume(expected(sample, *RIGHT[call]) is not None)
    law(sample, call, *RIGHT[call])


@pytest.mark.parametrize("call", CALLS)
@given(samples(), st.randoms(use_true_random=False))
def test_order_plays_no_part(call: str, sample: Sample, random: object) -> None:
    """Rows and names in another order give the same cells."""
    assume(expected(sample, *RIGHT[call]) is not None)
    shuffled = list(sample.rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = sample.framework(CALLS[call]).evaluate(sample.frame())
    turned = CALLS[call].replace("names(y, z)", "names(z, y)")
    other = sample.framework(turned).evaluate(sample._replace(rows=shuffled).frame())
    for value, again in zip(one.raw["x"], other.raw["x"], strict=True):
        assert again == (None if value is None else pytest.approx(value, rel=1e-9, abs=1e-7))


WRONG: dict[str, tuple[str, Predict]] = {
    "one neighbour fewer": ("neighbours", partial(neighbours, count=COUNT - 1)),
    "neighbours as they are measured": (
        "neighbours",
        lambda known, beside, wanted: neighbours(
            known, [(y * 50, z) for y, z in beside], (wanted[0], wanted[1]), COUNT
        ),
    ),
    "the mean": ("regression", lambda known, _beside, _wanted: sum(known) / len(known)),
    "no constant": ("regression", lambda known, beside, wanted: regressed(known, beside, wanted) - known[0] + 1e-3),
    "the first column only": (
        "regression",
        lambda known, beside, wanted: regressed(known, [row[:1] for row in beside], wanted[:1]),
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_the_law_rejects_a_wrong_computation(wrong: str) -> None:
    """A computation that is wrong in one respect does not pass the law."""
    call, predict = WRONG[wrong]
    rows: list[tuple[str, str, str, float | None, float | None, float | None]] = [
        (f"E{number:02}", "north", "2020", x, y, z)
        for number, (x, y, z) in enumerate(
            [(1.0, 2.0, 3.0), (4.0, 1.0, -2.0), (9.0, 5.0, 7.0), (2.0, 8.0, 1.0), (None, 3.0, 2.0), (6.0, 0.0, 11.0)]
        )
    ]
    sample = Sample(rows, "all_periods", within=False)
    law(sample, call, *RIGHT[call])
    with pytest.raises(AssertionError):
        law(sample, call, predict, RIGHT[call][1])
