"""Weights that make children vary alike."""

from __future__ import annotations

import numpy as np

from idx.diagnostics import Wording
from idx.methods.arrays import Array, floats, refused
from idx.methods.contracts import Example, MethodError
from idx.methods.registry import method
from idx.methods.spread import deviations
from idx.methods.values import Reference


@method(
    "weighting",
    computed=True,
    stacks=True,
    examples=(
        Example("inverse_sd(reference = each_period)", (0, 3, 0, 1), (0.25, 0.75), says="two children: 0, 3 and 0, 1"),
    ),
)
def inverse_sd(scores: Array, _targets: Array, *, reference: Reference) -> Array:  # noqa: ARG001 - the engine chooses the rows
    """Weights that make children vary alike: in proportion to one over the standard deviation.

    So that no volatile child drives the composite. Of sample and population deviations it makes no difference.

    Source: The Conference Board (2001), Business Cycle Indicators Handbook (standardisation factors).

    Args:
        scores: the children's scores, or growth, a row for each entity (and period) in which all are present.
        reference: whose scores count: `each_period` (weights change by period), `all_periods`, or stated periods.
    """
    spread = deviations(scores, one_scale=True)
    without = refused(
        (spread <= 0).any(axis=-1),
        MethodError(
            Wording("a child does not vary, so that it would weigh everything", "有下级没有变化，它将占全部权重"),
            Wording("leave it out, or choose another weighting", "请去掉它，或改用其他赋权方法"),
        ),
    )
    steady = 1 / np.where(spread > 0, spread, 1.0)
    return floats(np.where(without[..., None], np.nan, steady / steady.sum(axis=-1, keepdims=True)))
