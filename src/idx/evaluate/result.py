"""The result of an evaluation: values, scores and indices of every node, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from idx import graph
from idx.evaluate.marks import Marks
from idx.model import Composite, Indicator

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.evaluate.fill import Filled
    from idx.evaluate.window import Window
    from idx.model import Framework, Placement
    from idx.panel.model import Panel
    from idx.plan import Plan

STAGES = ("observed", "imputed", "normalised", "aggregated", "linked")
TABLE = (
    *("node", "level", "parent", "entity", "period", "raw", "score", "index"),
    *("weight", "contribution", "status", "estimated_share"),
)


@dataclass(frozen=True)
class Result:
    """Every node's numbers for every entity and period.

    The frames `raw`, `scores` and `indices` have the columns `entity` and `period` (text; null where the data name
    none) and one Float64 column per node, rows by entity, then period. `table` is the same in long form.
    """

    plan: Plan
    panel: Panel
    window: Window = field(repr=False)
    imputed: pl.DataFrame = field(repr=False)
    score_columns: pl.DataFrame = field(repr=False)
    index_columns: pl.DataFrame = field(repr=False)
    filled: dict[str, list[Filled]] = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = field(repr=False, default=())

    @property
    def framework(self) -> Framework:
        """The framework that was evaluated."""
        return self.plan.framework

    @property
    def periods(self) -> tuple[str | None, ...]:
        """The periods that results speak of, in order."""
        pairs = zip(self.window.periods, self.window.shown, strict=True)
        return tuple(str(period) if period else None for period, shown in pairs if shown)

    @property
    def entities(self) -> tuple[str | None, ...]:
        """The entities in order; (None,) where the data name none."""
        return self.window.entities

    def _wide(self, columns: pl.DataFrame) -> pl.DataFrame:
        return self.window.keys.hstack(self.window.show(columns))

    @cached_property
    def raw(self) -> pl.DataFrame:
        """The indicators' values after imputation."""
        return self._wide(self.imputed)

    @cached_property
    def scores(self) -> pl.DataFrame:
        """Normalised scores of indicators and aggregated scores of composites (growth, where the framework links)."""
        return self._wide(self.score_columns.select(list(self.framework.nodes)))

    @cached_property
    def indices(self) -> pl.DataFrame:
        """The linked index of every node; null where nothing links it."""
        linked = set(self.index_columns.columns)
        return self._wide(
            self.index_columns.select(
                pl.col(name) if name in linked else pl.lit(None, dtype=pl.Float64).alias(name)
                for name in self.framework.nodes
            )
            if linked
            else pl.DataFrame({name: pl.Series([None], dtype=pl.Float64) for name in self.framework.nodes})[
                np.zeros(self.window.height, dtype=np.int64)
            ]
        )

    def stage(self, name: str) -> pl.DataFrame:
        """Return one stage of the pipeline as a wide frame: one of `STAGES`."""
        match name:
            case "observed":
                return self._wide(self.window.cut(self.panel.values, self.panel.length))
            case "imputed":
                return self.raw
            case "normalised":
                leaves = [node.name for node in self.framework.indicators]
                return self.scores.select("entity", "period", *leaves)
            case "aggregated":
                return self.scores
            case "linked":
                return self.indices
            case _:
                raise ValueError(f"there is no stage {name!r}: choose one of {', '.join(STAGES)}")

    @cached_property
    def marks(self) -> Marks:
        """Statuses, used weights and estimated shares."""
        return Marks(self)

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row per node, entity and period (per place of a node in the tree), nodes in tree order."""
        levels = graph.levels(graph.build(self.framework))
        return pl.concat([self._placed(placement, levels) for placement in self.framework.placements])

    def _placed(self, placement: Placement, levels: dict[str, int]) -> pl.DataFrame:
        name, parent = placement.node, placement.parent
        empty = pl.Series([None], dtype=pl.Float64).new_from_index(0, self.window.height)
        weight = self.marks.weight(parent, name) if parent else empty
        columns = pl.DataFrame(
            {
                "raw": self.imputed[name] if isinstance(self.framework.nodes[name], Indicator) else empty,
                "score": self.score_columns[name],
                "index": self.index_columns[name] if name in self.index_columns.columns else empty,
                "weight": weight,
                "contribution": self._contribution(parent, name, weight) if parent else empty,
                "status": self.marks.status_text(name),
                "estimated_share": self.marks.estimated(name),
            }
        )
        placed = self._wide(columns).with_columns(
            pl.lit(name).alias("node"),
            pl.lit(levels[name], dtype=pl.Int64).alias("level"),
            pl.lit(parent, dtype=pl.String).alias("parent"),
        )
        return placed.select(TABLE)

    def placed_column(self, parent: str, name: str, column: str) -> pl.Series | None:
        """Return the `weight` or `contribution` of a node under one parent, a value per row of the window."""
        weight = self.marks.weight(parent, name)
        return weight if column == "weight" else self._contribution(parent, name, weight)

    def _contribution(self, parent: str, name: str, weight: pl.Series) -> pl.Series:
        composite = self.framework.nodes[parent]
        if not isinstance(composite, Composite) or not composite.aggregate.method.additive:
            return pl.Series([None], dtype=pl.Float64).new_from_index(0, self.window.height)
        of_parent = (self.index_columns if composite.over_index else self.score_columns)[parent]
        part = weight * (self.index_columns if composite.over_index else self.score_columns)[name]
        return part.to_frame("part").select(pl.when(of_parent.is_not_null()).then(pl.col("part").fill_null(0.0)))[
            "part"
        ]

    def __repr__(self) -> str:
        """Say what was evaluated, in a line."""
        shape = f"{len(self.framework.nodes)} nodes, {len(self.entities)} entities, {len(self.periods)} periods"
        return f"<Result of {self.framework.name} {self.framework.version}: {shape}>"

    def _repr_html_(self) -> str:
        shown = self.indices if self.index_columns.width else self.scores
        return f"<p>{repr(self)[1:-1]}</p>{shown._repr_html_()}"
