"""What a number rests on: the status of its cells, the weights used, and how much of it is estimated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from idx.evaluate.scores import enough
from idx.model import Composite
from idx.panel.model import ESTIMATED, FORECAST, IMPUTED, MISSING, NORMAL, STATUSES, Codes
from idx.plan import Combine

if TYPE_CHECKING:
    from idx.evaluate.result import Result
    from idx.methods.contracts import Array

ESTIMATES = (IMPUTED, ESTIMATED, FORECAST)


class Marks:
    """Statuses, used weights and estimated shares of one result, each computed when it is first asked for.

    All arrays have a row per row of the result's window.
    """

    def __init__(self, result: Result) -> None:
        """Keep the result; nothing is computed yet."""
        self.result = result
        self._rows = result.window.rows_in_panel(result.panel.length)
        self._status: dict[str, Codes] = {}
        self._estimated: dict[str, Array] = {}
        self._combine = {step.node: step for level in result.plan.levels for step in level if isinstance(step, Combine)}
        # There is no step into the first period of a growth framework: there the values decide who is present.
        self._first = np.zeros(result.window.height, dtype=bool)
        if not result.window.lead:
            self._first[:: result.window.length] = True
        self._present: dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]] = {}

    def present(self, name: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return the rows in which a node takes part in its parent."""
        if name not in self._present:
            step = self._combine.get(name)
            result = self.result
            there = result.score_columns[name].is_not_null().to_numpy()
            if step is None:
                at_first = result.imputed[name].is_not_null().to_numpy()
                growing = result.framework.nodes[name].normalise.scale.value == "growth"  # type: ignore[union-attr]
            else:
                children = [pl.Series(child, np.where(self.present(child), 1.0, np.nan)) for child in step.children]
                there_or_null = pl.DataFrame(children).with_columns(pl.all().fill_nan(None))
                at_first = there_or_null.select(enough(step)).to_series().to_numpy()
                growing = step.growth
            self._present[name] = np.where(self._first, at_first, there) if growing else there
        return self._present[name]

    def _child_weights(self, step: Combine) -> dict[str, Array]:
        weights = dict(zip(step.children, step.weights, strict=True))
        size = self.result.window.height
        if not step.missing.method.rescales:
            return {name: np.full(size, weight) for name, weight in weights.items()}
        kept = {name: np.where(self.present(name), weight, 0.0) for name, weight in weights.items()}
        whole = np.sum(list(kept.values()), axis=0)
        return {name: np.divide(kept[name], whole, out=np.zeros(size), where=whole > 0) for name in kept}

    def weight(self, parent: str, child: str) -> pl.Series:
        """Return the weight that a child has in its parent, after dropping and rescaling; zero where it is dropped."""
        return pl.Series(self._child_weights(self._combine[parent]).get(child, np.zeros(self.result.window.height)))

    def status(self, name: str) -> Codes:
        """Return a node's status codes: an indicator's own, a composite's the weakest of the children that count."""
        if name not in self._status:
            step = self._combine.get(name)
            self._status[name] = self._indicator_status(name) if step is None else self._composite_status(step)
        return self._status[name]

    def _indicator_status(self, name: str) -> Codes:
        panel = self.result.panel
        codes = panel.statuses.get(name)
        grid = codes.copy() if codes is not None else np.full(panel.values.height, NORMAL, dtype=np.int8)
        for part in self.result.filled.get(name, ()):
            grid[part.rows] = IMPUTED if part.place == "gaps" else ESTIMATED
        cut: Codes = grid[self._rows]
        cut[self.result.imputed[name].is_null().to_numpy()] = MISSING
        return cut

    def _composite_status(self, step: Combine) -> Codes:
        weakest = np.full(self.result.window.height, NORMAL, dtype=np.int8)
        for child, weight in self._child_weights(step).items():
            weakest = np.where(weight > 0, np.minimum(weakest, self.status(child)), weakest)
        weakest[~self.present(step.node)] = MISSING
        return weakest

    def status_text(self, name: str) -> pl.Series:
        """Return a node's statuses as SDMX codes."""
        return pl.Series(STATUSES).gather(pl.Series(self.status(name).astype(np.uint32)))

    def estimated(self, name: str) -> pl.Series:
        """Return the share of a node's weight that rests on estimated indicators, missing where the node is."""
        shares = self._shares(name)
        missing = self.status(name) == MISSING
        return pl.Series(np.where(missing, np.nan, shares)).fill_nan(None)

    def _shares(self, name: str) -> Array:
        if name not in self._estimated:
            step = self._combine.get(name)
            if step is None:
                shares: Array = np.isin(self.status(name), ESTIMATES).astype(np.float64)
            else:
                weights = self._child_weights(step)
                shares = np.sum([weight * self._shares(child) for child, weight in weights.items()], axis=0)
            self._estimated[name] = shares
        return self._estimated[name]

    def estimated_count(self, entities: tuple[str, ...] = (), periods: tuple[str, ...] = ()) -> tuple[int, int]:
        """Return how many indicator values are estimated, and how many there are: in all, or of what is named."""
        window = self.result.window
        chosen = np.array([not periods or str(period) in periods for period in window.periods]) & window.shown
        shown = np.outer([not entities or entity in entities for entity in window.entities], chosen).ravel()
        estimated = present = 0
        for node in self.result.framework.nodes.values():
            if not isinstance(node, Composite):
                codes = self.status(node.name)[shown]
                estimated += int(np.isin(codes, ESTIMATES).sum())
                present += int((codes != MISSING).sum())
        return estimated, present
