"""What statistics are taken of: the evaluated rows of a result, and the part of its tree that is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from idx.model import Composite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from idx.evaluate.result import Result

    Numbers = NDArray[np.float64]

Kind = Literal["entities", "periods", "pooled"]


@dataclass(frozen=True)
class Observations:
    """The rows of a result that statistics are taken of, pooled over entities and periods.

    `periods` restricts the rows, `under` the nodes: those named and all below them. Empty means all.
    """

    result: Result
    periods: tuple[str, ...] = ()
    under: tuple[str, ...] = ()

    def rows(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the observed rows of a frame of the result."""
        return frame.filter(pl.col("period").is_in(list(self.periods))) if self.periods else frame

    @cached_property
    def keys(self) -> pl.DataFrame:
        """The columns `entity` and `period` of the rows."""
        return self.rows(self.result.window.keys)

    @property
    def entities(self) -> int:
        """How many entities there are rows of."""
        return self.keys["entity"].n_unique()

    @property
    def several_periods(self) -> int:
        """How many periods there are rows of."""
        return self.keys["period"].n_unique()

    @property
    def named_periods(self) -> tuple[str, ...]:
        """The periods that there are rows of, in order; none where the data name none."""
        there = set(self.keys["period"])
        return tuple(period for period in self.result.periods if period is not None and period in there)

    @property
    def kind(self) -> Kind:
        """What an observation is: an entity, a period, or an entity in a period."""
        if self.entities <= 1:
            return "periods"
        return "entities" if self.several_periods <= 1 else "pooled"

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """The nodes that are asked about, in tree order."""
        nodes = self.result.framework.nodes
        placed = {placement.node for placement in self.result.framework.placements}
        if not self.under:
            return tuple(name for name in nodes if name in placed)
        found: set[str] = set()
        waiting = list(self.under)
        while waiting:
            name = waiting.pop()
            node = nodes[name]
            if name not in found and isinstance(node, Composite):
                waiting.extend(child.name for child in node.children)
            found.add(name)
        return tuple(name for name in nodes if name in found)

    @property
    def composites(self) -> tuple[Composite, ...]:
        """The composites that are asked about, in tree order."""
        nodes = self.result.framework.nodes
        return tuple(node for name in self.nodes if isinstance(node := nodes[name], Composite))

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that are asked about and are read from data or computed from data, in tree order."""
        nodes = self.result.framework.nodes
        return tuple(name for name in self.nodes if not isinstance(node := nodes[name], Composite) and not node.late)

    @cached_property
    def _scores(self) -> pl.DataFrame:
        return self.rows(self.result.scores)

    def scores(self, names: Sequence[str]) -> Numbers:
        """Return scores as rows × nodes, NaN where there is none; growth, where the framework links."""
        columns = [self._scores[name].fill_null(float("nan")).to_numpy() for name in names]
        return np.column_stack(columns) if columns else np.empty((self.keys.height, 0))


def complete(values: Numbers) -> Numbers:
    """Return the rows without a missing value."""
    return values[~np.isnan(values).any(axis=1)]


def constant(values: Numbers) -> bool:
    """Whether numbers differ by no more than rounding does."""
    return bool(np.ptp(values) <= 1e-12 * np.abs(values).max()) if values.size else True
