"""The data of an evaluation: read, computed by formulas and filled, level by level."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.evaluate.compute import compute_from_data
from idx.evaluate.fill import Filled, fill
from idx.plan import Compute, Fill

if TYPE_CHECKING:
    from idx.evaluate.reporter import Reporter
    from idx.formula.expression import Value
    from idx.model import Framework
    from idx.panel.model import Panel
    from idx.plan import Plan


class Data(NamedTuple):
    """The data once formulas have computed and imputations filled: the panel without what was filled, and with it."""

    panel: Panel
    values: pl.DataFrame
    filled: dict[str, list[Filled]]
    least: dict[str, float]

    def column(self, value: Value, framework: Framework) -> pl.Series:
        """Return a value of the data on the panel's rows: a series, an indicator, a group, or an availability."""
        if value.column == "available":
            return self._available(value.name, framework)
        return self.values[value.name] if value.name in self.values.columns else self.panel.group(value.name)

    def _available(self, name: str, framework: Framework) -> pl.Series:
        """Return the share of a node's indicators that have data before anything is filled."""
        names = [leaf for leaf in framework.indicators_below(name) if leaf in self.panel.values.columns]
        if not names:  # all are made of results
            return pl.Series([None], dtype=pl.Float64).new_from_index(0, self.panel.values.height)
        there = pl.mean_horizontal(pl.col(names).is_not_null().cast(pl.Float64))
        return self.panel.values.lazy().select(there).collect(engine="in-memory").to_series()


def read_data(plan: Plan, panel: Panel, reporter: Reporter) -> Data | None:
    """Carry out the steps on data; None where a formula or an imputation cannot."""
    values, filled = panel.values, dict[str, "list[Filled]"]()
    for level in plan.levels:
        computed = [step for step in level if isinstance(step, Compute) and not step.formula.late]
        fills = tuple(step for step in level if isinstance(step, Fill))
        if computed:
            panel, values = compute_from_data(computed, panel, values, filled, reporter)
        if reporter.found.failed:
            return None
        if fills:
            values, more = fill(fills, panel, values, reporter.found)
            filled |= more
    least = dict(panel.least)
    for name, parts in filled.items():
        lowest = [part.cells["new"].min() for part in parts]
        least[name] = min([least[name], *(value for value in lowest if isinstance(value, float))])
    return Data(panel, values, filled, least)
