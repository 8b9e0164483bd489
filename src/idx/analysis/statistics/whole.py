"""All statistics of a result, each computed when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from idx.analysis.lints import lint_statistics
from idx.analysis.statistics.availability import availability
from idx.analysis.statistics.coefficients import COEFFICIENTS
from idx.analysis.statistics.components import component_frames
from idx.analysis.statistics.correlations import correlations
from idx.analysis.statistics.importance import importance
from idx.analysis.statistics.moments import moments
from idx.analysis.statistics.observations import Observations
from idx.analysis.statistics.reliability import reliability
from idx.check.allowed import reason_given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from idx.analysis.statistics.coefficients import Coefficient
    from idx.analysis.statistics.components import ComponentFrames
    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result
    from idx.model import Composite


@dataclass(frozen=True)
class Statistics:
    """The statistics of a result: polars frames, and what they give reason to look at.

    Correlations rest on the observations where both have a score (pairwise); alpha, components and adequacy on those
    where every child of the composite has one (complete cases).
    """

    observations: Observations
    coefficient: Coefficient = "pearson"

    @property
    def result(self) -> Result:
        """The result that they are statistics of."""
        return self.observations.result

    @property
    def composites(self) -> tuple[Composite, ...]:
        """The composites that are looked at."""
        return self.observations.composites

    @cached_property
    def availability(self) -> pl.DataFrame:
        """How much of the data is there; see `idx.analysis.statistics.availability`."""
        return availability(self.observations)

    @cached_property
    def moments(self) -> pl.DataFrame:
        """Moments of the indicators' values, after treatment too where there is one; see `moments.moments`."""
        names = self.observations.indicators
        frames = [(stage, self.observations.rows(self.result.stage(stage))) for stage in ("screened", "treated")]
        parts = [moments(frame, names, frames[0][0]) for _, frame in frames[:1]]
        for stage, frame in frames[1:]:
            changed = [name for name in names if not frame[name].equals(frames[0][1][name])]
            parts.append(moments(frame, changed, stage))
        return pl.concat(parts)

    @cached_property
    def score_moments(self) -> pl.DataFrame:
        """Moments of the indicators' scores: what of an outlier reaches the composites."""
        frame = self.observations.rows(self.result.stage("normalised"))
        return moments(frame, self.observations.indicators, "normalised")

    @cached_property
    def correlations(self) -> pl.DataFrame:
        """Correlations within composites and across levels; see `correlations.correlations`."""
        return correlations(self.observations, self.coefficient)

    @cached_property
    def reliability(self) -> pl.DataFrame:
        """Cronbach's alpha of each composite; see `reliability.reliability`."""
        return reliability(self.observations)

    @cached_property
    def _components(self) -> ComponentFrames:
        return component_frames(self.observations)

    @property
    def components(self) -> pl.DataFrame:
        """Eigenvalues of each composite; see `components.ComponentFrames`."""
        return self._components.components

    @property
    def loadings(self) -> pl.DataFrame:
        """Loadings of each composite's children; see `components.ComponentFrames`."""
        return self._components.loadings

    @property
    def adequacy(self) -> pl.DataFrame:
        """The Kaiser–Meyer–Olkin measure of each composite; see `components.ComponentFrames`."""
        return self._components.adequacy

    @cached_property
    def weights(self) -> pl.DataFrame:
        """Nominal weights beside importance in effect; see `importance.importance`."""
        return importance(self.observations)

    @cached_property
    def _found(self) -> tuple[tuple[Diagnostic, str | None], ...]:
        return tuple((item, reason_given(item)) for item in lint_statistics(self))

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What the rules IDX320 to IDX324 find, but for what the framework's file allows."""
        return tuple(item for item, reason in self._found if reason is None)

    @property
    def allowed(self) -> tuple[tuple[Diagnostic, str], ...]:
        """What the rules find and the framework's file allows, with the reason that it gives."""
        return tuple((item, reason) for item, reason in self._found if reason is not None)

    def __repr__(self) -> str:
        """Say what was looked at, in a line."""
        return f"<Statistics of {self.result.framework.name}: {self.observations.keys.height} observations>"


def statistics(
    result: Result,
    *,
    correlation: Coefficient = "pearson",
    periods: Sequence[str] = (),
    nodes: Sequence[str] = (),
) -> Statistics:
    """Return the statistics of a result.

    Args:
        result: what `Framework.evaluate` returns.
        correlation: `pearson`, `spearman` or `kendall` (tau-b).
        periods: only observations of these periods; all are pooled unless stated.
        nodes: only these nodes and what is below them.

    Raises:
        ValueError: if there is no such coefficient, period or node.
    """
    placed = tuple(dict.fromkeys(placement.node for placement in result.framework.placements))
    for name, known, what in (
        (correlation, COEFFICIENTS, "coefficient"),
        *((period, result.periods, "period") for period in periods),
        *((node, placed, "node in a tree") for node in nodes),
    ):
        if name not in known:
            raise ValueError(f"there is no {what} {name!r}: choose from {', '.join(map(str, known))}")
    return Statistics(Observations(result, tuple(periods), tuple(nodes)), correlation)
