"""What travels through formulas beside values: statuses, estimated shares, and what a figure rests on."""

from __future__ import annotations

import pytest

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
    assert marks(rest, "a") == ("PEA", [0, 1, 0])
    late = f"{rest}\nindex other {{\n  b formula c\n}}\nindex late = if(total < 2.5, total, other)"
    assert marks(late, "late") == ("PEA", [0, 1, 0])


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
