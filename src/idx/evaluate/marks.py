"""What a number rests on: the status of its cells, the weights used, and how much of it is estimated."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from idx.evaluate import formula_marks
from idx.evaluate.scores import enough, used_weights
from idx.evaluate.states import statuses
from idx.evaluate.weight_columns import weight_column
from idx.evaluate.window import PERIOD
from idx.methods.given import total
from idx.methods.values import Scale
from idx.model import Composite
from idx.panel.model import ESTIMATES, IMPUTED, MISSING, NORMAL
from idx.plan import Combine, Compute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from idx.evaluate.result import Result
    from idx.model import Child, Indicator


def _named(step: Combine, expressions: list[pl.Expr]) -> Iterator[pl.Expr]:
    return (expression.alias(name) for name, expression in zip(step.children, expressions, strict=True))


class Marks:
    """Statuses, used weights and estimated shares of one result, each computed when it is first asked for.

    All frames have a column per node and a row per row of the result's window.
    """

    def __init__(self, result: Result) -> None:
        """Keep the result; nothing is computed yet."""
        self.result = result
        steps = [step for level in result.plan.levels for step in level]
        self.combining = {step.node: step for step in steps if isinstance(step, Combine)}
        self._levels = [
            [step for step in level if isinstance(step, Combine) or (isinstance(step, Compute) and step.formula.late)]
            for level in result.plan.levels
        ]
        self._used: dict[tuple[str, str], pl.Series | float] = {}
        self._filled: dict[str, pl.Series] = {}

    @cached_property
    def statuses(self) -> pl.DataFrame:
        """Status codes (positions in `STATUSES`): an indicator's own, a composite's the weakest of those that count."""
        indicators = (node for node in self.result.framework.indicators if not node.late)
        frame = pl.DataFrame([self._marked_filled(self._indicator_status(node)) for node in indicators])
        for level in self._levels:
            frame = frame.hstack([self._marked_filled(self._status(step, frame)) for step in level])
        return frame

    def _marked_filled(self, codes: pl.Series) -> pl.Series:
        """Return a node's statuses, imputed where a step of its pipeline has filled what is missing."""
        result = self.result
        node = result.framework.nodes[codes.name]
        if not node.steps:
            return codes
        over_index = isinstance(node, Composite) and node.over_index
        values = (result.index_columns if over_index else result.score_columns)[node.name]
        self._filled[node.name] = (codes == MISSING) & values.is_not_null()
        imputed = pl.Series([IMPUTED], dtype=pl.Int8).new_from_index(0, len(codes))
        return imputed.zip_with(self._filled[node.name], codes).alias(node.name)

    def _status(self, step: Combine | Compute, frame: pl.DataFrame) -> pl.Series:
        if isinstance(step, Compute):
            return formula_marks.status(step, frame, self.result)
        if self._complete and step.weighting is None:
            return frame.select(pl.min_horizontal(step.children).cast(pl.Int8).alias(step.node)).to_series()
        return self._composite_status(step, frame)

    @cached_property
    def _complete(self) -> bool:
        """Whether nothing is missing but the growth of first periods, so that every child takes part everywhere."""
        result = self.result
        nodes, firsts = result.framework.nodes, len(result.window.entities)
        whole = all(column.null_count() == 0 for column in (*result.imputed, *result.index_columns))
        return whole and all(
            column.null_count() <= (firsts if nodes[column.name].scale is Scale.GROWTH else 0)
            for column in result.score_columns
        )

    def _indicator_status(self, node: Indicator) -> pl.Series:
        result = self.result
        codes = statuses(result.panel, result.filled, node.name)
        if codes is None:
            codes = result.panel.whole(NORMAL)
        codes = result.window.cut(codes.to_frame(node.name), result.panel.length).to_series()
        values = result.imputed[node.name]
        if values.null_count():
            codes = codes.clone().scatter(values.is_null().arg_true(), MISSING)
        return codes.alias(node.name)

    def _composite_status(self, step: Combine, statuses: pl.DataFrame) -> pl.Series:
        """Return a composite's statuses where something is missing, and keep the weights that were used."""
        given = self._given(step)
        there = self._there(step, statuses, given)
        used = {name: pl.lit(weight) for name, weight in given.items()}
        if step.missing.method.rescales:
            weights = there.select(weight.fill_nan(0.0) for weight in _named(step, used_weights(step)))
            self._used |= {(step.node, name): weights[name] for name in step.children}
            used = {name: pl.lit(weights[name]) for name in step.children}
        elif step.weighting is not None:
            self._used |= {(step.node, name): weight for name, weight in given.items()}
        normal, missing = (pl.lit(code, dtype=pl.Int8) for code in (NORMAL, MISSING))
        counted = [pl.when(used[name] > 0).then(pl.col(name)).otherwise(normal) for name in step.children]
        enough_there = there.select(enough(step)).to_series()
        weakest = pl.when(enough_there).then(pl.min_horizontal(counted)).otherwise(missing)
        return statuses.select(weakest.cast(pl.Int8).alias(step.node)).to_series()

    def _there(self, step: Combine, statuses: pl.DataFrame, given: dict[str, pl.Series | float]) -> pl.DataFrame:
        """Return 1 where a child takes part and null where it does not, beside `given` weights that scores decided.

        No step need lead into the first period: where a composite has no growth there, its children's values count.
        """
        result = self.result
        values = (result.index_columns if step.over_index else result.score_columns).select(step.children)
        there = values.select(pl.when(pl.all().is_not_null()).then(1.0).name.keep())
        if step.weighting is not None:
            there = there.with_columns(pl.lit(given[name]).alias(weight_column(step.node, name)) for name in given)
        if not step.growth or step.over_index:
            return there
        first = result.window.marks[PERIOD] == result.window.lead
        without_step = first & ~there.select(enough(step)).to_series()
        return there.with_columns(
            pl.when(without_step).then(pl.when(statuses[name] != MISSING).then(1.0)).otherwise(pl.col(name)).alias(name)
            for name in step.children
        )

    def _given(self, step: Combine) -> dict[str, pl.Series | float]:
        """Return the children's weights before any is dropped; where scores have decided none, all count alike."""
        if step.weighting is None:
            return dict(zip(step.children, step.weights, strict=True))
        columns = (self.result.weights[weight_column(step.node, name)] for name in step.children)
        known = zip(step.children, columns, step.weights, strict=True)
        return {name: column.fill_null(weight) for name, column, weight in known}

    def weight(self, parent: str, child: str) -> pl.Series | float:
        """Return the weight that a child has in its parent: one number, or a column where it differs by row.

        It is missing where scores decide weights and have decided none.
        """
        step = self.combining[parent]
        if step.past_levels:  # it combines the indicators below; its children weigh what is stated
            return next(float(item.weight) for item in self._children(parent) if item.name == child)
        used = self.used(parent, child)
        if step.weighting is None or isinstance(used, float):
            return used
        decided = self.result.weights[weight_column(parent, child)].is_not_null()
        return used.zip_with(decided, pl.Series([None], dtype=pl.Float64).new_from_index(0, len(used)))

    def used(self, composite: str, part: str) -> pl.Series | float:
        """Return the weight that a composite gives to a part that it combines; where none is decided, as to all."""
        used = self._used.get((composite, part)) if self.statuses.width else None  # statuses come with used weights
        if used is not None:
            return used
        step = self.combining[composite]
        return dict(zip(step.children, step.weights, strict=True)).get(part, 0.0)

    def _children(self, name: str) -> tuple[Child, ...]:
        node = self.result.framework.nodes[name]
        return node.children if isinstance(node, Composite) else ()

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
        leaves = [node.name for node in self.result.framework.indicators if not node.late]
        frame = self.statuses.select(pl.col(leaves).is_in(ESTIMATES).cast(pl.Float64))
        for level in self._levels:
            frame = frame.hstack(frame.select(self._share(step) for step in level if isinstance(step, Combine)))
            computed = [step for step in level if isinstance(step, Compute)]
            frame = frame.hstack([self._computed_share(step, frame) for step in computed])
        return frame

    def _share(self, step: Combine) -> pl.Expr:
        parts = [(pl.col(name) * self.used(step.node, name)).fill_null(0.0) for name in step.children]
        share = total(parts)
        if step.whole != 1 or (step.weighting is not None and step.weighting.method.own):
            share = share / total([pl.lit(1.0) * self.used(step.node, name) for name in step.children])
        filled = self._filled.get(step.node)
        return (share if filled is None else pl.when(filled).then(1.0).otherwise(share)).alias(step.node)

    def _computed_share(self, step: Compute, frame: pl.DataFrame) -> pl.Series:
        share, filled = formula_marks.share(step, self.statuses, frame, self.result), self._filled.get(step.node)
        return share if filled is None else filled.cast(pl.Float64).zip_with(filled, share).alias(step.node)

    def estimated_count(
        self, nodes: tuple[str, ...] = (), entities: tuple[str, ...] = (), periods: tuple[str, ...] = ()
    ) -> tuple[int, int]:
        """Return how many indicator values are estimated, and how many there are: in all, or of what is named."""
        below = {leaf for name in nodes for leaf in self.result.framework.indicators_below(name)}
        known = [node.name for node in self.result.framework.indicators if not node.late]
        leaves = [name for name in known if name in below or not nodes]
        if not leaves:
            return 0, 0
        chosen = self.result.window.show(self.statuses.select(leaves)).hstack(self.result.window.keys)
        if entities:
            chosen = chosen.filter(pl.col("entity").is_in(list(entities)))
        if periods:
            chosen = chosen.filter(pl.col("period").is_in(list(periods)))
        codes = chosen.select(leaves)
        estimated = codes.select(pl.sum_horizontal(pl.all().is_in(ESTIMATES)).sum()).item()
        present = codes.select(pl.sum_horizontal(pl.all() != MISSING).sum()).item()
        return int(estimated), int(present)
