"""Each operation of a formula is carried out once, however deeply it is nested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from idx import loads
from idx.formula.lower import _Steps

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = """framework f
version "1"
series x
series y
method {
  normalise none
  weighting equal
  aggregate arithmetic
}
index total {
  a unit "1" formula %s
}
"""


def steps(monkeypatch: pytest.MonkeyPatch, formula: str) -> int:
    """Evaluate a formula and count what polars was asked to do."""
    done = 0
    carried_out = _Steps._done  # noqa: SLF001 - the count is of what it does

    def counted(self: _Steps, expression: pl.Expr) -> pl.Series:
        nonlocal done
        done += 1
        return carried_out(self, expression)

    monkeypatch.setattr(_Steps, "_done", counted)
    loads(TEXT % formula).evaluate(pl.DataFrame({"entity": ["A", "B"], "x": [1.0, 2.0], "y": [3.0, 4.0]}))
    monkeypatch.undo()
    return done


@pytest.mark.parametrize(
    "nested",
    [
        lambda depth: "min(1, " * depth + "x" + ")" * depth,
        lambda depth: "if(x > 0, " * depth + "x" + ", y)" * depth,
        lambda depth: "if(x > 9, y, " * depth + "x" + ")" * depth,
        lambda depth: " / ".join(["x"] * depth),
        lambda depth: "round(" * depth + "x" + ", 2)" * depth,
        lambda depth: "-" * depth + "x",
        lambda depth: f"if({' and '.join(['x > 0'] * depth)}, x, y)",
    ],
    ids=["min", "if", "else", "division", "round", "negation", "and"],
)
def test_steps_grow_with_depth(nested: Callable[[int], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice as deep takes twice as many steps, and the deepest that is allowed is computed."""
    few, many = (steps(monkeypatch, nested(depth)) for depth in (20, 40))
    assert many - few <= 20 * 5
    assert steps(monkeypatch, nested(90)) <= 90 * 5 + 5
