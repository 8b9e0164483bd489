"""Law 20 for the rest of the language: formulas, conditions, groups, screening, pipelines, several trees, ranks."""

from collections import Counter

from hypothesis import event, given, settings

import engine
import oracle
from conditioning import assert_agrees, sensitivities, steady_ranks
from descriptions import Description
from drawn_frameworks import framework_descriptions
from evaluators import outcome
from oracle import Refusal


def agreement(description: Description) -> str:
    """Hold the engine to the oracle, and say how far the example could tell."""
    expected, actual = outcome(oracle.evaluate, description), outcome(engine.evaluate_description, description)
    if isinstance(expected, Refusal) or isinstance(actual, Refusal):
        assert isinstance(expected, Refusal), f"refused without need: {actual!r}"
        assert isinstance(actual, Refusal), f"not refused: {expected!r}"
        return "refused"
    sensitive = sensitivities(description, expected)
    if sensitive is None:
        return "too near a limit"
    assert_agrees(expected, actual, sensitive)
    ranks, steady = engine.ranks(description), steady_ranks(description)
    assert {key: ranks.get(key) for key in steady} == steady
    return "agreed"


def test_the_engine_agrees_on_formulas() -> None:
    """At every node, entity and period the engine gives what the oracle gives, and most examples have an answer."""
    told: Counter[str] = Counter()

    @settings(max_examples=100)
    @given(example=framework_descriptions())
    def check(example: Description) -> None:
        answer = agreement(example)
        event(answer)
        told[answer] += 1

    check()
    assert told["agreed"] > told.total() / 2, told
