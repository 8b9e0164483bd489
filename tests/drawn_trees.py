"""Strategies for the trees of frameworks with formulas: growth or scores, with pipelines, past levels, over indices."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from hypothesis import strategies as st

from descriptions import (
    Aggregate,
    Arithmetic,
    CarryForward,
    Chain,
    Child,
    Composite,
    Drop,
    FillFrom,
    Geometric,
    Indicator,
    Missing,
    Node,
    Other,
    Treatment,
    Weighing,
)
from drawn_formulas import Names, conditions, positive_formulas, signed_formulas
from drawn_pipelines import maybe_where, never_negative, pipelines
from expressions import Apply, Binary, Expression, Numeral, Read, Words
from method_cases import AGGREGATIONS, COPELAND, NORMALISATIONS, TREATMENTS, WEIGHTINGS, Case
from normalisers import (
    GoalPosts,
    LogGrowth,
    MinMax,
    Normaliser,
    OfSet,
    Reference,
    SimpleGrowth,
    SymmetricGrowth,
    Unchanged,
)
from pipeline_steps import Add, Clip, Multiply, Pipe, Round, Step
from walks import nodes

COVERAGES = (Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(1))
FORMS: dict[str, Normaliser] = {"symmetric": SymmetricGrowth(), "log": LogGrowth(), "simple": SimpleGrowth()}
ANYTHING = {"minimum", "maximum", "median", "mean_min", "copeland"}  # they combine numbers of any sign
ON_SCALES = [case for case in NORMALISATIONS if case.method not in {"none", "min_max", "goalposts"}]
SPREAD = [case for case in WEIGHTINGS if case.method != "pca"]  # whose plain function is slow
AGGREGATED = [*(case for case in AGGREGATIONS if case.method not in {"arithmetic", "geometric"}), COPELAND]


@dataclass(slots=True)
class Scope:
    """What a tree may be made of: new names, what its formulas read, and results that are there already."""

    names: Iterator[str]
    reads: Names
    results: Names | None
    periods: range
    missing: Missing
    chain: Chain | None = None
    growth: bool = False
    shared: list[Node] = field(default_factory=list)


@st.composite
def missing_rules(draw: st.DrawFn) -> Missing:
    """Draw what becomes of a composite with missing children, seldom an error."""
    if draw(st.integers(0, 9)) == 0:
        return "error"
    return draw(st.one_of(st.just("null"), st.builds(Drop, st.sampled_from(COVERAGES), st.booleans())))


@st.composite
def indicators(draw: st.DrawFn, scope: Scope) -> Indicator:
    """Draw an indicator: with data, or by a formula over data or results."""
    name = next(scope.names)
    kind = draw(st.sampled_from(("data", "data", "formula", "formula", "late" if scope.results else "formula")))
    normaliser = draw(_growths(scope) if scope.growth else _levels(scope))
    where = None if scope.growth else draw(maybe_where(scope.reads))
    steps = draw(pipelines(scope.reads, growth=scope.growth))
    if not scope.growth and draw(st.integers(0, 7)) == 0:  # growth that a pipeline makes scores of
        normaliser, steps = SymmetricGrowth(), (Pipe(Add(Fraction(100))), *steps)
    negative = draw(st.integers(0, 4)) == 0 and not isinstance(normaliser, GoalPosts)  # they state their own direction
    if isinstance(normaliser, OfSet) and normaliser.case.method == "distance_to_target":
        negative = False  # the target lies above all values
    treatment = draw(_treatments(scope)) if draw(st.integers(0, 4)) == 0 else None
    indicator = Indicator(name, normaliser, negative, where=where, steps=steps, treatment=treatment)
    if kind == "late":
        assert scope.results is not None
        return replace(indicator, treatment=None, formula=draw(_formulas(scope.results, normaliser)))
    if kind == "formula":
        indicator = replace(indicator, formula=draw(_formulas(scope.reads, normaliser)))
    indicator = draw(filled(indicator))
    if draw(st.integers(0, 4)) == 0:
        reference, within = draw(_sets(scope))
        by: Literal["mean", "median"] = draw(st.sampled_from(("mean", "median")))
        indicator = replace(indicator, rest=FillFrom(by, reference, within))
    return indicator


def _formulas(names: Names, normaliser: Normaliser) -> st.SearchStrategy[Expression]:
    any_number = isinstance(normaliser, MinMax | Unchanged)
    any_number = any_number or (isinstance(normaliser, OfSet) and normaliser.case.least is None)
    positive = not any_number
    return positive_formulas(names) if positive else signed_formulas(names)


@st.composite
def filled(draw: st.DrawFn, indicator: Indicator) -> Indicator:
    """Draw how the holes of an indicator are filled, half of the time not at all."""
    if draw(st.booleans()):
        return indicator
    carries = st.sampled_from((None, CarryForward(), CarryForward(1)))
    indicator = replace(indicator, gaps="linear") if draw(st.booleans()) else indicator
    rest = draw(st.sampled_from((None, None, 3)))
    return replace(indicator, latest=draw(carries), earliest=draw(carries), rest=rest)


def _growths(scope: Scope) -> st.SearchStrategy[Normaliser]:
    form = FORMS[scope.chain.growth if scope.chain else "symmetric"]
    return st.just(form)


@st.composite
def _levels(draw: st.DrawFn, scope: Scope) -> Normaliser:
    reference, within = draw(_sets(scope))
    low, high = draw(st.sampled_from(((0, 100), (0, 1), (1, 10), (100, 0))))
    worst, best = draw(st.sampled_from(((0, 5), (5, 1), (-2, 3))))
    clip: Literal["both", "none"] = "both" if draw(st.booleans()) else "none"
    kinds: tuple[Normaliser, ...] = (
        MinMax(reference, low, high, within),
        GoalPosts(worst, best, clip, "linear", low, high),
        Unchanged(),
        OfSet(*draw(_of_sets(scope, draw(st.sampled_from(ON_SCALES))))),
    )
    return draw(st.sampled_from(kinds))


@st.composite
def _sets(draw: st.DrawFn, scope: Scope) -> tuple[Reference, str | None]:
    """Draw a reference set: whose periods count, and of which group."""
    within = draw(st.sampled_from((None, *(group for group, _ in scope.reads.groups))))
    first = draw(st.sampled_from(scope.periods))
    stated = first, draw(st.integers(first, scope.periods[-1]))
    references: tuple[Reference, ...] = ("each_period", "all_periods", "all_periods", stated)
    return draw(st.sampled_from(references)), within


@st.composite
def _of_sets(draw: st.DrawFn, scope: Scope, case: Case) -> tuple[Case, Reference, str | None]:
    """Draw a reference set that a call takes."""
    reference, within = draw(_sets(scope))
    if "reference" not in case.call:
        return case, "each_period", None
    return case, "all_periods" if case.together and isinstance(reference, tuple) else reference, within


@st.composite
def _treatments(draw: st.DrawFn, scope: Scope) -> Treatment:
    return Treatment(*draw(_of_sets(scope, draw(st.sampled_from(TREATMENTS)))))


@st.composite
def composites(draw: st.DrawFn, scope: Scope, depth: int, *, root: bool = False) -> Composite:
    """Draw a composite with one to three nodes under it."""
    name = next(scope.names)
    below: list[Node] = []
    for _ in range(draw(st.sampled_from((2, 3, 1)))):
        reused = [node for node in scope.shared if node.name not in {each.name for each in below}]
        if reused and draw(st.integers(0, 5)) == 0:
            below.append(draw(st.sampled_from(reused)))
            continue
        deeper = depth > 1 and draw(st.booleans())
        node: Node = draw(composites(scope, depth - 1)) if deeper else draw(indicators(scope))
        scope.shared.append(node)
        below.append(node)
    parts = draw(st.lists(st.sampled_from((1, 1, 2, 3, 0)), min_size=len(below), max_size=len(below)))
    parts[0] = parts[0] or 1
    children = tuple(Child(node, Fraction(part, sum(parts))) for node, part in zip(below, parts, strict=True))
    missing = draw(missing_rules()) if draw(st.integers(0, 3)) == 0 else scope.missing
    aggregate = draw(_aggregates(scope, below))
    composite = Composite(name, children, aggregate, missing, draw(st.sampled_from((None, None, 7))))
    if draw(st.integers(0, 4)) == 0 and not (aggregate.over_index or aggregate.over_indicators):
        children = tuple(Child(node, Fraction(1, len(below))) for node in below)
        weighing = draw(_weighings(scope, below))
        composite = replace(composite, children=children, relative_scale=None, weighing=weighing)
    steps = draw(_steps(scope, composite, root=root))
    return replace(composite, steps=steps, negative=root and draw(st.integers(0, 4)) == 0)


@st.composite
def _aggregates(draw: st.DrawFn, scope: Scope, below: list[Node]) -> Aggregate:
    past = draw(st.integers(0, 4)) == 0 and not any(
        isinstance(each, Composite) and each.weighing for node in below for each in nodes(node)
    )
    kind = draw(st.integers(0, 3))
    if scope.growth and scope.chain is not None and kind == 0:
        return Arithmetic(over_index=True)
    probe = Composite("", tuple(Child(node, Fraction(1)) for node in below), Arithmetic(over_indicators=past))
    if not scope.growth and kind <= 1 and never_negative(probe):
        return Geometric(draw(st.sampled_from(("keep", Fraction(1, 100), "error"))), past)
    if not scope.growth and kind == 2:
        able = [case for case in AGGREGATED if case.method in ANYTHING or never_negative(probe)]
        return Other(draw(st.sampled_from(able)), past)
    return Arithmetic(over_indicators=past)


@st.composite
def _weighings(draw: st.DrawFn, scope: Scope, below: list[Node]) -> Weighing:
    """Draw weights that scores decide."""
    probe = Composite("", tuple(Child(node, Fraction(1)) for node in below))
    able = [case for case in SPREAD if case.method != "entropy" or (not scope.growth and never_negative(probe))]
    return Weighing(draw(st.sampled_from(able)), draw(_sets(scope))[0])


@st.composite
def _steps(draw: st.DrawFn, scope: Scope, composite: Composite, *, root: bool) -> tuple[Pipe, ...]:
    """Draw a composite's pipeline; growth stays growth below a root, and where it is linked."""
    if isinstance(composite.aggregate, Arithmetic) and composite.aggregate.over_index:
        steps: tuple[Step, ...] = (Round(1), Add(Fraction(5)), Multiply(Fraction(2)), Clip(20, 300))
        return (Pipe(draw(st.sampled_from(steps))),) if draw(st.integers(0, 2)) == 0 else ()
    return draw(pipelines(scope.reads, growth=scope.growth and (not root or scope.chain is not None)))


@st.composite
def screens(draw: st.DrawFn, names: Names) -> Expression | None:
    """Draw which rows are evaluated: all of them, all but some entities, or those in which any condition holds."""
    match draw(st.integers(0, 5)):
        case 0:
            return draw(conditions(names))
        case 1 if names.entities != (None,):
            return Binary("is not", Read("entity"), Words(str(draw(st.sampled_from(names.entities)))))
        case 2 if names.groups:
            group, texts = draw(st.sampled_from(names.groups))
            return Binary("is not", Read(group), Words(draw(st.sampled_from(texts))))
        case 3 if names.counted:
            available = Apply("available", (Read(draw(st.sampled_from(names.counted))),))
            return Binary(">=", available, Numeral(draw(st.sampled_from(("50%", "1", "0.3")))))
        case _:
            return None
