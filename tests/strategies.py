"""Hypothesis strategies for descriptions: random trees, exact weights and panels, of the growth and the levels family.

Values lie on the grid 1.05 ^ k with |k| ≤ 140, so that a step's ratio stays within [1e−6, 1e6] and differs from 1 by
nothing or by five per cent: a law that compares x with s·x or 1/x must not fail by the rounding of its own data. Where
nothing is transformed, arbitrary floats in [1e−3, 1e3] stand beside them. Zeros and holes are drawn on purpose.
"""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from descriptions import Cell, Chain, Composite, Description, Entity, GrowthForm, Indicator, Observation
from normalisers import Difference, GoalPosts, MinMax, Normaliser, SymmetricGrowth
from rendering import render
from trees import Scope, Variant, trees
from walks import composites, effective_weights, indicators

__all__ = ["ANYTHING", "PLAIN", "Scope", "growth_descriptions", "level_descriptions", "render"]

PLAIN = Scope()
ANYTHING = Scope(
    zeros=True,
    holes=True,
    fills=True,
    negative=True,
    over_index=True,
    drop=True,
    statuses=True,
    outside=True,
    floats=True,
    always_linked=False,
    variants=("symmetric", "symmetric", "absolute", "log", "simple", "with difference", "mixed"),
)

ENTITIES: tuple[tuple[Entity, ...], ...] = (
    (None,),
    ("NOR",),
    ("北京", "上海"),
    ("06001", "a b", "ü"),
    ("D", "C", "B", "A"),
)
FORMS: dict[Variant, GrowthForm] = {"log": "log", "mixed": "log", "simple": "simple"}
STATUSES = (None, None, "A", "B", "D", "E", "F", "I", "P", "U")
GRID = 140
ZERO_UP_TO, HOLE_UP_TO = GRID + 30, GRID + 80


@st.composite
def growth_descriptions(draw: st.DrawFn, scope: Scope = PLAIN) -> Description:
    """Draw a framework whose indicators are normalised to growth, with data for it."""
    variant = draw(st.sampled_from(scope.variants))
    with_holes = scope.holes and draw(st.booleans())
    linked = scope.always_linked or draw(st.integers(0, 3)) > 0
    root = draw(trees(replace(scope, holes=with_holes), variant, linked=linked))
    first, length = draw(st.sampled_from((2015, 2016))), draw(st.sampled_from((4, 3, 5, 2, 7, 6)))
    chain = None
    if linked:
        value = draw(st.sampled_from((100, 1000)))
        stated = variant in ("mixed", "with difference") or draw(st.booleans())
        chain = Chain(draw(st.integers(first, first + length - 1)), value, FORMS.get(variant, "symmetric"), stated)
    description = Description(
        root, first, first + length - 1, chain, draw(st.sampled_from(ENTITIES[: scope.entities + 1])), {}
    )
    return draw(_with_panel(description, replace(scope, holes=with_holes)))


@st.composite
def level_descriptions(draw: st.DrawFn) -> Description:
    """Draw a framework of scores (goal posts, min_max; arithmetic and geometric means), with data for it."""
    with_holes = draw(st.booleans())
    scope = Scope(zeros=True, holes=with_holes, fills=True, negative=True, drop=True, statuses=True, outside=True)
    root = draw(trees(scope, "levels", linked=False))
    first, length = draw(st.sampled_from((2015, 2016))), draw(st.sampled_from((3, 2, 4)))
    description = Description(root, first, first + length - 1, None, draw(st.sampled_from(ENTITIES)), {})
    return draw(_with_panel(description, scope))


