"""Ways through the tree of a description: its nodes in order, its effective weights, a rebuilt copy."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from descriptions import Arithmetic, Child, Composite, Indicator, Node


def nodes(root: Node) -> Iterator[Node]:
    """Yield every node under a root once, in the order of the tree."""
    seen: set[str] = set()

    def visit(node: Node) -> Iterator[Node]:
        if node.name in seen:
            return
        seen.add(node.name)
        yield node
        if isinstance(node, Composite):
            for child in node.children:
                yield from visit(child.node)

    return visit(root)


def children_first(root: Node) -> Iterator[Node]:
    """Yield every node under a root once, each after all of its children."""
    seen: set[str] = set()

    def visit(node: Node) -> Iterator[Node]:
        if node.name in seen:
            return
        seen.add(node.name)
        if isinstance(node, Composite):
            for child in node.children:
                yield from visit(child.node)
        yield node

    return visit(root)


def indicators(root: Node) -> list[Indicator]:
    """List the indicators under a root, each once."""
    return [node for node in nodes(root) if isinstance(node, Indicator)]


def composites(root: Node) -> list[Composite]:
    """List the composites under a root, each once, the root first."""
    return [node for node in nodes(root) if isinstance(node, Composite)]


def effective_weights(node: Node) -> dict[str, Fraction]:
    """Give the weight of every indicator in a node: the product along each way down to it, added over the ways."""
    if isinstance(node, Indicator):
        return {node.name: Fraction(1)}
    total: dict[str, Fraction] = {}
    for child in node.children:
        for name, weight in effective_weights(child.node).items():
            total[name] = total.get(name, Fraction(0)) + child.weight * weight
    return total


def over_index(composite: Composite) -> bool:
    """Tell whether a composite combines index levels."""
    return isinstance(composite.aggregate, Arithmetic) and composite.aggregate.over_index


def parts(composite: Composite) -> list[Child]:
    """List what a composite combines, with weights: its children, or the indicators below that weigh in it."""
    if not composite.aggregate.over_indicators:
        return list(composite.children)
    weights = effective_weights(composite)
    return [Child(each, weights[each.name]) for each in indicators(composite) if weights[each.name]]


def rebuild(root: Composite, change: Callable[[Node], Node]) -> Composite:
    """Replace every node by `change` of it, children first; a shared node stays shared."""
    done: dict[str, Node] = {}

    def visit(node: Node) -> Node:
        if node.name not in done:
            if isinstance(node, Composite):
                children = tuple(replace(child, node=visit(child.node)) for child in node.children)
                done[node.name] = change(replace(node, children=children))
            else:
                done[node.name] = change(node)
        return done[node.name]

    rebuilt = visit(root)
    assert isinstance(rebuilt, Composite)
    return rebuilt
