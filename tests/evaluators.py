"""The evaluators that the laws are put to: the engine, the oracle, and wrong ones that they must reject."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from statistics import fmean
from typing import Literal, TypeAlias

import pytest

import engine
import oracle
import rules
from closeness import assert_same
from descriptions import (
    Arithmetic,
    Cell,
    Chain,
    Composite,
    Description,
    Drop,
    GrowthForm,
    Indicator,
    Missing,
    Node,
    Observation,
)
from normalisers import Growth, LogGrowth, MinMax, SimpleGrowth
from oracle import Evaluation, Refusal
from rules import Rules
from walks import rebuild

Evaluator: TypeAlias = Callable[[Description], Evaluation]

right = pytest.mark.parametrize("evaluate", [engine.evaluate_description, oracle.evaluate], ids=("engine", "oracle"))


def rejects(law: Callable[..., None], wrong: Evaluator, *example: object) -> None:
    """Assert that a law holds on an example for the oracle, and fails on it for a wrong evaluator."""
    law(oracle.evaluate, *example)
    with pytest.raises(AssertionError):
        law(wrong, *example)


def outcome(evaluate: Evaluator, description: Description) -> Evaluation | Refusal:
    """Give an evaluation, or why there is none."""
    try:
        return evaluate(description)
    except Refusal as refusal:
        return refusal


def law_agreement(evaluate: Evaluator, description: Description) -> None:
    """Law 20: the same numbers as the oracle's, and a refusal exactly where it refuses."""
    expected, actual = outcome(oracle.evaluate, description), outcome(evaluate, description)
    if isinstance(expected, Refusal) or isinstance(actual, Refusal):
        assert isinstance(expected, Refusal), f"refused without need: {actual!r}"
        assert isinstance(actual, Refusal), f"not refused: {expected!r}"
    else:
        assert_same(description, expected, actual)


def ruled(wrong: Rules) -> Evaluator:
    """Make an evaluator that departs from the oracle in one rule."""
    return lambda description: oracle.evaluate(description, wrong)


def rewritten(change: Callable[[Node], Node]) -> Evaluator:
    """Make an evaluator that takes every node for a slightly different one."""
    return lambda description: oracle.evaluate(replace(description, root=rebuild(description.root, change)))


def _sticking(values: Mapping[int, float], period: int, chain: Chain, _: Indicator) -> float | None:
    """Multiply growth factors from the base on, which never leaves a zero."""
    level = float(chain.value)
    for step in range(chain.base + 1, period + 1):
        level *= values[step] / values[step - 1] if values[step - 1] else 1.0
    return level


def _pseudocount(_: Growth, now: float, before: float) -> float | None:
    return 200 * (now - before) / (now + before + 1)


def _capped(_: Growth, now: float, before: float) -> float | None:
    return max(-100.0, min(100.0, 200 * (now - before) / (now + before)))


def _logarithmic(combined: float, _: GrowthForm) -> float:
    return combined / 100


def _by_position(_missing: Missing, weights: Sequence[Fraction], _present: Sequence[bool]) -> list[Fraction]:
    places = len(weights)
    return [Fraction(2 * (places - place), places * (places + 1)) for place in range(places)]


def _unweighted(_missing: Missing, weights: Sequence[Fraction], _present: Sequence[bool]) -> list[Fraction]:
    return [Fraction(1)] * len(weights)


def _equal(_missing: Missing, weights: Sequence[Fraction], _present: Sequence[bool]) -> list[Fraction]:
    return [Fraction(1, len(weights))] * len(weights)


def _not_rescaled(_missing: Missing, weights: Sequence[Fraction], present: Sequence[bool]) -> list[Fraction]:
    return [weight if there else Fraction(0) for weight, there in zip(weights, present, strict=True)]


def _everyone_asked(_missing: Missing, _weights: Sequence[Fraction], present: Sequence[bool]) -> bool:
    return all(present)


