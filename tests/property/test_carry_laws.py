"""The law of what is carried forward: no growth, and a mark that reaches every ancestor (18)."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import evaluators
from closeness import growth_close
from descriptions import CarryForward, Composite, Description, Drop, Indicator
from evaluators import Evaluator, rejects, right
from examples import described, parent
from steps import known
from walks import composites


def law_carrying(evaluate: Evaluator, description: Description) -> None:
    """Law 18: m of k equal children carried give C' = C_available · (k − m) / k, and every ancestor bears the mark."""
    last = description.last
    (part,) = (composite for composite in composites(description.root) if composite.name == "part")
    names = [child.node.name for child in part.children]
    carried = [name for name in names if (name, None, last) not in description.panel]
    share = len(carried) / len(names)
    evaluation = evaluate(description)
    rows = {node: row for (_, node, _, period), row in evaluation.items() if period == last}
    available = known(
        {node: row for (_, node, _, period), row in evaluate(without_fills(description)).items() if period == last}[
            "part"
        ].score
    )
    scale = sum(abs(known(rows[name].score)) for name in names) / len(names)
    assert growth_close(known(rows["part"].score), available * (1 - share), scale)
    assert {rows[name].score for name in carried} == {0.0}
    assert {name for name in (*names, "part", "middle", "total") if rows[name].status == "E"} == {
        *carried,
        "part",
        "middle",
        "total",
    }
    assert growth_close(known(rows["part"].estimated_share), share)
    assert growth_close(known(rows["middle"].estimated_share), share)
    assert growth_close(known(rows["total"].estimated_share), share / 2)


def without_fills(description: Description) -> Description:
    """Carry nothing, and drop what is missing."""
    (part,) = (composite for composite in composites(description.root) if composite.name == "part")
    leaves = [replace(child.node, latest=None) for child in part.children if isinstance(child.node, Indicator)]
    return replace(description, root=replace(carrying_tree(leaves), missing=Drop(Fraction(0))))


def carrying_tree(leaves: list[Indicator]) -> Composite:
    """Put indicators three levels deep, beside one that is always observed."""
    part = replace(parent("part", *leaves), missing=Drop(Fraction(0)))
    return parent("total", parent("middle", part), Indicator("observed"))


@st.composite
def carried_descriptions(draw: st.DrawFn) -> Description:
    """Draw two to five indicators of equal weight, some of which (not all) lack their last value."""
    count = draw(st.integers(2, 5))
    carried = draw(st.integers(1, count - 1))
    exponents = st.lists(st.integers(-60, 60), min_size=3, max_size=3)
    paths = {f"x{place}": [1.05**each for each in draw(exponents)] for place in range(count)}
    return carrying_description(paths, carried)


def carrying_description(paths: dict[str, list[float]], carried: int) -> Description:
    """Describe indicators of which the first few are carried forward into the last period."""
    leaves = [Indicator(name, latest=CarryForward()) for name in paths]
    values: dict[str, list[float | None]] = {
        name: [*path[:-1], None] if place < carried else [*path] for place, (name, path) in enumerate(paths.items())
    }
    return described(carrying_tree(leaves), {**values, "observed": [1.0, 2.0, 3.0]})


@right
@given(example=carried_descriptions())
def test_what_is_carried_counts_as_no_growth(evaluate: Evaluator, example: Description) -> None:
    """Law 18 holds for any number of indicators carried."""
    law_carrying(evaluate, example)


CARRIED = carrying_description({"x0": [1, 2, 3], "x1": [2, 3, 5], "x2": [5, 4, 6]}, 1)

REJECTED: dict[str, tuple[Callable[..., None], Evaluator, tuple[object, ...]]] = {
    "carrying: nothing carried": (law_carrying, evaluators.uncarried, (CARRIED,)),
    "carrying: the strongest status": (law_carrying, evaluators.strongest_status, (CARRIED,)),
}


@pytest.mark.parametrize(("law", "wrong", "example"), list(REJECTED.values()), ids=REJECTED)
def test_a_wrong_evaluator_breaks_the_law(
    law: Callable[..., None], wrong: Evaluator, example: tuple[object, ...]
) -> None:
    """Each law can fail: on a fixed example it rejects an evaluator that is wrong in one respect."""
    rejects(law, wrong, *example)
