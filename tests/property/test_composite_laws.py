"""Laws of a composite's step: closed form, betweenness, order of means, monotony, contributions (3, 5, 6, 7, 10)."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import evaluators
from closeness import growth_close, ratio_close
from descriptions import Description
from evaluators import Evaluator, rejects, right
from examples import flat, lopsided
from steps import Step, steps
from strategies import PLAIN, Scope, growth_descriptions
from walks import effective_weights, indicators


def law_closed_form(evaluate: Evaluator, description: Description) -> None:
    """Law 3: R = Σ [w r / (1 + r)] / Σ [w / (1 + r)], at r = 0 and r = ∞ too; two zeros count as r = 1."""
    for step in steps(description, evaluate(description)):
        shares = [
            (part.weight, part.now / (part.now + part.before) if part.now + part.before else 0.5) for part in step.parts
        ]
        numerator = math.fsum(weight * share for weight, share in shares)
        denominator = math.fsum(weight * (1 - share) for weight, share in shares)
        assert ratio_close(step.ratio, numerator / denominator, 2 * step.tolerance)


@right
@given(example=growth_descriptions(Scope(zeros=True, negative=True)))
def test_the_ratio_has_a_closed_form(evaluate: Evaluator, example: Description) -> None:
    """Law 3 holds, at zeros too."""
    law_closed_form(evaluate, example)


def law_betweenness(evaluate: Evaluator, description: Description) -> None:
    """Law 5: min r ≤ R ≤ max r over the children with weight."""
    for step in steps(description, evaluate(description)):
        ratios = [part.ratio for part in step.parts if part.weight > 0]
        assert min(ratios) * (1 - 2 * step.tolerance) <= step.ratio <= max(ratios) * (1 + 2 * step.tolerance)


@right
@given(example=growth_descriptions(Scope(negative=True)))
def test_the_ratio_lies_between_the_childrens(evaluate: Evaluator, example: Description) -> None:
    """Law 5 holds at every composite."""
    law_betweenness(evaluate, example)


def law_mean_ordering(evaluate: Evaluator, description: Description) -> None:
    """Law 6: harmonic ≤ R ≤ arithmetic mean; R ≤ geometric where nothing falls, R ≥ geometric where nothing rises."""
    for step in steps(description, evaluate(description)):
        carrying = [(part.weight, part.ratio) for part in step.parts if part.weight > 0]
        less, more = 1 - 2 * step.tolerance, 1 + 2 * step.tolerance
        assert less / math.fsum(weight / ratio for weight, ratio in carrying) <= step.ratio
        assert step.ratio <= more * math.fsum(weight * ratio for weight, ratio in carrying)
        geometric = math.exp(math.fsum(weight * math.log(ratio) for weight, ratio in carrying))
        if all(ratio >= 1 for _, ratio in carrying):
            assert step.ratio <= geometric * more
        if all(ratio <= 1 for _, ratio in carrying):
            assert step.ratio >= geometric * less


@st.composite
def one_way_descriptions(draw: st.DrawFn) -> Description:
    """Draw a description in which half of the time everything only rises, or only falls, over time."""
    description = draw(growth_descriptions(PLAIN))
    order = draw(st.sampled_from((None, None, False, True)))
    if order is None:
        return description
    panel = dict(description.panel)
    for indicator in indicators(description.root):
        for entity in description.entities:
            cells = [(indicator.name, entity, period) for period in description.periods]
            values = sorted((description.panel[cell] for cell in cells), key=lambda each: each.value, reverse=order)
            panel.update(zip(cells, values, strict=True))
    return replace(description, panel=panel)


@right
@given(example=one_way_descriptions())
def test_the_ratio_has_its_place_among_the_means(evaluate: Evaluator, example: Description) -> None:
    """Law 6 holds, on paths that turn and on paths that do not."""
    law_mean_ordering(evaluate, example)


def law_monotone(evaluate: Evaluator, description: Description, name: str, period: int, factor: float) -> None:
    """Law 7: raising x_t raises the root's growth into t strictly, and lowers the growth out of t.

    Strictness is asked of C, of which R is a rising function; what R shows of it is lost where C is next to ±200.
    """
    raised = dict(description.panel)
    for entity in description.entities:
        cell = name, entity, period
        raised[cell] = replace(raised[cell], value=raised[cell].value * factor)
    before = {(step.name, step.entity, step.period): step for step in steps(description, evaluate(description))}
    changed = replace(description, panel=raised)
    for step in steps(changed, evaluate(changed)):
        if step.name != description.root.name:
            continue
        old = before[step.name, step.entity, step.period]
        tolerance = old.tolerance + step.tolerance
        if step.period == period:
            assert step.growth > old.growth
            assert step.ratio >= old.ratio * (1 - tolerance)
        elif step.period == period + 1:
            assert step.growth < old.growth
            assert step.ratio <= old.ratio * (1 + tolerance)


@st.composite
def raised_descriptions(draw: st.DrawFn) -> tuple[Description, str, int, float]:
    """Draw a description, an indicator with weight in the root, a period and a factor above one."""
    description = draw(growth_descriptions(Scope(depth=3)))
    carrying = [name for name, weight in effective_weights(description.root).items() if weight]
    period = draw(st.sampled_from(description.periods))
    return description, draw(st.sampled_from(carrying)), period, draw(st.sampled_from((1.1, 2.0, 1000.0)))


@right
@given(example=raised_descriptions())
def test_the_ratio_rises_with_each_value(evaluate: Evaluator, example: tuple[Description, str, int, float]) -> None:
    """Law 7 holds for every indicator with weight in the root."""
    law_monotone(evaluate, *example)


def index_points(step: Step) -> list[float]:
    """Give the contributions to a step in points of the index."""
    return [step.before * 2 * part.weight * part.growth / (200 - step.growth) for part in step.parts]


def log_points(step: Step) -> list[float]:
    """Give the contributions to a step in logarithms of the index, by their limit where the growth is zero."""
    per_point = 2 * math.atanh(step.growth / 200) / step.growth if step.growth else 1 / 100  # ln R / C
    return [part.weight * part.growth * per_point for part in step.parts]


def law_contributions(evaluate: Evaluator, description: Description) -> None:
    """Law 10: contributions add up to the growth, to the rise of the index in points, and in logs over time too."""
    paths: dict[tuple[str, str | None], list[Step]] = {}
    for step in steps(description, evaluate(description)):
        paths.setdefault((step.name, step.entity), []).append(step)
        for part in step.parts:
            assert growth_close(part.contribution, part.weight * part.growth)
        assert growth_close(math.fsum(part.contribution for part in step.parts), step.growth, step.scale)
        points, rise = math.fsum(index_points(step)), step.now - step.before
        assert abs(points - rise) <= 2 * step.tolerance * (step.now + step.before)
    for path in paths.values():
        for end in range(len(path)):
            over_time = math.fsum(point for step in path[: end + 1] for point in log_points(step))
            allowed = math.fsum(2 * step.tolerance for step in path[: end + 1])
            assert abs(over_time - math.log(path[end].now / path[0].before)) <= allowed


@right
@given(example=growth_descriptions(Scope(negative=True)))
def test_contributions_add_up(evaluate: Evaluator, example: Description) -> None:
    """Law 10 holds in all three units."""
    law_contributions(evaluate, example)


@right
def test_contributions_are_finite_without_growth(evaluate: Evaluator) -> None:
    """Law 10 at C = 0: what one child adds the other takes away, in points and in logs."""
    (step,) = steps(still := flat({"a": (1, 3), "b": (3, 1)}), evaluate(still))
    assert step.growth == 0
    assert index_points(step) == [50, -50]
    assert log_points(step) == [0.5, -0.5]


REJECTED: dict[str, tuple[Callable[..., None], Evaluator, tuple[object, ...]]] = {
    "closed form: a logarithmic chain": (law_closed_form, evaluators.log_chain, (lopsided(),)),
    "betweenness: no weights": (law_betweenness, evaluators.unweighted, (flat({"a": (10, 11), "b": (10, 12)}),)),
    "means: simple growth": (law_mean_ordering, evaluators.simple_growth, (flat({"a": (1, 2), "b": (1, 5)}),)),
    "monotone: capped growth": (
        law_monotone,
        evaluators.capped_growth,
        (flat({"a": (1, 9, 4), "b": (1, 2, 3)}), "a", 2020, 2.0),
    ),
    "contributions: contributions without weights": (
        law_contributions,
        evaluators.unweighted_contributions,
        (lopsided(),),
    ),
    "contributions: a logarithmic chain": (law_contributions, evaluators.log_chain, (lopsided(),)),
}


@pytest.mark.parametrize(("law", "wrong", "example"), list(REJECTED.values()), ids=REJECTED)
def test_a_wrong_evaluator_breaks_the_law(
    law: Callable[..., None], wrong: Evaluator, example: tuple[object, ...]
) -> None:
    """Each law can fail: on a fixed example it rejects an evaluator that is wrong in one respect."""
    rejects(law, wrong, *example)
