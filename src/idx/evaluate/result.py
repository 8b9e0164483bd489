"""The result of an evaluation: values, scores and indices of every node, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from idx import graph
from idx.evaluate.marks import Marks
from idx.evaluate.rows import ranked
from idx.model import Composite
from idx.panel.model import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from idx.diagnostics import Diagnostic
    from idx.evaluate.filled import Filled
    from idx.evaluate.window import Window
    from idx.formula.access import Asked
    from idx.model import Framework, Placement
    from idx.panel.model import Panel
    from idx.plan import Plan

STAGES = ("observed", "imputed", "screened", "treated", "normalised", "aggregated", "linked")
TABLE = (
    *("node", "level", "parent", "entity", "period", "raw", "score", "index"),
    *("weight", "contribution", "status", "estimated_share"),
)


@dataclass(frozen=True)
class Result:
    """Every node's numbers for every entity and period.

    The frames `raw`, `scores` and `indices` have the columns `entity` and `period` (text; null where the data name
    none) and one Float64 column per node, rows by entity, then period. `table` is the same in long form. `unscreened`
    are the filled values of all rows, those that `entities where` leaves out among them, `treated` the values once
    outliers are treated, `weights` the columns of weights that scores have decided. `asked` holds what the formulas
    over results have read.
    """

    plan: Plan
    panel: Panel
    window: Window = field(repr=False)
    imputed: pl.DataFrame = field(repr=False)
    score_columns: pl.DataFrame = field(repr=False)
    index_columns: pl.DataFrame = field(repr=False)
    unscreened: pl.DataFrame = field(repr=False)
    treated: pl.DataFrame = field(repr=False)
    weights: pl.DataFrame = field(repr=False)
    filled: dict[str, list[Filled]] = field(repr=False)
    asked: dict[str, tuple[Asked, ...]] = field(repr=False)
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
        """The entities that are evaluated, in order; (None,) where the data name none."""
        if self.window.kept is None:
            return self.window.entities
        there = set(self.window.keys["entity"].unique())
        return tuple(entity for entity in self.window.entities if entity in there)

    def _wide(self, columns: pl.DataFrame) -> pl.DataFrame:
        return self.window.keys.hstack(self.window.show(columns))

    @cached_property
    def observed(self) -> pl.DataFrame:
        """The indicators' values before imputation, of the rows that are evaluated."""
        return self._wide(self.window.cut(self.panel.values, self.panel.length))

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
        return self._wide(self._columns(self.index_columns, list(self.framework.nodes)))

    def _columns(self, frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
        """Return columns of a frame by name, numbered in their order; null where the frame has none of that name."""
        empty = pl.Series([None], dtype=pl.Float64).new_from_index(0, self.window.height)
        found = set(frame.columns)
        return pl.DataFrame({name: frame[name] if name in found else empty for name in names})

    def ranks(self, name: str) -> pl.Series:
        """Return a node's rank among the entities of each period, by index where it is linked, else by score.

        One entry per row of the window; 1 is best: the highest, or the lowest under a root of negative direction. Equal
        values share the better rank.
        """
        node = self.framework.nodes[name]
        column = (self.index_columns if node.link else self.score_columns)[name]
        return ranked(column.to_frame(), self.window, self.framework).to_series()

    def stage(self, name: str) -> pl.DataFrame:
        """Return one stage of the pipeline as a wide frame: one of `STAGES`."""
        leaves = [node.name for node in self.framework.indicators]
        stages: dict[str, Callable[[], pl.DataFrame]] = {
            "observed": lambda: self._everyone(self.window.cut(self.panel.values, self.panel.length)),
            "imputed": lambda: self._everyone(self.unscreened),
            "screened": lambda: self.raw,
            "treated": lambda: self._wide(self.treated.select(leaves)),
            "normalised": lambda: self.scores.select("entity", "period", *leaves),
            "aggregated": lambda: self.scores,
            "linked": lambda: self.indices,
        }
        if name not in stages:
            raise ValueError(f"there is no stage {name!r}: choose one of {', '.join(STAGES)}")
        return stages[name]()

    def _everyone(self, columns: pl.DataFrame) -> pl.DataFrame:
        """Return columns with the keys of their rows, those that are left out among them."""
        window = replace(self.window, kept=None)
        return window.keys.hstack(window.show(columns))

    @cached_property
    def marks(self) -> Marks:
        """Statuses, used weights and estimated shares."""
        return Marks(self)

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row per node, entity and period (per place of a node in the tree), nodes in tree order."""
        levels = graph.levels(graph.build(self.framework))
        placements = self.framework.placements
        names = [placement.node for placement in placements]
        keys = self.window.keys
        place = pl.int_range(0, len(placements) * keys.height, dtype=pl.UInt32, eager=True) // max(keys.height, 1)
        heads = pl.DataFrame(
            {
                "node": pl.Series(names, dtype=pl.String),
                "level": pl.Series([levels[name] for name in names], dtype=pl.Int64),
                "parent": pl.Series([placement.parent for placement in placements], dtype=pl.String),
            }
        )
        columns = {
            "raw": self._stacked(self.imputed, names),
            "score": self._stacked(self.score_columns, names),
            "index": self._stacked(self.index_columns, names),
            "weight": self._weights(),
            "contribution": self._contributions(),
            "status": pl.Series(STATUSES).gather(self._stacked(self.marks.statuses, names).cast(pl.UInt32)),
            "estimated_share": self._stacked(self.marks.estimated, names),
        }
        repeated = pl.concat([keys] * len(placements))
        return heads[place].hstack(repeated).hstack(pl.DataFrame(columns)).select(TABLE)

    def _stacked(self, frame: pl.DataFrame, names: Sequence[str | None]) -> pl.Series:
        """Return the shown rows of columns below one another; nulls for a name that the frame does not have."""
        shown = self.window.show(frame) if frame.width else frame
        found = set(frame.columns)
        dtype = frame.dtypes[0] if frame.width else pl.Float64
        empty = pl.Series([None], dtype=dtype).new_from_index(0, self.window.keys.height)
        return pl.concat([shown[name].alias("") if name in found else empty for name in names])

    def _weights(self) -> pl.Series:
        height = self.window.keys.height
        parts: list[pl.Series] = []
        for placement in self.framework.placements:
            used = self.marks.weight(placement.parent, placement.node) if placement.parent else None
            if isinstance(used, pl.Series):
                parts.append(self.window.show(used.to_frame("weight")).to_series().alias(""))
            else:
                parts.append(pl.Series([used], dtype=pl.Float64).new_from_index(0, height))
        return pl.concat(parts)

    def _contributions(self) -> pl.Series:
        """Return what each node brings to its parent, in the order of the table."""
        scores = self.score_columns.lazy().select(pl.all().name.prefix("score "))
        indices = self.index_columns.lazy().select(pl.all().name.prefix("index "))
        whole = pl.concat([scores, indices], how="horizontal") if self.index_columns.width else scores
        parts = {
            str(number): part
            for number, placement in enumerate(self.framework.placements)
            if (part := self._contribution(placement)) is not None
        }
        frame = whole.select(**parts).collect(engine="in-memory") if parts else pl.DataFrame()
        return self._stacked(frame, [str(number) for number in range(len(self.framework.placements))])

    def _contribution(self, placement: Placement) -> pl.Expr | None:
        if placement.parent is None:
            return None
        parent = self.framework.nodes[placement.parent]
        if not isinstance(parent, Composite) or not parent.aggregate.method.additive:
            return None
        if parent.steps or parent.over == "indicators":  # the parts would not sum to the whole
            return None
        kind = "index" if parent.over_index else "score"
        part = pl.col(f"{kind} {placement.node}") * self.marks.weight(parent.name, placement.node)
        return pl.when(pl.col(f"{kind} {parent.name}").is_not_null()).then(part.fill_null(0.0))

    def __repr__(self) -> str:
        """Say what was evaluated, in a line."""
        shape = f"{len(self.framework.nodes)} nodes, {len(self.entities)} entities, {len(self.periods)} periods"
        return f"<Result of {self.framework.name} {self.framework.version}: {shape}>"

    def _repr_html_(self) -> str:
        shown = self.indices if self.index_columns.width else self.scores
        return f"<p>{repr(self)[1:-1]}</p>{shown._repr_html_()}"
