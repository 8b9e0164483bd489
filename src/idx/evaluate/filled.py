"""What is known of the data of an evaluation: observed, computed and filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from idx.formula.expression import Value
    from idx.model import Framework
    from idx.panel.model import Panel


class Filled(NamedTuple):
    """The cells of an indicator that one imputation filled.

    `cells` has the panel's `row` of each, the rows `before` and `after` that it was filled from (equal where only one
    observation was used, its own where none was), and its `new` value.
    """

    place: str
    cells: pl.DataFrame


class Data(NamedTuple):
    """The data once formulas have computed and imputations filled: the panel without what was filled, and with it."""

    panel: Panel
    values: pl.DataFrame
    filled: dict[str, list[Filled]]
    least: dict[str, float]

    def column(self, value: Value, framework: Framework) -> pl.Series:
        """Return a value of the data on the panel's rows: a series, an indicator, a group, or an availability."""
        if value.column == "available":
            return self.panel.own(self._available(value.name, framework))
        return self.values[value.name] if value.name in self.values.columns else self.panel.group(value.name)

    def _available(self, name: str, framework: Framework) -> pl.Series:
        """Return the share of a node's indicators that have data before anything is filled."""
        names = [leaf for leaf in framework.indicators_below(name) if leaf in self.panel.values.columns]
        if not names:  # all are made of results
            return pl.Series([None], dtype=pl.Float64).new_from_index(0, self.panel.values.height)
        there = pl.mean_horizontal(pl.col(names).is_not_null().cast(pl.Float64))
        return self.panel.values.lazy().select(there).collect(engine="in-memory").to_series()
