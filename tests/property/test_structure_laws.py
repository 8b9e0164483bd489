"""Laws of the tree: nesting, and what makes no difference (11, 15)."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

import evaluators
from closeness import assert_same
from descriptions import Child, Composite, Description, Indicator, Node, Observation
from evaluators import Evaluator, rejects, right
from examples import flat, lopsided
from oracle import Key
from strategies import PLAIN, Scope, growth_descriptions
from walks import effective_weights, indicators, rebuild

OF_THE_NODE = ("raw", "score", "index", "status", "estimated_share")
WITH_HOLES = Scope(holes=True, fills=True, negative=True, drop=True, statuses=True, missing_error=False)
SPARE = "无"


def law_nesting(evaluate: Evaluator, description: Description) -> None:
    """Law 11: the root is worth what the flat framework with the products of the weights is worth."""
    weights = effective_weights(description.root)
    leaves = tuple(Child(indicator, weights[indicator.name]) for indicator in indicators(description.root))
    flattened = replace(description, root=Composite(description.root.name, leaves))

    def is_root(key: Key) -> bool:
        return key[0] is None

    assert_same(description, evaluate(description), evaluate(flattened), OF_THE_NODE, is_root)


@right
@given(example=growth_descriptions(Scope(negative=True)))
def test_a_tree_is_worth_its_flat_framework(evaluate: Evaluator, example: Description) -> None:
    """Law 11 holds, with shared nodes."""
    law_nesting(evaluate, example)


def law_order(evaluate: Evaluator, description: Description) -> None:
    """Law 15: the order of children is of no account."""

    def reverse(node: Node) -> Node:
        return replace(node, children=node.children[::-1]) if isinstance(node, Composite) else node

    reordered = replace(description, root=rebuild(description.root, reverse))
    assert_same(description, evaluate(description), evaluate(reordered))


@right
@given(example=growth_descriptions(WITH_HOLES))
def test_the_order_of_children_is_of_no_account(evaluate: Evaluator, example: Description) -> None:
    """Law 15 holds for order, with holes and fills."""
    law_order(evaluate, example)


def law_relative(evaluate: Evaluator, description: Description) -> None:
    """Law 15: relative weights are rescaled, so their unit is of no account."""

    def scaled(scale: int) -> Description:
        def write(node: Node) -> Node:
            return replace(node, relative_scale=scale) if isinstance(node, Composite) else node

        return replace(description, root=rebuild(description.root, write))

    expected = evaluate(scaled(60))
    assert_same(description, expected, evaluate(scaled(7)))
    assert_same(description, expected, evaluate(description))


@right
@given(example=growth_descriptions(PLAIN))
def test_the_unit_of_relative_weights_is_of_no_account(evaluate: Evaluator, example: Description) -> None:
    """Law 15 holds for relative weights."""
    law_relative(evaluate, example)


def law_zero_weight(evaluate: Evaluator, description: Description) -> None:
    """Law 15: a child of weight zero changes nothing, missing in every cell but one, and lends no status."""
    spare = Child(Indicator(SPARE), Fraction(0))

    def add(node: Node) -> Node:
        return replace(node, children=(*node.children, spare)) if isinstance(node, Composite) else node

    panel = {**description.panel, (SPARE, description.entities[0], description.last): Observation(3.0, "F")}
    extended = replace(description, root=rebuild(description.root, add), panel=panel)

    def not_spare(key: Key) -> bool:
        return key[1] != SPARE

    assert_same(description, evaluate(description), evaluate(extended), where=not_spare)


@right
@given(example=growth_descriptions(WITH_HOLES))
def test_a_child_without_weight_changes_nothing(evaluate: Evaluator, example: Description) -> None:
    """Law 15 holds for weights of zero, under every rule for missing children."""
    law_zero_weight(evaluate, example)


def law_split(evaluate: Evaluator, description: Description) -> None:
    """Law 15: an indicator split into two of half the weight changes nothing above it."""
    split = indicators(description.root)[0]
    twin = replace(split, name=f"{split.name}_2")

    def divide(node: Node) -> Node:
        if not isinstance(node, Composite):
            return node
        children: list[Child] = []
        for child in node.children:
            if child.node.name == split.name:
                children += [Child(split, child.weight / 2), Child(twin, child.weight / 2)]
            else:
                children.append(child)
        return replace(node, children=tuple(children))

    doubled = {(twin.name, *cell[1:]): each for cell, each in description.panel.items() if cell[0] == split.name}
    divided = replace(description, root=rebuild(description.root, divide), panel={**description.panel, **doubled})

    def apart(key: Key) -> bool:
        return key[1] not in (split.name, twin.name)

    assert_same(description, evaluate(description), evaluate(divided), where=apart)


@right
@given(example=growth_descriptions(Scope(negative=True)))
def test_a_child_split_in_two_changes_nothing(evaluate: Evaluator, example: Description) -> None:
    """Law 15 holds for a child split in two."""
    law_split(evaluate, example)


def relative() -> Description:
    """Describe a root with relative weights, written as shares of seven."""
    description = lopsided()
    return replace(description, root=replace(description.root, relative_scale=7), chain=None)


def forgiving() -> Description:
    """Describe a tree in which a missing child makes a missing parent."""

    def forgive(node: Node) -> Node:
        return replace(node, missing="null") if isinstance(node, Composite) else node

    return replace(lopsided(), root=rebuild(lopsided().root, forgive))


REJECTED: dict[str, tuple[Callable[..., None], Evaluator, tuple[object, ...]]] = {
    "nesting: equal weights": (law_nesting, evaluators.equally_weighted, (lopsided(),)),
    "order: weights by position": (law_order, evaluators.weights_by_position, (flat({"a": (1, 2), "b": (3, 4)}),)),
    "relative: weights as written": (law_relative, evaluators.relative_as_written, (relative(),)),
    "zero weight: a weightless child asked for": (law_zero_weight, evaluators.everyone_asked, (forgiving(),)),
    "zero weight: the status of a weightless child": (law_zero_weight, evaluators.weakest_of_all, (lopsided(),)),
    "split: equal weights": (law_split, evaluators.equally_weighted, (flat({"a": (1, 2), "b": (3, 4)}),)),
}


@pytest.mark.parametrize(("law", "wrong", "example"), list(REJECTED.values()), ids=REJECTED)
def test_a_wrong_evaluator_breaks_the_law(
    law: Callable[..., None], wrong: Evaluator, example: tuple[object, ...]
) -> None:
    """Each law can fail: on a fixed example it rejects an evaluator that is wrong in one respect."""
    rejects(law, wrong, *example)
