"""Write the nodes of a description: each in full where it first stands, or in a block of its own outside the trees."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from all_nodes import all_nodes, late_names
from descriptions import Child, Composite, Description, Indicator, Node
from formula_text import formula_text
from normalisers import Unchanged
from spelling import (
    aggregate_text,
    impute_texts,
    missing_text,
    normaliser_text,
    number_text,
    pipeline_text,
    treatment_text,
    weight_text,
    weighting_text,
)
from tables import code_of
from walks import indicators, nodes


@dataclass(frozen=True, slots=True)
class InForce:
    """What the headings above a node already say about indicators: a normalisation, and what fills each place."""

    normalise: str
    impute: tuple[str, ...]


@dataclass(slots=True)
class Writer:
    """Write trees, and gather the `indicator` blocks of what stands in them by its bare name."""

    description: Description
    above: InForce
    blocks: list[str] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    order: dict[str, int] = field(init=False)
    late: frozenset[str] = field(init=False)
    placements: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        """Number the nodes, and count how often each stands somewhere."""
        known = all_nodes(self.description)
        self.order = {name: position for position, name in enumerate(known)}
        self.late = late_names(self.description)
        self.placements = Counter(
            child.node.name for node in known.values() if isinstance(node, Composite) for child in node.children
        )

    def tree(self, root: Node, link: str) -> str:
        """Write an index tree."""
        self.written.add(root.name)
        if isinstance(root, Composite):
            stated = [link, "direction negative" if root.negative else ""]
            return "\n".join(self._composite("index ", root, _joined(stated), self.above, 0))
        assert root.formula is not None
        formula = formula_text(root.formula, self.description.frequency, spare=self.order[root.name] % 2 == 1)
        sign = "=" if self.order[root.name] % 3 else "formula"
        return _joined(["index", self._name(root), *self._properties(root, self.above), sign, formula])

    def aside(self, indicator: Indicator) -> str:
        """Write an indicator that stands in no tree."""
        own = InForce("none", self.above.impute)  # what serves formulas is not normalised unless it says so
        return self._block(indicator, own)

    def _composite(self, opening: str, node: Composite, stated: str, above: InForce, depth: int) -> list[str]:
        """Write a heading, the children and the closing brace, a list item per line."""
        root, frequency = self.description.root, self.description.frequency
        in_force = self._heading_in_force(node, above)
        aggregate = pipeline_text(aggregate_text(node.aggregate), node, frequency)
        parts = [
            f"{opening}{self._name(node)}",
            stated,
            weighting_text(node, frequency),
            f"aggregate {aggregate}"
            if aggregate != pipeline_text(aggregate_text(root.aggregate), root, frequency)
            else "",
            f"missing {missing_text(node.missing)}" if node.missing != root.missing else "",
            f"normalise {in_force.normalise}" if in_force.normalise != above.normalise else "",
            *(text for text, before in zip(in_force.impute, above.impute, strict=True) if text != before),
            "{",
        ]
        lines = ["  " * depth + _joined(parts)]
        for child, weight in zip(node.children, self._weights(node), strict=True):
            lines.extend(self._child(child, weight, in_force, depth + 1))
        return [*lines, "  " * depth + "}"]

    def _child(self, child: Child, weight: str, above: InForce, depth: int) -> list[str]:
        node, indent = child.node, "  " * depth
        if node.name in self.written:
            return [indent + _joined([node.name, weight])]
        self.written.add(node.name)
        if isinstance(node, Composite):
            return self._composite("", node, weight, above, depth)
        if self.order[node.name] % 4 == 3:
            self.blocks.append(self._block(node, above))
            return [indent + _joined([node.name, weight])]
        return [indent + _joined([self._name(node), weight, *self._properties(node, above), *self._formula(node)])]

    def _block(self, node: Indicator, above: InForce) -> str:
        lines = [part for part in (*self._formula(node), *self._properties(node, above)) if part]
        if not lines:
            return f"indicator {self._name(node)}"
        return "\n".join([f"indicator {self._name(node)} {{", *(f"  {line}" for line in lines), "}"])

    def _formula(self, node: Indicator) -> list[str]:
        if node.formula is None:
            return []
        spare = self.order[node.name] % 2 == 1
        return [f"formula {formula_text(node.formula, self.description.frequency, spare=spare)}"]

    def _properties(self, node: Indicator, above: InForce) -> list[str]:
        """Write what an indicator says of itself, as far as no heading has said it."""
        frequency = self.description.frequency
        late = node.name in self.late
        code = node.name if node.formula is not None else code_of(self.description, node.name)
        pipeline = pipeline_text(normaliser_text(node.normaliser, frequency), node, frequency)
        passes = late and isinstance(node.normaliser, Unchanged) and node.where is None and not node.steps
        imputed = [] if late else zip(impute_texts(node, frequency), above.impute, strict=True)
        return [
            "unit %" if self.order[node.name] % 5 == 1 else "",
            f'code "{code}"' if code != node.name else "",
            "direction negative" if node.negative else "",
            *(text for text, before in imputed if text != before),
            treatment_text(node, frequency),
            f"normalise {pipeline}" if not passes and (late or pipeline != above.normalise) else "",
        ]

    def _name(self, node: Node) -> str:
        """Write a name, with labels for a shared node (which tells it from a reference) and every other one."""
        position = self.order[node.name]
        if self.placements[node.name] > 1 or position % 2 == 0:
            return f'{node.name} "第{position}项" en "Item {position}"'
        return node.name

    def _heading_in_force(self, node: Composite, above: InForce) -> InForce:
        """Say on the heading what all indicators inside have in common, unless one of them stands elsewhere too."""
        inside = list(nodes(node))[1:]
        leaves = [leaf for leaf in indicators(node) if leaf.name not in self.late]
        elsewhere = any(self.placements[each.name] > 1 for each in inside)
        if node is self.description.root or elsewhere or not leaves:
            return above
        frequency = self.description.frequency
        pipelines = [pipeline_text(normaliser_text(leaf.normaliser, frequency), leaf, frequency) for leaf in leaves]
        imputed = zip(zip(*(impute_texts(leaf, frequency) for leaf in leaves), strict=True), above.impute, strict=True)
        return InForce(
            common(pipelines) or above.normalise, tuple(common(texts) or before for texts, before in imputed)
        )

    def _weights(self, node: Composite) -> list[str]:
        """Write the weights, leaving out those that `equal` supplies (in every other composite, only if all are)."""
        weights = [child.weight for child in node.children]
        if node.weighing is not None:
            return [""] * len(weights)
        if node.relative_scale:
            return [f"weight {number_text(weight * node.relative_scale)}" for weight in weights]
        supplied = weights[-1] if self.order[node.name] % 2 == 0 or len(set(weights)) == 1 else None
        return [
            "" if weight == supplied != 0 else f"weight {weight_text(weight, place)}"
            for place, weight in enumerate(weights)
        ]


def _joined(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)


def common(stated: Sequence[str]) -> str:
    """Give what all of them say, or nothing."""
    return stated[0] if len(set(stated)) == 1 else ""
