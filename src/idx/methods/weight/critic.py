"""Weights by contrast and by conflict with the others."""

from __future__ import annotations

import numpy as np

from idx.diagnostics import Wording
from idx.methods.arrays import Array, floats
from idx.methods.contracts import Example, MethodError
from idx.methods.registry import method
from idx.methods.spread import correlations, deviations
from idx.methods.values import Reference


@method(
    "weighting",
    computed=True,
    examples=(
        Example(
            "critic(reference = each_period)",
            (0, 1, 2, 4, 2, 0),
            (1 / 3, 2 / 3),
            says="three entities: 0, 1, 2 and 4, 2, 0",
        ),
    ),
)
def critic(scores: Array, _targets: Array, *, reference: Reference) -> Array:  # noqa: ARG001 - the engine chooses the rows
    """Weights by contrast and by conflict with the others.

    Weights are in proportion to σ Σ (1 − r), the standard deviation of a child times the sum over the others of one
    less their correlation with it: what varies, and says something of its own, weighs most.

    Source: Diakoulaki, Mavrotas and Papayannakis (1995), Determining Objective Weights in Multiple Criteria Problems:
    The CRITIC Method, Computers & Operations Research 22.

    Args:
        scores: the children's scores, a row for each entity (and period) in which all are present.
        reference: whose scores count: `each_period` (weights change by period), `all_periods`, or stated periods.
    """
    information = deviations(scores, one_scale=True) * (1 - correlations(scores, one_scale=True)).sum(axis=0)
    if not np.isfinite(information).all() or information.sum() <= 0:
        raise MethodError(
            Wording("the children neither vary nor differ", "各下级没有差异"),
            Wording(
                "there is nothing to weigh by: choose `weighting equal`", "没有可据以赋权的差异：请用 `weighting equal`"
            ),
        )
    return floats(information / information.sum())