@st.composite
def _with_panel(draw: st.DrawFn, description: Description, scope: Scope) -> Description:
    """Draw the data: a number for every cell, read as a value, a zero or a hole as the indicator permits."""
    before, after = (draw(st.integers(0, 2)), draw(st.integers(0, 1))) if scope.outside else (0, 0)
    span = range(description.first - before, description.last + after + 1)
    with_status = scope.statuses and draw(st.integers(0, 2)) == 0
    positive = set(_kept_positive(description.root))
    arbitrary = scope.floats and draw(st.booleans())
    panel: dict[Cell, Observation] = {}
    for indicator in indicators(description.root):
        zero = scope.zeros and indicator.name not in positive and _takes_zero(indicator)
        upper = HOLE_UP_TO if scope.holes else ZERO_UP_TO if zero else GRID
        for place, entity in enumerate(description.entities):
            draws = draw(st.lists(st.integers(-GRID, upper), min_size=len(span), max_size=len(span)))
            signs = (
                draw(st.lists(st.booleans(), min_size=len(span), max_size=len(span))) if _takes_signs(indicator) else []
            )
            for period, drawn in zip(span, draws, strict=True):
                exponent = _anchored(indicator.normaliser, description, place, period, drawn)
                observation = _observation(indicator.normaliser, exponent, zero=zero)
                if observation is None:
                    continue
                if arbitrary and observation.value and not isinstance(indicator.normaliser, Difference):
                    observation = replace(observation, value=draw(st.floats(1e-3, 1e3)))
                if signs and signs[period - span.start] and indicator.name not in positive:
                    observation = replace(observation, value=-observation.value)
                if with_status:
                    observation = replace(observation, status=draw(st.sampled_from(STATUSES)))
                panel[indicator.name, entity, period] = observation
    return replace(description, panel=_based(description, _inhabited(description, panel)))


def _based(description: Description, panel: dict[Cell, Observation]) -> dict[Cell, Observation]:
    """Give an indicator that weighs an observation in the base period, where none has one: without, all is refused."""
    if description.chain is None:
        return panel
    base = description.chain.base
    weighing = [name for name, weight in effective_weights(description.root).items() if weight]
    if any((name, entity, base) in panel for name in weighing for entity in description.entities):
        return panel
    return {**panel, (weighing[0], description.entities[0], base): Observation(1.0)}


def _observation(normaliser: Normaliser, exponent: int, *, zero: bool) -> Observation | None:
    """Read a drawn number: a point of the grid, then zero if the indicator takes it, then a hole."""
    if exponent > ZERO_UP_TO:
        return None
    if exponent > GRID:
        return Observation(0.0 if zero else 1.0)
    if isinstance(normaliser, Difference):
        return Observation(1.0 + (exponent + GRID) * 49 / (2 * GRID))
    return Observation(1.05**exponent)


def _kept_positive(root: Composite) -> Iterator[str]:
    """Name indicators that take no zero, so that no composite can have all of its children at ±200."""
    for composite in composites(root):
        carrying = [child.node for child in composite.children if child.weight > 0]
        if not any(isinstance(node, Composite) for node in carrying):
            yield carrying[0].name


def _takes_zero(indicator: Indicator) -> bool:
    """Tell whether a zero has a meaning under an indicator's methods: no logarithm may meet it."""
    match indicator.normaliser:
        case SymmetricGrowth():
            return indicator.gaps != "log_linear"
        case GoalPosts(scale="linear"):
            return indicator.gaps != "log_linear"
        case _:
            return False


def _takes_signs(indicator: Indicator) -> bool:
    return (
        isinstance(indicator.normaliser, SymmetricGrowth)
        and indicator.normaliser.domain == "absolute"
        and not indicator.gaps
    )


def _anchored(normaliser: Normaliser, description: Description, place: int, period: int, drawn: int) -> int:
    """Keep a low and a high value in every reference set of min_max, so that its range is never zero."""
    if not isinstance(normaliser, MinMax) or period not in description.periods:
        return drawn
    alone = len(description.entities) == 1
    position = period - description.first if alone else place
    if position == 0:
        return drawn % 40
    return 60 + drawn % 80 if position == 1 else drawn


def _inhabited(description: Description, panel: dict[Cell, Observation]) -> dict[Cell, Observation]:
    """Give every entity and every indicator an observation in the evaluated periods: without one the data know none."""
    first_name = indicators(description.root)[0].name
    wanted = [(first_name, entity) for entity in description.entities]
    wanted += [(indicator.name, description.entities[0]) for indicator in indicators(description.root)]
    for name, entity in wanted:
        if not any((name, entity, period) in panel for period in description.periods):
            panel[name, entity, description.last] = Observation(1.0)
    return panel
