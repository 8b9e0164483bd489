"""A child of weight zero is never asked for: its scores block no mean and no chain, whatever they are."""

from __future__ import annotations

import pytest

from pieces import evaluated, faults, framework, scores

MEASURED = "entity,period,a,b\nX,2019,1,0\nX,2020,2,-1\nY,2019,4,-3\nY,2020,4,3\n"
SCORED = {"normalise": "goalposts(worst = 0, best = 5, clip = both)", "missing": "error"}
NEGATIVE = "normalise min_max(reference = all_periods, to = -1..1)"


def beside(child: str, weight: str = "0%", root: str = "") -> str:
    """Return a tree of an indicator with all the weight that another node leaves."""
    return f"index total {root} {{\n  a\n  {child.replace('weight', f'weight {weight}')}\n}}"


@pytest.mark.parametrize("zero", ["keep", "error", "replace(0.01)"])
@pytest.mark.parametrize(
    "normalise",
    [
        "",
        NEGATIVE,
        "normalise none then add(-5)",
        "normalise difference",
        "normalise symmetric_growth(domain = absolute)",
    ],
)
def test_it_blocks_no_mean(normalise: str, zero: str) -> None:
    """Zero, negative, or growth: a geometric mean takes the others."""
    mean = f"geometric(zero = {zero})"
    text = framework(beside(f"b weight {normalise}"), aggregate=mean, **SCORED)
    assert scores(text, MEASURED) == pytest.approx([0.2, 0.4, 0.8, 0.8])
    past = beside(f"part weight {{\n    b {normalise}\n  }}", root=f"aggregate {mean} over indicators")
    assert scores(framework(past, **SCORED), MEASURED) == pytest.approx([0.2, 0.4, 0.8, 0.8])


def test_with_a_weight_it_blocks_a_mean() -> None:
    """The least weight makes the difference."""
    mean = "geometric(zero = keep)"
    text = framework(beside(f"b weight {NEGATIVE}", "1%"), aggregate=mean, **SCORED)
    assert faults(text) == [("IDX207", "`geometric` needs non-negative scores; those of `b` can be negative", mean)]


def test_in_a_linked_tree() -> None:
    """What yields scores has no part in a chain, and no index that would chain them."""
    text = framework(
        beside("part weight {\n    b normalise none\n  }"),
        normalise="symmetric_growth",
        link="chain(base = 2019, value = 100)",
    )
    result = evaluated(text, MEASURED)
    assert result.indices["total"].to_list() == pytest.approx([100, 200, 100, 100])
    assert result.indices["part"].to_list() == [None] * 4
    assert result.scores["part"].to_list() == [0, -1, -3, 3]
