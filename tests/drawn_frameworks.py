"""Strategies for whole frameworks with series, groups, formulas, conditions, pipelines and several trees, with data."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import strategies as st

from all_nodes import all_nodes
from descriptions import Chain, Composite, Description, Entity, GrowthForm, Indicator, Node, Tree
from drawn_formulas import Names, positive_formulas, signed_formulas
from drawn_panels import panels
from drawn_pipelines import maybe_where, pipelines
from drawn_trees import Scope, composites, filled, missing_rules, screens
from expressions import Read, names_read
from normalisers import Unchanged
from period_names import Frequency
from trees import NAMES
from walks import nodes

# Names that formulas have other uses for, or that end a property: all may be names.
TRICKY = (
    "if",
    "min",
    "prev",
    "available",
    "and",
    "or",
    "not",
    "then",
    "where",
    "over",
    "abs",
    "ln",
    "技术合同",
    "产值",
)
ENTITIES: tuple[tuple[Entity, ...], ...] = (
    (None,),
    ("北京", "上海", "全国"),
    ("06001", "a b", "2016", 'say "A"'),
    ("D", "C", "B", "A", "北京"),
)
FREQUENCIES: tuple[tuple[Frequency, int], ...] = (("A", 2015), ("A", 2016), ("Q", 2015 * 4 + 2), ("M", 2019 * 12 + 10))
FORMS: tuple[GrowthForm, ...] = ("symmetric", "log", "simple")
REGIONS = ("东部", "西部", "a b")


@st.composite
def framework_descriptions(draw: st.DrawFn) -> Description:
    """Draw a framework and its data."""
    names = iter(draw(st.permutations(sorted({*TRICKY, *NAMES}))))
    entities = draw(st.sampled_from(ENTITIES))
    frequency, first = draw(st.sampled_from(FREQUENCIES))
    last = first + draw(st.integers(1, 3))
    before = draw(st.integers(0, 2))
    span = range(first - before, last + 1 + draw(st.integers(0, 1)))
    groups = draw(_groups(names, entities))
    series = tuple(next(names) for _ in range(draw(st.integers(2, 3))))
    reads = Names(
        positive=tuple(map(Read, series)),
        entities=entities,
        periods=tuple(span),
        groups=tuple((name, REGIONS) for name in groups),
    )
    aside = draw(_aside(names, reads))
    reads = replace(reads, positive=reads.positive + tuple(Read(each.name) for each in aside))
    trees = draw(_trees(names, reads, range(first, last + 1)))
    head, *others = trees
    assert isinstance(head.node, Composite)
    counted = tuple(node.name for tree in trees for node in nodes(tree.node) if isinstance(node, Composite))
    described = Description(
        head.node, first, last, head.chain, entities, {}, tuple(others), series, aside, groups, None, frequency
    )
    screen = draw(screens(replace(reads, counted=counted)))
    described = replace(described, screen=screen, aside=())
    described = replace(described, aside=tuple(each for each in aside if each.name in _names_read(described, aside)))
    return replace(described, panel=draw(panels(described, span)))


def _names_read(description: Description, aside: tuple[Indicator, ...]) -> set[str]:
    """Name what formulas and conditions read, also through indicators aside; what nothing reads is not computed."""
    read = names_read(description.screen)
    for node in all_nodes(description).values():
        own = (node.formula, node.where) if isinstance(node, Indicator) else ()
        read = read.union(*map(names_read, (*own, *(pipe.where for pipe in node.steps))))
    for indicator in reversed(aside):  # each reads only those before it
        read |= names_read(indicator.formula) if indicator.name in read else set()
    return read


@st.composite
def _groups(draw: st.DrawFn, names: Iterator[str], entities: tuple[Entity, ...]) -> dict[str, dict[Entity, str]]:
    """Draw groups, an entity without one now and then."""
    if entities == (None,):
        return {}
    region = st.sampled_from((*REGIONS, None))
    drawn = {
        next(names): {entity: draw(region) for entity in entities} for _ in range(draw(st.sampled_from((1, 1, 0, 2))))
    }
    known = {name: {entity: text for entity, text in each.items() if text} for name, each in drawn.items()}
    return {name: each for name, each in known.items() if each}


@st.composite
def _aside(draw: st.DrawFn, names: Iterator[str], reads: Names) -> tuple[Indicator, ...]:
    """Draw indicators that serve formulas, each able to read those before it."""
    found: list[Indicator] = []
    for _ in range(draw(st.integers(0, 2))):
        known = replace(reads, positive=reads.positive + tuple(Read(each.name) for each in found))
        formula = draw(positive_formulas(known))
        found.append(draw(filled(Indicator(next(names), Unchanged(), formula=formula))))
    return tuple(found)


@st.composite
def _trees(draw: st.DrawFn, names: Iterator[str], reads: Names, periods: range) -> list[Tree]:
    """Draw one to three trees; the later ones may read the results of those before."""
    missing = draw(missing_rules())
    found: list[Tree] = []
    kept: dict[bool, list[Node]] = {}
    for place in range(draw(st.integers(1, 3))):
        results = _results(reads, found) if found else None
        if place and results and draw(st.integers(0, 1)) == 0:
            found.append(draw(_formula_trees(next(names), reads, results)))
            continue
        growth = draw(st.booleans())
        chain = draw(_chains(periods)) if growth and draw(st.booleans()) else None
        shared = [] if chain else kept.setdefault(growth, [])
        scope = Scope(names, reads, results, periods, missing, chain, growth, shared)
        found.append(Tree(draw(composites(scope, 2, root=True)), chain))
    return found


@st.composite
def _chains(draw: st.DrawFn, periods: range) -> Chain:
    base = draw(st.sampled_from(periods))
    last = draw(st.sampled_from((None, draw(st.sampled_from(range(base, periods[-1] + 1))))))
    growth = draw(st.sampled_from(FORMS))
    return Chain(base, draw(st.sampled_from((100, 1000))), growth, draw(st.booleans()), last)


def _results(reads: Names, trees: list[Tree]) -> Names:
    """Give what a formula over results may read: data, composites, scores, indices and ranks."""
    known = [(node, tree.chain) for tree in trees for node in nodes(tree.node)]
    own = [Read(node.name) for node, _ in known]
    columns = [Read(node.name, "score") for node, _ in known]
    columns += [Read(node.name, "raw") for node, _ in known if isinstance(node, Indicator)]
    columns += [Read(node.name, "index") for node, chain in known if chain is not None]
    ranks = tuple(Read(node.name, "rank") for node, _ in known)
    return replace(reads, positive=reads.positive + ranks, signed=(*own, *own, *columns), counted=())


@st.composite
def _formula_trees(draw: st.DrawFn, name: str, reads: Names, results: Names) -> Tree:
    """Draw a root that a formula over results computes."""
    formula = draw(signed_formulas(results))
    root = Indicator(name, Unchanged(), draw(st.integers(0, 3)) == 0, formula=formula)
    if draw(st.booleans()):
        root = replace(root, where=draw(maybe_where(reads)), steps=draw(pipelines(reads, growth=False)))
    return Tree(root)
