"""Cronbach's alpha: whether the children of a composite measure one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from idx.analysis.statistics.observations import complete, constant
from idx.analysis.statistics.reasons import FEWEST, Reason, code

if TYPE_CHECKING:
    from idx.analysis.statistics.observations import Numbers, Observations

SCHEMA = {
    "composite": pl.String,
    "children": pl.Int64,
    "n": pl.Int64,
    "alpha": pl.Float64,
    "reason": pl.String,
}


def alpha(values: Numbers) -> float | Reason:
    """Return Cronbach's alpha of complete observations (rows × children), or why it has none.

    α = k / (k − 1) · (1 − Σ s²ᵢ / s²), with the sample variances of the k children and of their sum (Cronbach 1951). It
    is below zero where the children run against one another.
    """
    rows, children = values.shape
    if children < 2:
        return Reason.ONE_CHILD
    if rows < FEWEST:
        return Reason.FEW
    total = values.sum(axis=1)
    if constant(total) or any(constant(column) for column in values.T):
        return Reason.CONSTANT
    return float(children / (children - 1) * (1 - np.var(values, axis=0, ddof=1).sum() / np.var(total, ddof=1)))


def reliability(observations: Observations) -> pl.DataFrame:
    """Return Cronbach's alpha of each composite, over the observations where every weighing child has a score.

    Columns: `composite`, `children`, `n`, `alpha`, `reason`.
    """
    rows = []
    for composite in observations.composites:
        values = complete(observations.scores([child.name for child in composite.weighing]))
        found = alpha(values)
        stated = (None, code(found)) if isinstance(found, Reason) else (found, None)
        rows.append((composite.name, values.shape[1], len(values), *stated))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
