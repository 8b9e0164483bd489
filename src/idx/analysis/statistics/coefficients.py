"""Coefficients of correlation between two columns, on the rows where both have a value."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import polars as pl

from idx.analysis.statistics.observations import constant
from idx.analysis.statistics.reasons import FEWEST, Reason

if TYPE_CHECKING:
    from idx.analysis.statistics.observations import Numbers

Coefficient = Literal["pearson", "spearman", "kendall"]
COEFFICIENTS: tuple[Coefficient, ...] = ("pearson", "spearman", "kendall")


class Correlation(NamedTuple):
    """A correlation, on how many observations it rests, and why it has no value where it has none."""

    value: float | None
    n: int
    reason: Reason | None = None


def correlation(one: Numbers, other: Numbers, coefficient: Coefficient = "pearson") -> Correlation:
    """Return the correlation of two columns over the rows where both have a value (NaN is none).

    Pearson's product-moment correlation; Spearman's, which is Pearson's of the ranks, equals sharing their mean rank;
    Kendall's tau-b. Below three observations, or where a column does not vary over them, there is none.
    """
    both = ~(np.isnan(one) | np.isnan(other))
    x, y = one[both], other[both]
    n = len(x)
    if n < FEWEST:
        return Correlation(None, n, Reason.FEW)
    if constant(x) or constant(y):
        return Correlation(None, n, Reason.CONSTANT)
    match coefficient:
        case "pearson":
            return Correlation(pearson(x, y), n)
        case "spearman":
            return Correlation(pearson(_ranks(x), _ranks(y)), n)
        case "kendall":  # scipy.stats takes longer to load than most frameworks to evaluate
            return Correlation(float(import_module("scipy.stats").kendalltau(x, y, variant="b").statistic), n)


def pearson(x: Numbers, y: Numbers) -> float:
    """Return Pearson's correlation of two complete columns that vary."""
    x, y = _scaled(x), _scaled(y)
    return float(np.clip(x @ y, -1.0, 1.0))


def _scaled(values: Numbers) -> Numbers:
    deviations = values - values.mean()
    deviations = deviations / np.abs(deviations).max()  # so that no square over- or underflows
    return np.asarray(deviations / np.sqrt(deviations @ deviations))


def _ranks(values: Numbers) -> Numbers:
    return pl.Series(values).rank("average").to_numpy()
