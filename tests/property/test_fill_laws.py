"""Laws of revised and appended data, with and without filled cells (16, 17)."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import evaluators
from closeness import assert_same, ratio_close, tolerances
from descriptions import Cell, Description, Indicator
from evaluators import Evaluator, rejects, right
from examples import described, flat, parent
from oracle import Evaluation, Key
from strategies import PLAIN, Scope, growth_descriptions
from walks import composites, indicators

WITH_FILLS = Scope(holes=True, fills=True, negative=True, drop=True, statuses=True, missing_error=False)


def observed_periods(description: Description, name: str, entity: str | None) -> list[int]:
    """List the periods in which the data have a value of an indicator for an entity."""
    return sorted(period for one, where, period in description.panel if (one, where) == (name, entity))


def law_revision(evaluate: Evaluator, description: Description, cell: Cell, factor: float) -> None:
    """Law 16: a revision is felt between the indicator's observations around it, and beyond them as one factor.

    The base lies no later than the observation before. (Revising a value before the base does the same backwards.)
    """
    name, entity, period = cell
    around = observed_periods(description, name, entity)
    quiet = max(when for when in around if when < period)
    resumed = min((when for when in around if when > period), default=description.last + 1)
    assert description.chain is not None
    assert description.chain.base <= quiet
    revised = {
        **description.panel,
        cell: replace(description.panel[cell], value=description.panel[cell].value * factor),
    }
    old, new = evaluate(description), evaluate(changed := replace(description, panel=revised))
    allowed = tolerances(description, old), tolerances(changed, new)
    for composite in composites(description.root):
        factors: list[tuple[float, float]] = []
        for when in description.periods:
            before, after = (index_of(each, composite.name, entity, when) for each in (old, new))
            assert (before is None) == (after is None)
            if before is None or after is None:
                continue
            tolerance = sum(each[composite.name, entity, when].index for each in allowed)
            if when <= quiet:
                assert ratio_close(before, after, tolerance)
            if when >= resumed:
                factors.append((after / before, tolerance))
        for (one, near), (other, far) in pairwise(factors):
            assert ratio_close(one, other, near + far)


def index_of(evaluation: Evaluation, node: str, entity: str | None, period: int) -> float | None:
    """Find the index of a node, which is the same in each of its placements."""
    return next(
        row.index for (_, name, where, when), row in evaluation.items() if (name, where, when) == (node, entity, period)
    )


@st.composite
def revised_descriptions(draw: st.DrawFn, scope: Scope) -> tuple[Description, Cell, float]:
    """Draw a description, an observation to revise, and a factor; the base goes to an observation before it."""
    description = draw(growth_descriptions(scope))
    cells = [
        cell
        for cell in description.panel
        if any(when in description.periods for when in observed_periods(description, *cell[:2]) if when < cell[2])
    ]
    assume(cells)
    cell = draw(st.sampled_from(cells))
    quiet = max(when for when in observed_periods(description, *cell[:2]) if when < cell[2])
    assert description.chain is not None
    base = draw(st.integers(description.first, quiet))
    return (
        replace(description, chain=replace(description.chain, base=base)),
        cell,
        draw(st.sampled_from((0.5, 1.1, 30.0))),
    )


@right
@given(example=st.one_of(revised_descriptions(PLAIN), revised_descriptions(WITH_FILLS)))
def test_a_revision_is_local(evaluate: Evaluator, example: tuple[Description, Cell, float]) -> None:
    """Law 16 holds, with and without filled cells."""
    law_revision(evaluate, *example)


def law_appending(evaluate: Evaluator, description: Description) -> None:
    """Law 17: appending a period changes nothing up to the earliest of the indicators' last observations."""
    earlier = without_last(description)
    horizon = {
        entity: min(
            max(periods)
            for indicator in indicators(description.root)
            if (periods := observed_periods(earlier, indicator.name, entity))
        )
        for entity in description.entities
    }
    assert description.chain is not None
    base = description.chain.base

    def settled(key: Key) -> bool:
        return key[3] <= horizon[key[2]] and (base <= horizon[key[2]])

    assert_same(earlier, evaluate(earlier), evaluate(description), where=settled)


def without_last(description: Description) -> Description:
    """Take the last period away, with its observations."""
    panel = {cell: each for cell, each in description.panel.items() if cell[2] < description.last}
    return replace(description, last=description.last - 1, panel=panel)


@st.composite
def appended_descriptions(draw: st.DrawFn, scope: Scope) -> Description:
    """Draw a description that has data for every name without its last period too; the base is the first."""
    description = draw(growth_descriptions(scope))
    assume(len(description.periods) > 2)
    kept = without_last(description).panel
    assume({entity for _, entity, _ in kept} == set(description.entities))
    assume({name for name, _, _ in kept} == {indicator.name for indicator in indicators(description.root)})
    assert description.chain is not None
    return replace(description, chain=replace(description.chain, base=description.first))


@right
@given(example=st.one_of(appended_descriptions(PLAIN), appended_descriptions(WITH_FILLS)))
def test_a_period_appended_changes_no_history(evaluate: Evaluator, example: Description) -> None:
    """Law 17 holds, with and without filled cells."""
    law_appending(evaluate, example)


def gapped() -> Description:
    """Describe an indicator with a gap and a later observation, beside a complete one."""
    root = parent("total", Indicator("a", gaps="linear"), Indicator("b"))
    return described(root, {"a": (1, 3, None, 4, 9), "b": (1, 2, 3, 5, 4)})


REJECTED: dict[str, tuple[Callable[..., None], Evaluator, tuple[object, ...]]] = {
    "revision: the last period as base": (
        law_revision,
        evaluators.rebased,
        (flat({"a": (1, 2, 3), "b": (3, 2, 4)}), ("a", None, 2020), 2.0),
    ),
    "revision: gaps filled with the mean": (law_revision, evaluators.mean_filled, (gapped(), ("a", None, 2023), 2.0)),
    "appending: the last period as base": (
        law_appending,
        evaluators.rebased,
        (flat({"a": (1, 2, 3), "b": (3, 2, 4)}),),
    ),
    "appending: gaps filled with the mean": (law_appending, evaluators.mean_filled, (gapped(),)),
}


@pytest.mark.parametrize(("law", "wrong", "example"), list(REJECTED.values()), ids=REJECTED)
def test_a_wrong_evaluator_breaks_the_law(
    law: Callable[..., None], wrong: Evaluator, example: tuple[object, ...]
) -> None:
    """Each law can fail: on a fixed example it rejects an evaluator that is wrong in one respect."""
    rejects(law, wrong, *example)
