"""The real framework's 44 × 6 values are those of the naive evaluator, which reads its table with the csv module."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

import idx
import oracle
from benchmarks.sample import FRAMEWORK_2025, Tree
from closeness import assert_same
from descriptions import CarryForward as Carried
from descriptions import Cell, Chain, Child, Composite, Description, Indicator, Node, Observation
from engine import rows
from oracle import Evaluation

FOLDER = Path(__file__).parents[2] / "frameworks"


def node(name: str, below: Tree | str) -> Node:
    """Describe a node as box 2 of the report has it: growth below, equal weights level by level."""
    if isinstance(below, str) or not below:
        return Indicator(name, gaps="log_linear", latest=Carried())
    return Composite(name, tuple(Child(node(*child), Fraction(1, len(below))) for child in below.items()))


def described() -> Description:
    """Describe the framework of 2025 without a line of the engine."""
    with (FOLDER / "data" / "2025.csv").open(encoding="utf-8", newline="") as file:
        panel: dict[Cell, Observation] = {
            (row["indicator"], None, int(row["period"])): Observation(float(row["value"]), row["status"])
            for row in csv.DictReader(file)
        }
    (name, below), *_ = FRAMEWORK_2025.items()
    root = node(name, below)
    assert isinstance(root, Composite)
    return Description(root, 2019, 2024, Chain(2019), (None,), panel)


def evaluated() -> Evaluation:
    """Evaluate the framework's own file with the engine."""
    return rows(idx.load(FOLDER / "2025.idx").evaluate().table)


def test_all_values_agree_with_the_naive_evaluator() -> None:
    """Raw values, growth, indices, weights, contributions, statuses and estimated shares: 44 nodes × 6 years."""
    description = described()
    expected = oracle.evaluate(description)
    assert len(expected) == 44 * 6
    assert_same(description, expected, evaluated())


def test_the_comparison_can_fail() -> None:
    """A table with one observation off by a thousandth no longer agrees."""
    description = described()
    cell = ("patents", None, 2020)
    observation = Observation(description.panel[cell].value * 1.001, "A")
    other = Description(description.root, 2019, 2024, Chain(2019), (None,), {**description.panel, cell: observation})
    with pytest.raises(AssertionError, match=r"score of .*total.* 2020"):
        assert_same(other, oracle.evaluate(other), evaluated())
