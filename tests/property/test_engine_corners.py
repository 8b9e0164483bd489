"""Law 20 in the corners: cases picked by hand, in which an engine and an oracle are most likely to part."""

from dataclasses import replace
from fractions import Fraction
from typing import Literal

import pytest

import engine
import evaluators
import oracle
from descriptions import (
    Arithmetic,
    Cell,
    Chain,
    Composite,
    Description,
    Drop,
    Geometric,
    Indicator,
    Missing,
    Node,
    Observation,
)
from evaluators import Evaluator, law_agreement, rejects
from examples import CHAIN, FIRST, Values, described, flat, lopsided, parent
from expressions import Apply, Binary, Numeral, Read
from interpreter import NoResult
from normalisers import Difference, GoalPosts, LogGrowth, MinMax, SymmetricGrowth, Unchanged
from oracle import MissingValue, Refusal
from rules import BrokenChain, OutsideDomain
from walks import rebuild

HALF = Drop(Fraction(1, 2))


def weakened(gaps: Literal["linear", "log_linear"] | None = None) -> Description:
    """Describe a gap of two periods and a series that ends early, under a rule that drops what is missing."""
    a = Indicator("a", gaps=gaps)
    root = replace(parent("total", a, Indicator("b"), Indicator("c")), missing=Drop(Fraction(1, 3)))
    return described(root, {"a": (1, 3, None, None, 9), "b": (1, 2, 3, 5, 4), "c": (4, 2, 3, 2, None)})


def negative(values: Values) -> Description:
    """Describe an indicator whose rise is bad, beside two others."""

    def turn(node: Node) -> Node:
        return replace(node, negative=True) if isinstance(node, Indicator) and node.name == "a" else node

    return described(rebuild(lopsided().root, turn), values)


def two_entities() -> Description:
    """Describe levels whose least and greatest value differ from period to period."""
    root = parent("total", Indicator("a", MinMax("each_period")))
    panel: dict[Cell, Observation] = {
        ("a", entity, FIRST + place): Observation(value)
        for place, pair in enumerate(((1, 3), (4, 9)))
        for entity, value in zip("AB", pair, strict=True)
    }
    return Description(root, FIRST, FIRST + 1, None, ("A", "B"), panel)


REJECTED: dict[str, tuple[Evaluator, Description]] = {
    "simple growth": (evaluators.simple_growth, lopsided()),
    "a logarithmic chain": (evaluators.log_chain, lopsided()),
    "an index that sticks at zero": (evaluators.sticking_index, flat({"a": (1, 0, 2), "b": (1, 1, 1)})),
    "equal weights": (evaluators.equally_weighted, lopsided()),
    "no direction": (evaluators.directionless, negative({"a": (1, 4), "b": (5, 3), "c": (2, 2)})),
    "weights not rescaled": (evaluators.not_rescaled, weakened()),
    "the midpoint whatever the distance": (evaluators.midpoint_filled, weakened(gaps="linear")),
    "the midpoint whatever the distance, in logs": (evaluators.midpoint_filled, weakened(gaps="log_linear")),
    "the strongest status": (evaluators.strongest_status, weakened(gaps="linear")),
    "contributions without weights": (evaluators.unweighted_contributions, lopsided()),
    "a mean of levels": (evaluators.mean_of_levels, lopsided()),
    "a pooled reference": (evaluators.pooled_reference, two_entities()),
}


@pytest.mark.parametrize(("wrong", "example"), list(REJECTED.values()), ids=REJECTED)
def test_a_wrong_evaluator_does_not_agree(wrong: Evaluator, example: Description) -> None:
    """The comparison can fail: it tells each wrong evaluator from the oracle."""
    rejects(law_agreement, wrong, example)


@pytest.mark.parametrize("example", [example for _, example in REJECTED.values()], ids=REJECTED)
def test_the_engine_agrees_where_a_wrong_evaluator_does_not(example: Description) -> None:
    """On the examples that catch the wrong evaluators the engine is right."""
    law_agreement(engine.evaluate_description, example)


def levels(mean: Arithmetic | Geometric, normaliser: GoalPosts, value: float) -> Description:
    """Describe one score beside a middling one."""
    root = Composite("total", parent("total", Indicator("a", normaliser), Indicator("b", normaliser)).children, mean)
    return described(root, {"a": (value,) * 2, "b": (50, 50)}, None)


def single(
    values: tuple[float | None, ...],
    normaliser: SymmetricGrowth | LogGrowth,
    gaps: Literal["linear", "log_linear"] | None = None,
) -> Description:
    """Describe one indicator beside a still one."""
    root = parent("total", Indicator("a", normaliser, gaps=gaps), Indicator("b", normaliser))
    chain = Chain(FIRST, growth="log") if isinstance(normaliser, LogGrowth) else Chain(FIRST)
    return described(root, {"a": values, "b": (1.0,) * len(values)}, chain)


def over_index(values: Values, missing: Missing, chain: Chain = CHAIN) -> Description:
    """Describe a mean of two levels."""
    root = replace(
        parent("total", Indicator("a"), Indicator("b")), aggregate=Arithmetic(over_index=True), missing=missing
    )
    return described(root, values, chain)


def forgiving(values: Values, missing: Missing = "null", chain: Chain = CHAIN) -> Description:
    """Describe two indicators under a rule for missing children."""
    return described(replace(parent("total", Indicator("a"), Indicator("b")), missing=missing), values, chain)


