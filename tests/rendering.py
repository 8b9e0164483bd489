"""Write a description as an .idx file and a long table.

One meaning has many spellings (inherited or stated properties, weights as fractions, decimals or per cents, labels,
codes). The choice among them hangs on positions in the tree alone, so that a failing example prints the same twice.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from descriptions import Child, Composite, Description, Node
from spelling import (
    aggregate_text,
    chain_text,
    gaps_text,
    latest_text,
    missing_text,
    normaliser_text,
    number_text,
    weight_text,
)
from walks import composites, indicators, nodes


def render(description: Description) -> tuple[str, pl.DataFrame]:
    """Give the text of the framework and the data for it."""
    return _text(description), _frame(description)


def code_of(description: Description, name: str) -> str:
    """Give the data's own name of an indicator: for every third one it differs from the framework's."""
    position = [indicator.name for indicator in indicators(description.root)].index(name)
    return f"{position:02d} 原始代码" if position % 3 == 2 else name


def _frame(description: Description) -> pl.DataFrame:
    """Lay the observations out in rows; of the missing cells every other one is an empty cell, the rest have no row."""
    observations = [
        (code_of(description, name), entity, period, observation.value, observation.status)
        for (name, entity, period), observation in description.panel.items()
    ]
    mark = "M" if any(status is not None for *_, status in observations) else None
    empty = [
        (code_of(description, indicator.name), entity, period, None, mark)
        for indicator in indicators(description.root)
        for entity in description.entities
        for period in description.periods
        if period % 2 == 0 and (indicator.name, entity, period) not in description.panel
    ]
    schema = {"indicator": pl.String, "entity": pl.String, "period": pl.Int64, "value": pl.Float64, "status": pl.String}
    frame = pl.DataFrame(observations + empty, schema=schema, orient="row")
    left_out = [] if mark else ["status"]
    return frame.drop(left_out if description.entities != (None,) else ["entity", *left_out])


@dataclass(frozen=True, slots=True)
class _InForce:
    """What the headings above a node already say about indicators."""

    normalise: str
    gaps: str
    latest: str


def _text(description: Description) -> str:
    """Write the file: the header, a method block that speaks for the root, and the tree with what differs from it."""
    root, leaves = description.root, indicators(description.root)
    link = chain_text(description.chain) if description.chain else ""
    link_on_root = description.first % 2 == 1
    in_force = _InForce(normaliser_text(leaves[0].normaliser), _common([gaps_text(leaf) for leaf in leaves]), "")
    method = [
        f"periods {description.first}..{description.last}",
        in_force.gaps,
        f"normalise {in_force.normalise}",
        "weighting equal",
        f"aggregate {aggregate_text(root.aggregate)}",
        f"missing {missing_text(root.missing)}" if root.missing != "error" else "",
        "" if link_on_root else link,
    ]
    block = "".join(f"  {line}\n" for line in method if line)
    tree = "\n".join(_Tree(description).composite("index ", root, link if link_on_root else "", in_force, 0))
    return f'framework trial "试验" en "Trial"\nversion "1"\n\nmethod {{\n{block}}}\n\n{tree}\n'


class _Tree:
    """Write the nodes of a description, each shared one in full only where it first stands."""

    def __init__(self, description: Description) -> None:
        self.description = description
        self.written: set[str] = set()
        self.order = {node.name: position for position, node in enumerate(nodes(description.root))}
        self.placements = Counter(
            child.node.name for composite in composites(description.root) for child in composite.children
        )

    def composite(self, opening: str, node: Composite, stated: str, above: _InForce, depth: int) -> list[str]:
        """Write a heading, the children and the closing brace, a list item per line."""
        root = self.description.root
        in_force = self._heading_in_force(node, above)
        parts = [
            f"{opening}{self._name(node)}",
            stated,
            "weighting relative" if node.relative_scale else "",
            f"aggregate {aggregate_text(node.aggregate)}" if node.aggregate != root.aggregate else "",
            f"missing {missing_text(node.missing)}" if node.missing != root.missing else "",
            f"normalise {in_force.normalise}" if in_force.normalise != above.normalise else "",
            in_force.gaps if in_force.gaps != above.gaps else "",
            in_force.latest if in_force.latest != above.latest else "",
            "{",
        ]
        lines = ["  " * depth + _joined(parts)]
        for child, weight in zip(node.children, self._weights(node), strict=True):
            lines.extend(self._child(child, weight, in_force, depth + 1))
        return [*lines, "  " * depth + "}"]

    def _child(self, child: Child, weight: str, above: _InForce, depth: int) -> list[str]:
        node = child.node
        if node.name in self.written:
            return ["  " * depth + _joined([node.name, weight])]
        self.written.add(node.name)
        if isinstance(node, Composite):
            return self.composite("", node, weight, above, depth)
        code = code_of(self.description, node.name)
        normaliser, gaps, latest = normaliser_text(node.normaliser), gaps_text(node), latest_text(node.latest)
        parts = [
            self._name(node),
            "unit %" if self.order[node.name] % 5 == 1 else "",
            weight,
            f'code "{code}"' if code != node.name else "",
            "direction negative" if node.negative else "",
            gaps if gaps != above.gaps else "",
            latest if latest != above.latest else "",
            f"normalise {normaliser}" if normaliser != above.normalise else "",
        ]
        return ["  " * depth + _joined(parts)]

    def _name(self, node: Node) -> str:
        """Write a name, with labels for a shared node (which tells it from a reference) and every other one."""
        position = self.order[node.name]
        if self.placements[node.name] > 1 or position % 2 == 0:
            return f'{node.name} "第{position}项" en "Item {position}"'
        return node.name

    def _heading_in_force(self, node: Composite, above: _InForce) -> _InForce:
        """Say on the heading what all indicators inside have in common, unless one of them stands elsewhere too."""
        inside = list(nodes(node))[1:]
        if node is self.description.root or any(self.placements[each.name] > 1 for each in inside):
            return above
        leaves = indicators(node)
        return _InForce(
            _common([normaliser_text(leaf.normaliser) for leaf in leaves]) or above.normalise,
            _common([gaps_text(leaf) for leaf in leaves]) or above.gaps,
            _common([latest_text(leaf.latest) for leaf in leaves]) or above.latest,
        )

    def _weights(self, node: Composite) -> list[str]:
        """Write the weights, leaving out those that `equal` supplies (in every other composite, only if all are)."""
        weights = [child.weight for child in node.children]
        if node.relative_scale:
            return [f"weight {number_text(weight * node.relative_scale)}" for weight in weights]
        supplied = weights[-1] if self.order[node.name] % 2 == 0 or len(set(weights)) == 1 else None
        return [
            "" if weight == supplied != 0 else f"weight {weight_text(weight, place)}"
            for place, weight in enumerate(weights)
        ]


def _joined(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)


def _common(stated: Sequence[str]) -> str:
    """Give what all of them say, or nothing."""
    return stated[0] if len(set(stated)) == 1 else ""
