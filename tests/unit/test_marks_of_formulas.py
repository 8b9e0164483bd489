"""What travels through formulas beside values: statuses, estimated shares, and what a figure rests on."""

from __future__ import annotations

import pytest

from idx.analysis.basis import Basis
from pieces import evaluated, framework

TREE = "series x\nseries y\nindex total {\n  a formula %s\n}"
CSV = """indicator,period,value,status
x,2019,1,A
x,2020,2,E
x,2021,3,A
y,2019,4,P
y,2021,6,A
"""


def marks(rest: str, node: str, **stated: str) -> tuple[str, list[float | None]]:
    """Return a node's statuses, a letter a period, and its estimated shares."""
    rows = evaluated(framework(rest, **stated), CSV).table
    rows = rows.filter(rows["node"] == node)
    return "".join(rows["status"]), rows["estimated_share"].to_list()


@pytest.mark.parametrize(
    ("formula", "statuses", "shares"),
    [
        ("x + 1", "AEA", [0, 1, 0]),
        ("x + y", "PMA", [0, None, 0]),
        ("x + y[2019]", "PEP", [0, 1, 0]),
        ("prev(x)", "MAE", [None, 0, 1]),
        ("if(x is 2, x, y)", "PEA", [0, 1, 0]),
        ("if(x < 2.5, x, y)", "AEA", [0, 1, 0]),
        ("if(x > 2.5, y, 1)", "AEA", [0, 1, 0]),
        ("if(x > 1 and y > 0, 1, 0)", "AMA", [0, None, 0]),
        ("if(x < 2.5 or y > 0, 1, 0)", "AEA", [0, 1, 0]),
        ("prev(if(x < 2.5, 1, y))", "MAE", [None, 0, 1]),
        ("if(x < 2.5, 1, if(x < 1, y[2019], 2))", "AEA", [0, 1, 0]),
        ("if(x < 2.5, 1, y) + 0 * y[2019]", "PEP", [0, 1, 0]),
    ],
)
def test_a_computed_indicator_has_the_weakest_status_of_what_it_reads(
    formula: str, statuses: str, shares: list[float | None]
) -> None:
    """Of each cell that the formula reads in that row, at other periods too; missing where the value is."""
    assert marks(TREE % formula, "a") == (statuses, shares)
    assert marks(TREE % formula, "total") == (statuses, shares)


def test_a_missing_cell_that_is_not_needed_lends_no_status() -> None:
    """Where a formula has a value without it, a missing operand does not make that value one that is missing."""
    rest = "series x\nseries y\nindicator c {\n  formula y * 1\n}\nindex total {\n  a formula if(x < 2.5, x, c)\n}"
    assert marks(rest, "a") == ("AEA", [0, 1, 0])
    late = f"{rest}\nindex other {{\n  b formula c\n}}\nindex late = if(total < 2.5, total, other)"
    assert marks(late, "late") == ("AEA", [0, 1, 0])


def test_a_formula_over_results_has_the_weakest_status_of_what_it_reads() -> None:
    """Of nodes and of series, at other periods too; the share is the largest among them."""
    rest = (TREE % "y") + "\nindex other {\n  b formula y\n  c formula x\n}\n"
    assert marks(rest + "index late = other", "late", missing="drop(min_coverage = 0)") == ("PEA", [0, 1, 0])
    assert marks(rest + "index late = prev(other) + x", "late") == ("MEM", [None, 1, None])
    assert marks(rest + "index late = total.rank + x[2020]", "late") == ("EME", [1, None, 1])


def test_a_formula_over_results_that_a_step_fills_is_imputed() -> None:
    """As with any indicator: its status is that of an imputed value, and all of it is estimated."""
    rest = f"{TREE % 'y'}\nindex late normalise none then fill(0) = total * 2"
    assert marks(rest, "late") == ("PIA", [0, 1, 0])


def test_results_beyond_the_evaluated_periods_lend_no_status() -> None:
    """A score is a result also where the indicator has data: before the first evaluated period there is none."""
    rest = f"{TREE % 'y'}\nindex late = if(x > 2.5, prev(a.score), prev(x))"
    assert marks(rest, "late", periods="2020..2021", missing="drop(min_coverage = 0)") == ("EM", [1, None])
    rest = f"{TREE % 'x'}\nindex late = if(x > 2.5, x, prev(a.score))"
    assert marks(rest, "late", periods="2021..2021") == ("A", [0])


def test_what_a_branch_that_is_not_taken_rests_on() -> None:
    """A figure that `idx verify` weighs rests on what its formula has read, not on what it could have read."""
    rest = f"{TREE % 'x'}\nindex other {{\n  b formula y\n}}\nindex late = if(x < 1.5, total, other)"
    data = "indicator,period,value,basis\nx,2019,1,report\nx,2020,2,report\ny,2019,1,implied\ny,2020,2,implied\n"
    basis = Basis(evaluated(framework(rest), data))
    assert basis.of("late", "score", 0).shares["implied"] == 0
    assert basis.of("late", "score", 1).shares["implied"] == 0.5