def guarded(operator: str, guard: str) -> Description:
    """Describe a formula whose second condition has no result where the first one decides."""
    second = Binary(">", Binary("/", Numeral("1"), Read("a")), Numeral("0.4"))
    condition = Binary(operator, Binary(guard, Read("a"), Numeral("0")), second)
    formula = Apply("if", (condition, Read("a"), Numeral("7")))
    root = parent("total", Indicator("a", Unchanged()), Indicator("b", Unchanged(), formula=formula))
    return described(replace(root, missing="null"), {"a": (0.0, 2.0, None, 4.0)}, None)


REFUSED = {
    "a division that `or` does not guard": (NoResult, guarded("or", "is not")),
    "a hole": (MissingValue, single((1, None, 2), SymmetricGrowth())),
    "a base without data": (MissingValue, forgiving({"a": (None, 1, 2), "b": (None, 2, 3)})),
    "a series that ends": (MissingValue, single((1, 2, None), SymmetricGrowth())),
    "a negative value": (OutsideDomain, single((1, -1, 2), SymmetricGrowth())),
    "two zeros": (OutsideDomain, single((1, 0, 0), SymmetricGrowth(zero_zero="error"))),
    "two zeros that make a hole": (MissingValue, single((1, 0, 0), SymmetricGrowth(zero_zero="null"))),
    "a logarithm of zero": (OutsideDomain, single((1, 0, 2), LogGrowth())),
    "a logarithmic gap from zero": (OutsideDomain, single((0, None, 2), SymmetricGrowth(), gaps="log_linear")),
    "all start from nothing": (BrokenChain, flat({"a": (0, 3), "b": (0, 0.1)})),
    "all come to nothing": (BrokenChain, flat({"a": (0.3, 0), "b": (7, 0)})),
    "a refused zero": (OutsideDomain, levels(Geometric("error"), GoalPosts(20, 85), 3)),
    "a logarithmic goal post": (OutsideDomain, levels(Arithmetic(), GoalPosts(1, 85, scale="log"), 0)),
}


@pytest.mark.parametrize(("kind", "example"), REFUSED.values(), ids=REFUSED)
def test_what_has_no_answer_is_refused(kind: type[Refusal], example: Description) -> None:
    """The oracle refuses for the reason meant, and the engine refuses too."""
    with pytest.raises(kind):
        oracle.evaluate(example)
    with pytest.raises(Refusal):
        engine.evaluate_description(example)


def observed_before(description: Description, name: str, value: float) -> Description:
    """Add an observation of one indicator before the first evaluated period."""
    return replace(description, panel={**description.panel, (name, None, FIRST - 1): Observation(value)})


def falling_in_logs() -> Description:
    """Describe mixed growth under one logarithmic chain, in which a fall beyond −200 is an ordinary one."""
    root = parent("total", Indicator("a", LogGrowth()), Indicator("b"), Indicator("c", Difference()))
    values: Values = {"a": (1000, 1, 2), "b": (1, 2, 3), "c": (1, 2, 4)}
    return described(root, values, Chain(FIRST, growth="log", stated=True))


AGREED = {
    "a division that `and` guards": guarded("and", "is not"),
    "a division that `or` guards": guarded("or", "is"),
    "an indicator that starts after the base": forgiving({"a": (None, 1, 2, 3), "b": (1, 2, 3, 4)}, HALF),
    "a base of zero": flat({"a": (0, 1, 2), "b": (1, 2, 3)}),
    "a base of zero that is bad": negative({"a": (0, 4, 2), "b": (5, 3, 6), "c": (2, 2, 5)}),
    "a fall beyond -200 in logs": falling_in_logs(),
    "a zero from a value that does not divide evenly": flat({"a": (0.863837598531476, 0, 2), "b": (1, 2, 3)}),
    "a step into the first period for one child only": observed_before(forgiving({"a": (1, 2), "b": (1, 2)}), "a", 3),
    "such a step where others are dropped": observed_before(forgiving({"a": (1, 2), "b": (1, 2)}, HALF), "a", 3),
    "a step into the first period for all": observed_before(flat({"a": (1, 2)}), "a", 3),
    "a step into the first period without a link": observed_before(flat({"a": (1, 2)}, chain=None), "a", 3),
    "a hole in a chain, from the middle": forgiving(
        {"a": (1, 2, None, 4, 5, 6), "b": (2, 3, 4, 5, 6, 7)}, chain=Chain(FIRST + 1)
    ),
    "levels over the index with a hole": over_index({"a": (1, 2, None, 4), "b": (2, 3, 4, 5)}, "null"),
    "levels over the index, one absent": over_index({"a": (1, 2, None, 4), "b": (2, 3, 4, 5)}, HALF),
    "levels over the index, one without growth": over_index({"a": (1, None, 2), "b": (2, 3, 4)}, HALF),
    "a level over the index before which all are absent": over_index({"a": (1, None, 2), "b": (1, None, 2)}, "null"),
    "a level over the index missing in the first period": over_index(
        {"a": (None, 2), "b": (3, 4)}, "error", Chain(FIRST + 1)
    ),
}


@pytest.mark.parametrize("example", AGREED.values(), ids=AGREED)
def test_the_engine_agrees_in_corners(example: Description) -> None:
    """What the definitions say of these cases is what the engine does."""
    law_agreement(engine.evaluate_description, example)
