"""Laws of symmetric growth at a single step: units, bounds, directions, conversions (2, 4, 9, 14)."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import evaluators
from closeness import assert_same, growth_close, ratio_close, step_tolerance
from descriptions import Description, Indicator, Node, Observation
from evaluators import Evaluator, rejects, right
from examples import flat, lopsided
from normalisers import SimpleGrowth
from steps import known, steps
from strategies import PLAIN, Scope, growth_descriptions
from walks import indicators, rebuild

WITH_ZEROS = Scope(zeros=True, negative=True)
UNLINKED_ZEROS = Scope(zeros=True, negative=True, always_linked=False)
BUT_RAW = ("score", "index", "weight", "contribution", "status", "estimated_share")


@st.composite
def scaled_descriptions(draw: st.DrawFn) -> tuple[Description, dict[str, float]]:
    """Draw a description and a positive factor for each of its indicators."""
    description = draw(growth_descriptions(WITH_ZEROS))
    names = [indicator.name for indicator in indicators(description.root)]
    factors = draw(st.lists(st.floats(1e-3, 1e3), min_size=len(names), max_size=len(names)))
    return description, dict(zip(names, factors, strict=True))


def law_unit_free(evaluate: Evaluator, description: Description, factors: Mapping[str, float]) -> None:
    """Law 2: x → s·x changes nothing but the raw values."""
    panel = {cell: replace(each, value=each.value * factors[cell[0]]) for cell, each in description.panel.items()}
    assert_same(description, evaluate(description), evaluate(replace(description, panel=panel)), BUT_RAW)


@right
@given(example=scaled_descriptions())
def test_growth_is_free_of_units(evaluate: Evaluator, example: tuple[Description, dict[str, float]]) -> None:
    """Law 2 holds, with zeros and negative directions."""
    law_unit_free(evaluate, *example)


def law_bound(evaluate: Evaluator, description: Description) -> None:
    """Law 4: every growth lies in [−200, 200], an indicator's at a bound if and only if exactly one value is zero."""
    evaluation = evaluate(description)
    names = {indicator.name for indicator in indicators(description.root)}
    for (parent, node, entity, period), row in evaluation.items():
        if period == description.first:
            continue
        score = known(row.score)
        assert abs(score) <= 200 or (node not in names and growth_close(abs(score), 200))
        if node in names:
            before = known(evaluation[parent, node, entity, period - 1].raw)
            assert (abs(score) == 200) == ((row.raw == 0) != (before == 0))


@right
@given(example=growth_descriptions(UNLINKED_ZEROS))
def test_growth_is_bounded(evaluate: Evaluator, example: Description) -> None:
    """Law 4 holds, with zeros, linked and not."""
    law_bound(evaluate, example)


def zero_steps(description: Description) -> Counter[str]:
    """Count the steps from a zero, to a zero and between zeros."""
    kinds: Counter[str] = Counter()
    for (name, entity, period), now in description.panel.items():
        before = description.panel.get((name, entity, period - 1))
        if before is not None and (now.value == 0 or before.value == 0):
            kinds["both" if now.value == before.value else "rise" if before.value == 0 else "fall"] += 1
    return kinds


def test_the_bound_is_tested_with_zeros() -> None:
    """The strategy behind law 4 draws steps from zero, to zero and between zeros, each in many examples."""
    examples: Counter[str] = Counter()

    @settings(max_examples=400)
    @given(example=growth_descriptions(UNLINKED_ZEROS))
    def count(example: Description) -> None:
        for kind in zero_steps(example):
            event(f"a zero: {kind}")
            examples[kind] += 1

    count()
    assert all(examples[kind] >= 5 for kind in ("rise", "fall", "both")), examples


