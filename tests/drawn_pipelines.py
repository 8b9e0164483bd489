"""Strategies for pipelines: steps that keep growth growth, and steps for any scores; and what scores can be then."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from hypothesis import strategies as st

from descriptions import Composite, Node, Other
from drawn_formulas import Names, conditions
from expressions import Expression
from normalisers import GoalPosts, MinMax, OfSet
from pipeline_steps import Add, Clip, FillBy, Multiply, Pipe, Power, Round, Step
from walks import parts

FILLS: tuple[Fraction | Literal["mean", "median"], ...] = ("mean", "median", Fraction(0), Fraction(5), Fraction(-1))
NEVER_NEGATIVE = {"rank", "percentile_rank", "borda", "distance_to_maximum", "bands"}
BETWEEN = {"minimum", "maximum", "median", "power", "harmonic"}  # the least and the greatest of what they combine
NUMBERS = (Fraction(1), Fraction(10), Fraction(1, 2), Fraction(-3))


@st.composite
def pipelines(draw: st.DrawFn, names: Names, *, growth: bool) -> tuple[Pipe, ...]:
    """Draw up to three steps, none half of the time."""
    count = draw(st.sampled_from((0, 0, 0, 1, 2, 3)))
    return tuple(Pipe(draw(_steps(names, growth=growth)), draw(maybe_where(names))) for _ in range(count))


@st.composite
def maybe_where(draw: st.DrawFn, names: Names) -> Expression | None:
    """Draw a condition, or more often none."""
    return draw(conditions(names)) if draw(st.integers(0, 3)) == 0 else None


@st.composite
def _steps(draw: st.DrawFn, names: Names, *, growth: bool) -> Step:
    within = draw(st.sampled_from((None, *(group for group, _ in names.groups))))
    fill = draw(st.sampled_from(FILLS))
    keeping: tuple[Step, ...] = (
        Round(draw(st.sampled_from((0, 1, 2, 6)))),
        Clip(*draw(st.sampled_from(((-50, 50), (0, 90), (10, 60), (-3, 3))))),
        FillBy(fill, within if isinstance(fill, str) else None),
    )
    changing: tuple[Step, ...] = (
        Add(draw(st.sampled_from(NUMBERS))),
        Multiply(draw(st.sampled_from(NUMBERS))),
        Power(draw(st.sampled_from((Fraction(2), Fraction(1, 2), Fraction(1))))),
    )
    return draw(st.sampled_from(keeping if growth else keeping + changing))


def never_negative(node: Node) -> bool:
    """Tell whether a node's scores are zero or above whatever the data are, as a geometric mean demands."""
    if isinstance(node, Composite):
        if isinstance(node.aggregate, Other) and node.aggregate.case.method not in BETWEEN:
            return False
        return _after(all(never_negative(part.node) for part in parts(node) if part.weight), node.steps)
    match node.normaliser:
        case MinMax(reference=str(), low=low, high=high):
            begun = min(low, high) >= 0
        case OfSet(case=case, reference=reference):
            begun = case.method in NEVER_NEGATIVE and (
                isinstance(reference, str) or case.method != "distance_to_maximum"
            )
        case GoalPosts(clip="both", low=low, high=high):
            begun = min(low, high) >= 0
        case _:
            begun = False
    return _after(begun and node.where is None, node.steps)


def _after(begun: bool, steps: Sequence[Pipe]) -> bool:  # noqa: FBT001 - what the steps begin with
    for pipe in steps:
        after = _kept(pipe.step, begun=begun)
        begun = after if pipe.where is None else begun and after
    return begun


def _kept(step: Step, *, begun: bool) -> bool:
    match step:
        case Clip(low, high):
            return low >= 0 or (begun and high >= 0)
        case FillBy(by):
            return begun and (isinstance(by, str) or by >= 0)
        case Add(number):
            return begun and number >= 0
        case Multiply(number):
            return begun and number > 0
        case Round() | Power():
            return begun
