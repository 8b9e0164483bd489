"""Weights by how unevenly children are spread over entities."""

from __future__ import annotations

import numpy as np

from idx.diagnostics import Wording
from idx.methods.arrays import Array, floats, refused
from idx.methods.contracts import Example, MethodError
from idx.methods.registry import method
from idx.methods.spread import varying
from idx.methods.values import Reference, Scale


@method(
    "weighting",
    computed=True,
    stacks=True,
    needs=Scale.NON_NEGATIVE,
    examples=(
        Example(
            "entropy(reference = each_period)", (1, 3, 2, 2), (1, 0), says="two children, two entities: 1, 3 and 2, 2"
        ),
    ),
)
def entropy(scores: Array, _targets: Array, *, reference: Reference) -> Array:  # noqa: ARG001 - the engine chooses the rows
    """Weights by how unevenly children are spread over entities: the entropy weight method.

    With shares p = s / Σ s of each child over the rows of the reference set, its entropy is e = −Σ p ln p / ln n, and
    weights are in proportion to 1 − e. A child that is the same everywhere weighs nothing.

    Source: Shannon (1948), A Mathematical Theory of Communication; 熵值法 of Chinese statistical practice.

    Args:
        scores: the children's scores, zero or above, a row for each entity (and period) in which all are present.
        reference: whose scores count: `each_period` (weights change by period), `all_periods`, or stated periods.
    """
    totals = scores.sum(axis=-2, keepdims=True)
    without = refused(
        (totals <= 0).any(axis=(-2, -1)) | (scores.shape[-2] < 2),
        MethodError(
            Wording(
                "a child that is zero everywhere, or a single row, has no entropy",
                "下级得分全为零，或只有一行时，没有信息熵",
            ),
            Wording("state weights for it, or choose another weighting", "请写明权重，或改用其他赋权方法"),
        ),
    )
    shares = scores / np.where(totals > 0, totals, 1.0)
    parts = np.where(shares > 0, shares * np.log(np.where(shares > 0, shares, 1.0)), 0.0)
    spread = np.maximum(1 + parts.sum(axis=-2) / np.log(max(scores.shape[-2], 2)), 0.0)
    spread = np.where(varying(scores, one_scale=True), spread, 0.0)
    whole = spread.sum(axis=-1, keepdims=True)
    without |= refused(
        ~(whole[..., 0] > 0) & ~without,
        MethodError(
            Wording("every child is the same everywhere", "所有下级在各处都相同"),
            Wording(
                "there is nothing to weigh by: choose `weighting equal`", "没有可据以赋权的差异：请用 `weighting equal`"
            ),
        ),
    )
    return floats(np.where(without[..., None], np.nan, spread / np.where(whole > 0, whole, 1.0)))