def law_inverse(evaluate: Evaluator, description: Description, turned: frozenset[str]) -> None:
    """Law 9: an indicator of negative direction is worth what 1/x is worth, and V(1/x) = −V(x)."""

    def turn(node: Node) -> Node:
        return (
            replace(node, negative=not node.negative) if isinstance(node, Indicator) and node.name in turned else node
        )

    panel = {
        cell: Observation(1 / each.value) if cell[0] in turned else each for cell, each in description.panel.items()
    }
    expected = evaluate(description)
    inverted = replace(description, panel=panel)
    both = replace(inverted, root=rebuild(description.root, turn))
    assert_same(description, expected, evaluate(both), BUT_RAW)
    for key, row in evaluate(inverted).items():
        if key[1] in turned and row.score is not None:
            assert growth_close(row.score, -known(expected[key].score))


@st.composite
def turned_descriptions(draw: st.DrawFn) -> tuple[Description, frozenset[str]]:
    """Draw a description and the indicators to invert."""
    description = draw(growth_descriptions(Scope(negative=True)))
    names = [indicator.name for indicator in indicators(description.root)]
    return description, frozenset(draw(st.lists(st.sampled_from(names), min_size=1)))


@right
@given(example=turned_descriptions())
def test_negative_direction_is_the_inverse(evaluate: Evaluator, example: tuple[Description, frozenset[str]]) -> None:
    """Law 9 holds for any choice of indicators."""
    law_inverse(evaluate, *example)


def law_conversion(evaluate: Evaluator, description: Description) -> None:
    """Law 14: g = 200 V / (200 − V) and V = 200 g / (200 + g), for indicators and for composites."""

    def simple(node: Node) -> Node:
        return replace(node, normaliser=SimpleGrowth()) if isinstance(node, Indicator) else node

    assert description.chain is not None
    chain = replace(description.chain, growth="simple")
    plain = evaluate(replace(description, root=rebuild(description.root, simple), chain=chain))
    evaluation = evaluate(description)
    names = {indicator.name for indicator in indicators(description.root)}
    for key, row in evaluation.items():
        if key[1] in names and row.score is not None:
            symmetric, rate = row.score, known(plain[key].score)
            assert ratio_close(100 + rate, 100 + 200 * symmetric / (200 - symmetric), step_tolerance(symmetric))
            assert growth_close(symmetric, 200 * rate / (200 + rate))
    for step in steps(description, evaluation):
        assert ratio_close(step.ratio, 1 + 2 * step.growth / (200 - step.growth), 2 * step.tolerance)


@right
@given(example=growth_descriptions(PLAIN))
def test_growth_rates_convert(evaluate: Evaluator, example: Description) -> None:
    """Law 14 holds between two evaluations of the same data."""
    law_conversion(evaluate, example)


REJECTED: dict[str, tuple[Callable[..., None], Evaluator, tuple[object, ...]]] = {
    "units: a pseudo-count": (law_unit_free, evaluators.pseudocount, (lopsided(), {"a": 10.0, "b": 1.0, "c": 0.1})),
    "bound: simple growth": (law_bound, evaluators.simple_growth, (flat({"a": (1, 5), "b": (2, 3)}),)),
    "inverse: simple growth": (
        law_inverse,
        evaluators.simple_growth,
        (flat({"a": (2, 3), "b": (2, 3)}), frozenset("a")),
    ),
    "inverse: no direction": (law_inverse, evaluators.directionless, (lopsided(), frozenset("ac"))),
    "conversion: log growth": (law_conversion, evaluators.log_growth, (lopsided(),)),
}


@pytest.mark.parametrize(("law", "wrong", "example"), list(REJECTED.values()), ids=REJECTED)
def test_a_wrong_evaluator_breaks_the_law(
    law: Callable[..., None], wrong: Evaluator, example: tuple[object, ...]
) -> None:
    """Each law can fail: on a fixed example it rejects an evaluator that is wrong in one respect."""
    rejects(law, wrong, *example)


@right
def test_growth_is_not_free_of_shifts(evaluate: Evaluator) -> None:
    """Law 2 speaks of factors only: the same rise from a higher level is a smaller growth."""
    low, high = (evaluate(flat({"a": path}))["total", "a", None, 2020].score for path in ((1, 2), (11, 12)))
    assert known(low) > known(high)
