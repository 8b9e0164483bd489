"""The profile of one entity in one period."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from idx.analysis.comparison import headlines
from idx.analysis.profile.peers import peers
from idx.analysis.profile.standing import standings, values_behind
from idx.diagnostics import nearest

if TYPE_CHECKING:
    from idx.analysis.ranks import Ties
    from idx.evaluate.result import Result

# From 0, the best, to 1, the worst: some indicators rank fewer entities than others.
PLACE = (pl.col("rank") - 1) / (pl.col("ranked") - 1)


@dataclass(frozen=True)
class Profile:
    """Where an entity stands in a period, among all and, if a group is named, in its group.

    All numbers compare entities within the period; a value is a node's index where it is linked, else its score.
    """

    result: Result
    entity: str
    period: str | None
    group: str | None = None
    ties: Ties = "lowest"

    @cached_property
    def _all(self) -> pl.DataFrame:
        return standings(self.result, self.period, self.ties, self.group)

    @cached_property
    def nodes(self) -> pl.DataFrame:
        """The entity's standing at every node in tree order; see `standing.standings`."""
        return self._all.filter(pl.col("entity") == self.entity).drop("entity")

    @property
    def in_group(self) -> str | None:
        """The group that the entity is in, where groups are asked for."""
        return None if self.group is None else self.nodes["group"][0]

    @cached_property
    def indicators(self) -> pl.DataFrame:
        """The indicators' standings with what is behind them: `raw`, `status`, `filled`."""
        return values_behind(self.result, self.entity, self.period).join(
            self.nodes, on="node", how="left", maintain_order="left"
        )

    @property
    def strengths(self) -> pl.DataFrame:
        """Indicators in which it is in the better half and above the mean, the best first by rank, then standing."""
        return self._ordered((pl.col("standing") > 0) & (PLACE < 0.5), descending=False)

    @property
    def weaknesses(self) -> pl.DataFrame:
        """Indicators in which it is in the worse half and below the mean, the worst first by rank, then standing."""
        return self._ordered((pl.col("standing") < 0) & (PLACE > 0.5), descending=True)

    def _ordered(self, which: pl.Expr, *, descending: bool) -> pl.DataFrame:
        chosen = self.indicators.filter(which)
        return chosen.sort(PLACE, -pl.col("standing"), descending=descending, maintain_order=True)

    @property
    def lacking(self) -> pl.DataFrame:
        """The indicators whose value is missing, filled or marked as estimated."""
        return self.indicators.filter(pl.col("filled") | pl.col("status").is_in(["M", "I", "E", "F"]))

    @cached_property
    def peers(self) -> pl.DataFrame:
        """The other entities, the nearest first, with their `value` and `rank` at the headline; see `peers.peers`."""
        at_head = self._all.filter(pl.col("node") == self.headline).select("entity", "value", "rank")
        return peers(self._all, self.entity, self.indicators["node"].to_list()).join(
            at_head, on="entity", how="left", maintain_order="left"
        )

    @property
    def headline(self) -> str:
        """The first root that is a composite."""
        return headlines(self.result)[0]

    def __repr__(self) -> str:
        """Say whose profile it is, in a line."""
        return f"<Profile of {self.entity} in {self.result.framework.name}{f', {self.period}' if self.period else ''}>"


def profile(
    result: Result,
    entity: str,
    period: str | None = None,
    *,
    group: str | None = None,
    ties: Ties = "lowest",
) -> Profile:
    """Return the profile of an entity.

    Args:
        result: what `Framework.evaluate` returns.
        entity: which one, as the data call it.
        period: in which period; the last unless stated.
        group: the name of a group of the framework, to compare it with the entities of its own group too.
        ties: what equal values get, as for `ranks`.

    Raises:
        ValueError: if there is no such entity, period or group, or the entity is not evaluated in the period.
    """
    period = result.periods[-1] if period is None else period
    here = result.window.keys.filter(pl.col("period").eq_missing(pl.lit(period, dtype=pl.String)))
    groups = [column.name for column in result.framework.groups]
    for name, known, what in (
        (period, list(result.periods), "period"),
        (entity, here["entity"].to_list(), "entity"),
        *(((group, groups, "group"),) if group is not None else ()),
    ):
        if name not in known:
            near = nearest(str(name), [each for each in known if each is not None])
            raise ValueError(f"there is no {what} {name!r}" + (f": did you mean {near!r}?" if near else ""))
    return Profile(result, entity, period, group, ties)
