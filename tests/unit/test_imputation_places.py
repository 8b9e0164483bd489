"""Where imputations stand: in gaps, after the last observation, before the first, and wherever is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx import loads

if TYPE_CHECKING:
    from idx.evaluate.result import Result

TEXT = """framework f
version "1"
method {
  %s
  normalise none
  weighting equal
  aggregate arithmetic
  missing   null
}
index total {
  a
}
"""
PERIODS = [str(year) for year in range(2018, 2026)]
GIVEN = [None, None, 3.0, None, 5.0, None, None, None]


def result(*imputations: str) -> Result:
    """Evaluate one indicator with its imputations, beside an entity without any value."""
    text = TEXT % "\n  ".join(f"impute {imputation}" for imputation in imputations)
    columns = {"entity": ["X"] * 8 + ["Y"] * 8, "period": PERIODS * 2, "a": [*GIVEN, *[None] * 8]}
    return loads(text).evaluate(pl.DataFrame(columns, schema_overrides={"a": pl.Float64}))


def values(evaluated: Result, entity: str) -> list[float | None]:
    """Return an entity's values after imputation."""
    return evaluated.raw.filter(pl.col("entity") == entity)["a"].to_list()


def statuses(evaluated: Result, entity: str) -> str:
    """Return an entity's statuses, a letter a period."""
    rows = evaluated.table.filter((pl.col("entity") == entity) & (pl.col("node") == "a"))
    return "".join(rows["status"])


def test_earliest() -> None:
    """Only what lies before the first observation is filled."""
    evaluated = result("earliest by carry_backward")
    assert values(evaluated, "X") == [3, 3, 3, None, 5, None, None, None]
    assert statuses(evaluated, "X") == "EEAMAMMM"
    assert values(evaluated, "Y") == [None] * 8


def test_limits() -> None:
    """A limit counts periods from the first observation."""
    assert values(result("earliest by carry_backward(1)"), "X")[:3] == [None, 3, 3]


def test_rest() -> None:
    """What is missing still gets the number, entities without any value too."""
    evaluated = result("gaps by linear", "latest by carry_forward(1)", "rest by constant(0)")
    assert values(evaluated, "X") == [0, 0, 3, 4, 5, 5, 0, 0]
    assert statuses(evaluated, "X") == "IIAIAEII"
    assert values(evaluated, "Y") == [0] * 8


def test_all_places() -> None:
    """Every cell has a value, whatever the order in which the places are stated."""
    evaluated = result("rest by constant(9)", "earliest by carry_backward", "latest by carry_forward", "gaps by linear")
    assert values(evaluated, "X") == [3, 3, 3, 4, 5, 5, 5, 5]
    assert values(evaluated, "Y") == [9] * 8
