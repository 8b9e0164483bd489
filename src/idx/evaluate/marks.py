"""What a number rests on: the status of its cells, the weights used, and how much of it is estimated."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate.scores import enough, used_weights
from idx.evaluate.window import PERIOD
from idx.methods.contracts import Scale
from idx.panel.model import ESTIMATED, FORECAST, IMPUTED, MISSING, NORMAL, STATUSES
from idx.plan import Combine

if TYPE_CHECKING:
    from idx.evaluate.result import Result
    from idx.model import Indicator

ESTIMATES = (IMPUTED, ESTIMATED, FORECAST)


class Marks:
    """Statuses, used weights and estimated shares of one result, each computed when it is first asked for.

    All frames have a column per node and a row per row of the result's window.
    """

    def __init__(self, result: Result) -> None:
        """Keep the result; nothing is computed yet."""
        self.result = result
        self._levels = [
            [step for step in level if isinstance(step, Combine)]
            for level in result.plan.levels
            if isinstance(level[0], Combine)
        ]
        self.combining = {step.node: step for level in self._levels for step in level}

    @cached_property
    def statuses(self) -> pl.DataFrame:
        """Status codes (positions in `STATUSES`): an indicator's own, a composite's the weakest of those that count."""
        result = self.result
        missing = pl.lit(MISSING, dtype=pl.Int8)
        frame = pl.DataFrame([self._indicator_status(node) for node in result.framework.indicators])
        for level in self._levels:
            steps = [self._weakest(step, frame).alias(step.node) for step in level]
            frame = frame.hstack(frame.select(steps))
            if not self._complete:
                names = [step.node for step in level]
                there = self.present
                masked = (pl.when(there[name]).then(pl.col(name)).otherwise(missing).alias(name) for name in names)
                frame = frame.with_columns(masked)
        return frame

    @cached_property
    def _complete(self) -> bool:
        """Whether nothing is missing but the growth of first periods, so that every child takes part everywhere."""
        result = self.result
        without_step = len(result.entities) if any(step.growth for step in self.combining.values()) else 0
        whole = all(column.null_count() == 0 for column in result.imputed)
        return whole and all(column.null_count() <= without_step for column in result.score_columns)

    def _indicator_status(self, node: Indicator) -> pl.Series:
        result = self.result
        stated = result.panel.statuses.get(node.name)
        codes = stated if stated is not None else result.panel.whole(NORMAL)
        for part in result.filled.get(node.name, ()):
            codes = codes.clone().scatter(part.cells["row"], IMPUTED if part.place == "gaps" else ESTIMATED)
        codes = result.window.cut(codes.to_frame(node.name), result.panel.length).to_series()
        values = result.imputed[node.name]
        if values.null_count():
            codes = codes.clone().scatter(values.is_null().arg_true(), MISSING)
        return codes.alias(node.name)

    def _weakest(self, step: Combine, frame: pl.DataFrame) -> pl.Expr:
        if not step.missing.method.rescales:
            return pl.min_horizontal(step.children).cast(pl.Int8)
        counted = [
            pl.when(self.present[name]).then(frame[name]).otherwise(pl.lit(NORMAL, dtype=pl.Int8))
            for name in step.children
        ]
        return pl.min_horizontal(counted).cast(pl.Int8)

    @cached_property
    def present(self) -> pl.DataFrame:
        """Where each node takes part in its parent.

        There is no step into the first period of a growth framework: there the values decide who is present.
        """
        result = self.result
        no_step = (result.window.marks[PERIOD] == 0) & (result.window.lead == 0)
        columns: dict[str, pl.Series] = {}
        for node in result.framework.indicators:
            there = result.score_columns[node.name].is_not_null()
            if node.normalise.scale is Scale.GROWTH:
                there = (there & ~no_step) | (result.imputed[node.name].is_not_null() & no_step)
            columns[node.name] = there
        for level in self._levels:
            for step in level:
                there = result.score_columns[step.node].is_not_null()
                if step.growth:
                    children = pl.DataFrame({child: columns[child] for child in step.children})
                    or_null = children.select(pl.when(pl.all()).then(1.0).name.keep())
                    there = (there & ~no_step) | (or_null.select(enough(step)).to_series() & no_step)
                columns[step.node] = there
        return pl.DataFrame(columns)

    @cached_property
    def _used(self) -> dict[tuple[str, str], pl.Series]:
        """The weights that change from row to row, by parent and child."""
        used: dict[tuple[str, str], pl.Series] = {}
        for step in self.combining.values():
            if step.missing.method.rescales:
                there = self.present.select(pl.when(pl.col(name)).then(1.0).alias(name) for name in step.children)
                weights = there.select(
                    weight.fill_nan(0.0).alias(name)
                    for name, weight in zip(step.children, used_weights(step), strict=True)
                )
                used |= {(step.node, name): weights[name] for name in step.children}
        return used

    def weight(self, parent: str, child: str) -> pl.Series | float:
        """Return the weight that a child has in its parent: one number, or a column where children are dropped."""
        used = self._used.get((parent, child))
        if used is not None:
            return used
        step = self.combining[parent]
        return dict(zip(step.children, step.weights, strict=True)).get(child, 0.0)

    @cached_property
    def estimated(self) -> pl.DataFrame:
        """The share of each node's weight that rests on estimated indicators, missing where the node is."""
        frame = self._shares
        if self._complete:
            return frame
        there = self.statuses.select(pl.all() != MISSING)
        return frame.with_columns(pl.when(there[name]).then(pl.col(name)).alias(name) for name in frame.columns)

    @cached_property
    def _shares(self) -> pl.DataFrame:
        leaves = [node.name for node in self.result.framework.indicators]
        frame = self.statuses.select(pl.col(leaves).is_in(ESTIMATES).cast(pl.Float64))
        for level in self._levels:
            frame = frame.hstack(
                frame.select(
                    pl.sum_horizontal(pl.col(name) * self.weight(step.node, name) for name in step.children).alias(
                        step.node
                    )
                    for step in level
                )
            )
        return frame

    def status_names(self) -> pl.DataFrame:
        """Return the statuses as SDMX codes."""
        return self.statuses.select(pl.all().replace_strict(dict(enumerate(STATUSES)), return_dtype=pl.String))

    def estimated_count(self, entities: tuple[str, ...] = (), periods: tuple[str, ...] = ()) -> tuple[int, int]:
        """Return how many indicator values are estimated, and how many there are: in all, or of what is named."""
        leaves = [node.name for node in self.result.framework.indicators]
        chosen = self.result.window.show(self.statuses.select(leaves)).hstack(self.result.window.keys)
        if entities:
            chosen = chosen.filter(pl.col("entity").is_in(list(entities)))
        if periods:
            chosen = chosen.filter(pl.col("period").is_in(list(periods)))
        codes = chosen.select(leaves)
        estimated = codes.select(pl.sum_horizontal(pl.all().is_in(ESTIMATES)).sum()).item()
        present = codes.select(pl.sum_horizontal(pl.all() != MISSING).sum()).item()
        return int(estimated), int(present)
