"""Strategies for the trees of descriptions: shapes, names, exact weights, methods, and shared nodes."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from hypothesis import strategies as st

from descriptions import Arithmetic, CarryForward, Child, Composite, Drop, Geometric, Indicator, Missing, Node
from normalisers import Difference, GoalPosts, LogGrowth, MinMax, Normaliser, SimpleGrowth, SymmetricGrowth
from walks import indicators

Variant: TypeAlias = Literal["symmetric", "absolute", "log", "simple", "with difference", "mixed", "levels"]

GAPS: tuple[Literal["linear", "log_linear"] | None, ...] = (None, "linear", "log_linear")
NAMES = (
    *("total", "rd_programme", "a", "x1", "Ålder", "专利", "总指数", "融合基础", "企业创新", "基站"),
    *("framework", "version", "source", "data", "method", "periods", "impute", "gaps", "latest", "by", "normalise"),
    *("weighting", "equal", "aggregate", "link", "index", "unit", "weight", "direction", "negative", "code", "missing"),
    *("because", "within", "expect", "set", "rename", "move", "remove", "add", "to", "scenario", "extends", "series"),
    *(
        "group",
        "indicator",
        "formula",
        "note",
        "en",
        "where",
        "then",
        "over",
        "before",
        "entities",
        "is",
        "not",
        "error",
    ),
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a drawn description may contain."""

    zeros: bool = False
    holes: bool = False
    fills: bool = False
    negative: bool = False
    over_index: bool = False
    drop: bool = False
    shared: bool = True
    statuses: bool = False
    outside: bool = False  # observations before the first and after the last evaluated period
    floats: bool = False  # values off the grid
    always_linked: bool = True
    missing_error: bool = True  # `missing error` where there are holes, which mostly ends in a refusal
    variants: tuple[Variant, ...] = ("symmetric",)
    depth: int = 4
    leaves: int = 8
    entities: int = 4


@st.composite
def trees(draw: st.DrawFn, scope: Scope, variant: Variant, *, linked: bool) -> Composite:
    """Draw a tree of composites down to a depth of one to four, with a few indicators."""
    names = iter(draw(st.permutations(NAMES)))
    usual: Missing = draw(_missing_rules(scope))
    pool: list[Node] = []
    leaves = 0

    def indicator() -> Indicator:
        nonlocal leaves
        leaves += 1
        return draw(_indicators(next(names), scope, variant))

    def composite(depth: int) -> Composite:
        name = next(names)
        below: list[Node] = []
        for _ in range(draw(st.sampled_from((3, 2, 4, 1)))):
            reused = [node for node in pool if node.name not in {each.name for each in below}]
            if reused and scope.shared and draw(st.integers(0, 4)) == 4:
                below.append(draw(st.sampled_from(reused)))
                continue
            deeper = depth > 1 and leaves < scope.leaves and draw(st.booleans())
            node = composite(depth - 1) if deeper else indicator()
            pool.append(node)
            below.append(node)
        weights = draw(_weights(len(below)))
        missing = draw(_missing_rules(scope)) if draw(st.integers(0, 5)) == 5 else usual
        children = tuple(Child(node, weight) for node, weight in zip(below, weights, strict=True))
        aggregate = draw(_aggregates(below, scope, variant, linked=linked))
        return Composite(name, children, aggregate, missing, draw(st.sampled_from((None, None, None, 7))))

    return composite(draw(st.sampled_from(tuple(depth for depth in (2, 3, 1, 4) if depth <= scope.depth))))


@st.composite
def _weights(draw: st.DrawFn, count: int) -> list[Fraction]:
    """Draw exact weights that sum to one: equal ones half of the time, now and then a zero."""
    if draw(st.booleans()):
        return [Fraction(1, count)] * count
    parts = draw(st.lists(st.sampled_from((1, 2, 3, 4, 5, 0)), min_size=count, max_size=count))
    parts[0] = parts[0] or 1
    return [Fraction(part, sum(parts)) for part in parts]


