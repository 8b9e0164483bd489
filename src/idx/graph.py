"""A framework as a networkx graph: order, cycles, levels, and what each indicator weighs in the whole."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import networkx as nx

from idx.model import Composite

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from idx.model import Framework

    Graph: TypeAlias = nx.DiGraph[str]


Work: TypeAlias = tuple[str, str]  # what is done to which indicator
Name = TypeVar("Name")
PARTED: Work = ("", "")  # what is to be done first leads here, and what comes then from here


def find_cycle(edges: Iterable[tuple[str, str]]) -> tuple[str, ...] | None:
    """Return the names along a cycle, the first one again at the end, or None."""
    graph: Graph = nx.DiGraph(list(edges))
    if nx.is_directed_acyclic_graph(graph):
        return None
    cycle = nx.find_cycle(graph)
    return (*(edge[0] for edge in cycle), cycle[0][0])


def build(framework: Framework) -> Graph:
    """Return the graph: an edge from each composite to each child, with its exact `weight`; nodes in tree order.

    Nodes carry their model under `node` and, under `level`, the longest path from a root.
    """
    graph: Graph = nx.DiGraph(name=framework.name)
    for node in framework.nodes.values():
        graph.add_node(node.name, node=node)
        if isinstance(node, Composite):
            graph.add_edges_from((node.name, child.name, {"weight": child.weight}) for child in node.children)
    for name, level in levels(graph).items():
        graph.nodes[name]["level"] = level
    return graph


def with_formulas(framework: Framework, built: Graph | None = None) -> Graph:
    """Return the graph, or a copy of the one `built`, with an edge more from each node to each that its formula reads.

    These edges have no `weight`, since a formula does not weigh; where a node reads its own child, the weight stays.
    """
    graph = build(framework) if built is None else built.copy()
    for node in framework.indicators:
        if node.formula is not None:
            graph.add_edges_from((node.name, name) for name in node.formula.reads if name in framework.nodes)
    return graph


def order(edges: Iterable[tuple[str, str]]) -> Iterable[str]:
    """Return the names so that each stands behind all those that edges lead to from it."""
    graph: Graph = nx.DiGraph(list(edges))
    return reversed(list(nx.topological_sort(graph)))


def depths(before: Mapping[Work, Iterable[Work]], first: Iterable[Work], then: Collection[Work]) -> dict[Work, int]:
    """Return in which generation each work can be done, from zero: after all that stands `before` it, if it is known.

    What is to be done `first` is done before all of `then`, but for what rests on one of these itself.
    """
    graph: nx.DiGraph[Work] = nx.DiGraph()
    graph.add_nodes_from(before)
    graph.add_edges_from((other, work) for work, others in before.items() for other in others if other in before)
    late = set(then).union(*(nx.descendants(graph, work) for work in then))
    graph.add_edges_from((work, PARTED) for work in first if work in before and work not in late)
    graph.add_edges_from((PARTED, work) for work in then)
    return levels(graph)


def levels(graph: nx.DiGraph[Name]) -> dict[Name, int]:
    """Return each node's longest distance from a root."""
    found: dict[Name, int] = {}
    for name in nx.topological_sort(graph):
        found[name] = max((found[parent] + 1 for parent in graph.predecessors(name)), default=0)
    return found


def generations(framework: Framework, built: Graph | None = None) -> tuple[tuple[str, ...], ...]:
    """Return the nodes in the order of evaluation: each generation needs only those before it.

    The first holds the indicators that no formula computes from others; within a generation nodes stand in tree order.
    """
    graph = with_formulas(framework, built).reverse(copy=False)
    order = {name: place for place, name in enumerate(framework.nodes)}
    return tuple(tuple(sorted(names, key=order.__getitem__)) for names in nx.topological_generations(graph))


def effective_weights(framework: Framework, root: str, built: Graph | None = None) -> dict[str, Fraction]:
    """Return what each node below a root weighs in it: the sum over paths of the products of weights.

    Combining is taken as if it were linear at every node; for other aggregations these are nominal weights. Who asks
    for many roots hands over the graph, `built` once; the work is then that of what stands below each.
    """
    graph = build(framework) if built is None else built
    inside = graph.subgraph({root, *nx.descendants(graph, root)})
    weights = {root: Fraction(1)}
    for name in nx.topological_sort(inside):
        if name != root:
            parts = (weights[parent] * edge["weight"] for parent, _, edge in inside.in_edges(name, data=True))
            weights[name] = sum(parts, Fraction(0))
    return weights


def weighed_by_scores(framework: Framework) -> frozenset[str]:
    """Return the nodes whose weight in the whole is known only once scores are, at any of their places."""
    found: set[str] = set()
    waiting = [child.name for node in framework.composites if node.weighting.method.computed for child in node.children]
    while waiting:
        name = waiting.pop()
        node = framework.nodes[name]
        if name not in found and isinstance(node, Composite):
            waiting.extend(child.name for child in node.children)
        found.add(name)
    return frozenset(found)


def low_is_good(framework: Framework) -> frozenset[str]:
    """Return the nodes at or below a root of negative direction, which rank from the lowest."""
    found: set[str] = set()
    waiting = [root for root in framework.roots if framework.nodes[root].negative]
    while waiting:
        name = waiting.pop()
        node = framework.nodes[name]
        if name not in found and isinstance(node, Composite):
            waiting.extend(child.name for child in node.children)
        found.add(name)
    return frozenset(found)
