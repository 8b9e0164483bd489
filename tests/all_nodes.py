"""All nodes of a description, of every tree and beside them: by name, in order, and which are made of results."""

from descriptions import Composite, Description, Indicator, Node
from expressions import Read, reads
from normalisers import Difference, LogGrowth, SimpleGrowth, SymmetricGrowth
from pipeline_steps import Clip, FillBy, Round
from walks import nodes, over_index, parts

RESULTS = ("score", "index", "rank")


def all_nodes(description: Description) -> dict[str, Node]:
    """Give every node by its name, the trees in their order, then what stands beside them."""
    found: dict[str, Node] = {}
    for tree in description.trees:
        found |= {node.name: node for node in nodes(tree.node) if node.name not in found}
    return found | {indicator.name: indicator for indicator in description.aside}


def all_indicators(description: Description) -> list[Indicator]:
    """List the indicators, each once."""
    return [node for node in all_nodes(description).values() if isinstance(node, Indicator)]


def late_names(description: Description) -> frozenset[str]:
    """Name the indicators whose formulas read results, directly or through another."""
    known = all_nodes(description)

    def is_late(name: str) -> bool:
        node = known.get(name)
        if not isinstance(node, Indicator) or node.formula is None:
            return False
        return any(is_result(read) for read, _ in reads(node.formula))

    def is_result(read: Read) -> bool:
        return read.column in RESULTS or isinstance(known.get(read.name), Composite) or is_late(read.name)

    return frozenset(name for name in known if is_late(name))


def window(description: Description) -> range:
    """Give the evaluated periods, led by the one before them where growth can look back to it."""
    growth = any(is_normalised_to_growth(each) for each in all_indicators(description))
    leads = growth and description.first > description.grid[0]
    return range(description.first - leads, description.last + 1)


def is_normalised_to_growth(indicator: Indicator) -> bool:
    """Tell whether an indicator's normalisation looks back a period."""
    return isinstance(indicator.normaliser, SymmetricGrowth | LogGrowth | SimpleGrowth | Difference)


def grows(node: Node) -> bool:
    """Tell whether a node's scores are growth: normalised or combined so, by steps that leave it growth."""
    if isinstance(node, Indicator):
        begun = is_normalised_to_growth(node) and node.where is None
    elif over_index(node):
        return True
    else:
        begun = any(grows(part.node) for part in parts(node) if part.weight)
    return begun and all(isinstance(pipe.step, Round | Clip | FillBy) for pipe in node.steps)
