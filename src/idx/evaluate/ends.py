"""Where growth is at its very ends, told by the zeros in the data and not by rounding."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from idx import graph
from idx.model import Composite, Framework, Indicator

if TYPE_CHECKING:
    import polars as pl


class Ends:
    """Where nodes are at the very end of growth, +200 or −200, told by zeros and not by rounding."""

    def __init__(
        self, framework: Framework, scores: pl.DataFrame, values: pl.DataFrame, least: dict[str, float]
    ) -> None:
        """Keep the masked scores, the values and their least ones; nothing is looked at yet."""
        self.framework, self.scores, self.values, self.least = framework, scores, values, least
        self.known: dict[tuple[str, int], pl.Series] = {}
        self.parts: dict[str, list[str]] = {}

    def possible(self, name: str) -> bool:
        """Whether a node can be at an end at all: something below it holds zeros, or is a difference."""
        node = self.framework.nodes[name]
        if isinstance(node, Composite):
            if not node.aggregate.method.additive:  # a least growth, or one in the middle, is that of a child
                return True
            return bool(node.steps) or any(self.possible(part) for part in self._parts(node))
        return self.least[name] <= 0 or self._by_value(name)

    def at(self, name: str, sign: int) -> pl.Series:
        """Return the rows in which a node is at one end."""
        key = (name, sign)
        if key not in self.known:
            node = self.framework.nodes[name]
            self.known[key] = self._composite(node, sign) if isinstance(node, Composite) else self._leaf(node, sign)
        return self.known[key]

    def _leaf(self, node: Indicator, sign: int) -> pl.Series:
        score = self.scores[node.name].fill_null(0.0)
        if self._by_value(node.name):
            return score * sign >= 200
        if node.normalise.arguments.get("domain") == "absolute":
            return score == 200 * sign
        zero = (self.values[node.name] == 0).fill_null(value=False)
        return (score == 200 * sign) & (zero | zero.shift(1, fill_value=False))

    def _composite(self, node: Composite, sign: int) -> pl.Series:
        score = self.scores[node.name]
        if self._by_value(node.name):
            return score.fill_null(0.0) * sign >= 200
        everywhere = score.is_not_null()
        for part in self._parts(node):
            everywhere = everywhere & (self.at(part, sign) | self.scores[part].is_null())
        return everywhere

    @cached_property
    def _graph(self) -> graph.Graph:
        return graph.build(self.framework)

    def _parts(self, node: Composite) -> list[str]:
        """Return what a composite combines, as far as it weighs."""
        if node.over != "indicators":
            return [child.name for child in node.weighing]
        if node.name not in self.parts:
            weights = graph.effective_weights(self.framework, node.name, self._graph)
            self.parts[node.name] = [leaf.name for leaf in self.framework.indicators if weights.get(leaf.name)]
        return self.parts[node.name]

    def _by_value(self, name: str) -> bool:
        """Whether growth is told by its value: it is a difference somewhere below, or a pipeline or an index makes it.

        An index of levels that can be negative may itself fall below zero, where its growth is beyond the ends.
        """
        node = self.framework.nodes[name]
        if isinstance(node, Composite):
            if node.over_index and any(self.possible(part) for part in self._parts(node)):
                return True
            if not node.aggregate.method.additive:  # a least growth, or one in the middle, is that of a child
                return True
            return bool(node.steps) or any(self._by_value(part) for part in self._parts(node))
        return bool(node.steps) or not node.normalise.method.level_index