def _missing_rules(scope: Scope) -> st.SearchStrategy[Missing]:
    """Draw what happens to a missing child, seldom an error where there are holes."""
    if not scope.holes:
        return st.sampled_from(("error", "null")) if scope.drop else st.just("error")
    coverage = st.sampled_from((Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(1)))
    drops = st.builds(Drop, coverage, st.booleans())
    milder: st.SearchStrategy[Missing] = st.one_of(st.just("null"), drops, drops, st.just("null"), drops)
    return st.one_of(milder, milder, milder, milder, milder, st.just("error")) if scope.missing_error else milder


def _aggregates(
    below: list[Node], scope: Scope, variant: Variant, *, linked: bool
) -> st.SearchStrategy[Arithmetic | Geometric]:
    """Draw a mean that suits the kind of the children's scores."""
    leaves = [leaf.normaliser for node in below for leaf in indicators(node)]
    plain: st.SearchStrategy[Arithmetic | Geometric] = st.just(Arithmetic())
    if scope.over_index and linked and not any(isinstance(each, Difference) for each in leaves):
        return st.one_of(plain, plain, plain, plain, st.just(Arithmetic(over_index=True)))
    if variant == "levels" and all(
        isinstance(each, MinMax) or (isinstance(each, GoalPosts) and each.clip == "both") for each in leaves
    ):
        zeros = st.sampled_from(("keep", Fraction(1, 1000), "keep", Fraction(1, 100), "error"))
        return st.one_of(plain, st.builds(Geometric, zeros))
    return plain


@st.composite
def _indicators(draw: st.DrawFn, name: str, scope: Scope, variant: Variant) -> Indicator:
    """Draw an indicator: its normaliser by the variant, its direction and fills as the scope permits."""
    normaliser = draw(_normalisers(variant, scope))
    negative = scope.negative and draw(st.integers(0, 3)) == 3 and not isinstance(normaliser, GoalPosts)
    if not scope.fills:
        return Indicator(name, normaliser, negative)
    gaps = draw(st.sampled_from(GAPS[:2] if _signed(normaliser) else GAPS))
    latest = draw(st.sampled_from((None, CarryForward(), CarryForward(1), CarryForward(2))))
    return Indicator(name, normaliser, negative, gaps, latest)


def _signed(normaliser: Normaliser) -> bool:
    return isinstance(normaliser, SymmetricGrowth) and normaliser.domain == "absolute"


def _normalisers(variant: Variant, scope: Scope) -> st.SearchStrategy[Normaliser]:
    """Draw normalisers whose results may stand under one chain."""
    zero_zero = st.sampled_from(("no_change", "no_change", "null") if scope.holes else ("no_change",))
    symmetric: st.SearchStrategy[Normaliser] = st.builds(SymmetricGrowth, zero_zero)
    difference: st.SearchStrategy[Normaliser] = st.just(Difference())
    by_variant: dict[Variant, tuple[st.SearchStrategy[Normaliser], ...]] = {
        "symmetric": (symmetric,),
        "absolute": (st.builds(SymmetricGrowth, zero_zero, st.sampled_from(("non_negative", "absolute"))),),
        "log": (st.just(LogGrowth()),),
        "simple": (st.just(SimpleGrowth()),),
        "with difference": (symmetric, difference),
        "mixed": (symmetric, difference, st.just(LogGrowth())),
        "levels": (_goal_posts(), st.builds(MinMax, st.sampled_from(("each_period", "all_periods")))),
    }
    return st.one_of(by_variant[variant])


def _goal_posts() -> st.SearchStrategy[Normaliser]:
    """Draw goal posts, the better end high or low."""
    posts = st.sampled_from(((20, 85), (1, 18), (100, 1), (1, 1000)))
    to = st.sampled_from(((0, 1), (0, 100), (1, 10)))
    clip, scale = st.sampled_from(("both", "both", "none")), st.sampled_from(("linear", "log"))
    return st.builds(lambda ends, *how, to: GoalPosts(*ends, *how, *to), posts, clip, scale, to=to)
