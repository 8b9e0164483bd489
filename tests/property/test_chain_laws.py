"""Laws of the index over time: telescoping, reversal, round trip, choice of the base (1, 8, 12, 13)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import evaluators
from closeness import UNIT, ratio_close
from descriptions import Child, Composite, Description, Indicator, Observation
from evaluators import Evaluator, rejects, right
from examples import flat, lopsided, parent
from oracle import Evaluation
from steps import known, path_tolerance, steps
from strategies import PLAIN, Scope, growth_descriptions
from walks import composites as composites_of
from walks import effective_weights, indicators


def indices(evaluation: Evaluation) -> dict[tuple[str, str | None, int], float | None]:
    """Give the index of every node, entity and period."""
    return {(node, entity, period): row.index for (_, node, entity, period), row in evaluation.items()}


def law_telescoping(evaluate: Evaluator, description: Description) -> None:
    """Law 1: the index of an indicator, or of a composite of it alone, is value · x_t / x_base for any path."""
    assert description.chain is not None
    base, value = description.chain.base, description.chain.value
    evaluation = evaluate(description)
    found = indices(evaluation)
    raw = {(node, entity, period): row.raw for (_, node, entity, period), row in evaluation.items()}
    alone = {each.name: only_indicator(each) for each in composites_of(description.root)}
    for (node, entity, period), index in found.items():
        name = alone.get(node, node)
        if name is None:
            continue
        now, start = known(raw[name, entity, period]), known(raw[name, entity, base])
        if start == 0:
            assert index is None
            continue
        tolerance = path_tolerance(evaluation, node, entity, (base, period)) if node in alone else UNIT
        assert ratio_close(known(index), value * now / start, tolerance)


def only_indicator(composite: Composite) -> str | None:
    """Name the indicator that alone carries a composite, if there is one."""
    carrying = [name for name, weight in effective_weights(composite).items() if weight]
    return carrying[0] if len(carrying) == 1 else None


@right
@given(example=growth_descriptions(Scope(zeros=True)))
def test_a_lone_index_telescopes(evaluate: Evaluator, example: Description) -> None:
    """Law 1 holds, over zeros too."""
    law_telescoping(evaluate, example)


def law_reversal(evaluate: Evaluator, description: Description) -> None:
    """Law 8: along the reversed path every index ends at value² / E."""
    first, last = description.first, description.last
    assert description.chain is not None
    forward = replace(description, chain=replace(description.chain, base=first))
    panel = {(name, where, first + last - period): each for (name, where, period), each in description.panel.items()}
    evaluation = evaluate(forward)
    there, back = indices(evaluation), indices(evaluate(replace(forward, panel=panel)))
    names = {indicator.name for indicator in indicators(description.root)}
    for (node, entity, period), index in there.items():
        if period == last:
            tolerance = UNIT if node in names else path_tolerance(evaluation, node, entity, (first, last))
            product = known(index) * known(back[node, entity, last])
            assert ratio_close(product, float(description.chain.value**2), 2 * tolerance)


@right
@given(example=growth_descriptions(Scope(negative=True)))
def test_a_reversed_path_gives_the_inverse(evaluate: Evaluator, example: Description) -> None:
    """Law 8 holds at every node."""
    law_reversal(evaluate, example)


@right
def test_a_circle_does_not_close(evaluate: Evaluator) -> None:
    """Law 8, the other half: chained indices are not circular (113.235… = 100 · 11/4 · 13/17 · 7/13)."""
    circle = flat({"a": (1, 4, 1, 1), "b": (1, 2, 4, 1)})
    assert ratio_close(known(evaluate(circle)[None, "total", None, 2022].index), 100 * 11 / 4 * 13 / 17 * 7 / 13, 1e-11)


def law_round_trip(evaluate: Evaluator, description: Description) -> None:
    """Law 12: the symmetric growth of a computed index is the growth that it was computed from.

    The index given back as data is exact only within its own tolerance, so the growth is within 100 times that.
    """
    evaluation = evaluate(description)
    found = indices(evaluation)
    names = [composite.name for composite in composites_of(description.root)]
    panel = {cell: Observation(known(index)) for cell, index in found.items() if cell[0] in names}
    again = evaluate(replace(description, root=parent("back", *(Indicator(name) for name in names)), panel=panel))
    for step in steps(description, evaluation):
        returned = known(again["back", step.name, step.entity, step.period].score)
        inherited = 100 * (1 - (step.growth / 200) ** 2) * step.tolerance
        assert abs(returned - step.growth) <= UNIT * max(abs(step.growth), step.scale) + inherited


@right
@given(example=growth_descriptions(PLAIN))
def test_the_growth_of_an_index_is_its_own(evaluate: Evaluator, example: Description) -> None:
    """Law 12 holds for every composite."""
    law_round_trip(evaluate, example)


def law_base_choice(evaluate: Evaluator, description: Description, base: int) -> None:
    """Law 13: another base divides every index by its level there and leaves the ratios alone."""
    assert description.chain is not None
    evaluation = evaluate(description)
    found = indices(evaluation)
    other = indices(evaluate(replace(description, chain=replace(description.chain, base=base))))
    names = {indicator.name for indicator in indicators(description.root)}
    for (node, entity, period), index in found.items():
        span = (description.first, description.last)
        tolerance = UNIT if node in names else path_tolerance(evaluation, node, entity, span)
        rebased = description.chain.value * known(index) / known(found[node, entity, base])
        assert ratio_close(known(other[node, entity, period]), rebased, 2 * tolerance)


@st.composite
def rebased_descriptions(draw: st.DrawFn) -> tuple[Description, int]:
    """Draw a description and a second base."""
    description = draw(growth_descriptions(Scope(negative=True)))
    return description, draw(st.sampled_from(description.periods))


@right
@given(example=rebased_descriptions())
def test_the_base_is_a_matter_of_scale(evaluate: Evaluator, example: tuple[Description, int]) -> None:
    """Law 13 holds for any pair of bases."""
    law_base_choice(evaluate, *example)


def nested_alone() -> Description:
    """Describe an indicator that alone makes up a composite, which is a child of the root."""
    description = flat({"a": (1, 4, 2), "b": (3, 2, 5)})
    a, b = description.root.children
    return replace(description, root=replace(description.root, children=(Child(parent("part", a.node), a.weight), b)))


REJECTED: dict[str, tuple[Callable[..., None], Evaluator, tuple[object, ...]]] = {
    "telescoping: an index that sticks at zero": (
        law_telescoping,
        evaluators.sticking_index,
        (flat({"a": (1, 0, 2), "b": (1, 1, 1)}),),
    ),
    "telescoping: a logarithmic chain": (law_telescoping, evaluators.log_chain, (nested_alone(),)),
    "reversal: simple growth": (law_reversal, evaluators.simple_growth, (lopsided(),)),
    "round trip: a logarithmic chain": (law_round_trip, evaluators.log_chain, (lopsided(),)),
    "base: a mean of levels": (law_base_choice, evaluators.mean_of_levels, (lopsided(), 2021)),
}


@pytest.mark.parametrize(("law", "wrong", "example"), list(REJECTED.values()), ids=REJECTED)
def test_a_wrong_evaluator_breaks_the_law(
    law: Callable[..., None], wrong: Evaluator, example: tuple[object, ...]
) -> None:
    """Each law can fail: on a fixed example it rejects an evaluator that is wrong in one respect."""
    rejects(law, wrong, *example)