def _weakest_of_all(statuses: Sequence[str], _: Sequence[Fraction]) -> str:
    return min(statuses, key=rules.WEAKEST_FIRST.index)


def _strongest(statuses: Sequence[str], _: Sequence[Fraction]) -> str:
    return max(statuses, key=rules.WEAKEST_FIRST.index)


def _midpoint(
    form: Literal["linear", "log_linear"], left: tuple[int, float], right: tuple[int, float], _: int
) -> float:
    """Fill whatever the distance to the two sides, as over the rows of a table that has no row for the gap."""
    return (left[1] + right[1]) / 2 if form == "linear" else math.sqrt(left[1] * right[1])


def _simple(node: Node) -> Node:
    return replace(node, normaliser=SimpleGrowth()) if isinstance(node, Indicator) else node


def _log(node: Node) -> Node:
    return replace(node, normaliser=LogGrowth()) if isinstance(node, Indicator) else node


def _over_index(node: Node) -> Node:
    return replace(node, aggregate=Arithmetic(over_index=True)) if isinstance(node, Composite) else node


def _unscaled(node: Node) -> Node:
    if not isinstance(node, Composite) or node.relative_scale is None:
        return node
    scale = node.relative_scale
    return replace(node, children=tuple(replace(child, weight=child.weight * scale) for child in node.children))


def _uncarried(node: Node) -> Node:
    return replace(node, latest=None) if isinstance(node, Indicator) else replace(node, missing=Drop(Fraction(0)))


def _pooled(node: Node) -> Node:
    if isinstance(node, Indicator) and isinstance(node.normaliser, MinMax):
        return replace(node, normaliser=replace(node.normaliser, reference="all_periods"))
    return node


def _same_direction(node: Node) -> Node:
    return replace(node, negative=False) if isinstance(node, Indicator) else node


def simple_growth(description: Description) -> Evaluation:
    """Take simple growth for symmetric growth, in the indicators and in the chain."""
    chain = replace(description.chain, growth="simple") if description.chain else None
    return rewritten(_simple)(replace(description, chain=chain))


def rebased(description: Description) -> Evaluation:
    """Take the last period for the base."""
    assert description.chain is not None
    return oracle.evaluate(replace(description, chain=replace(description.chain, base=description.last)))


def mean_filled(description: Description) -> Evaluation:
    """Fill every hole with the mean of all of the indicator's observations."""
    panel: dict[Cell, Observation] = {}
    for name, entity, _ in description.panel:
        own = [each.value for (one, where, _), each in description.panel.items() if (one, where) == (name, entity)]
        panel |= {(name, entity, period): Observation(fmean(own), "I") for period in description.periods}
    return oracle.evaluate(replace(description, panel=panel | dict(description.panel)))


sticking_index = ruled(Rules(indicator_index=_sticking))
pseudocount = ruled(Rules(growth=_pseudocount))
capped_growth = ruled(Rules(growth=_capped))
log_chain = ruled(Rules(log_ratio=_logarithmic))
weights_by_position = ruled(Rules(used_weights=_by_position))
unweighted = ruled(Rules(used_weights=_unweighted))
equally_weighted = ruled(Rules(used_weights=_equal))
not_rescaled = ruled(Rules(used_weights=_not_rescaled))
everyone_asked = ruled(Rules(covered=_everyone_asked))
weakest_of_all = ruled(Rules(weakest=_weakest_of_all))
strongest_status = ruled(Rules(weakest=_strongest))
midpoint_filled = ruled(Rules(interpolate=_midpoint))
unweighted_contributions = ruled(Rules(contribution=lambda _, value: value))
log_growth = rewritten(_log)
mean_of_levels = rewritten(_over_index)
relative_as_written = rewritten(_unscaled)
uncarried = rewritten(_uncarried)
pooled_reference = rewritten(_pooled)
directionless = rewritten(_same_direction)
