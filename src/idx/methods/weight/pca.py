"""Weights from the first principal component."""

from __future__ import annotations

from typing import Literal

import numpy as np

from idx.diagnostics import Wording
from idx.methods.arrays import Array, floats
from idx.methods.contracts import Example, MethodError
from idx.methods.registry import method
from idx.methods.spread import correlations, deviations
from idx.methods.values import Reference

TIES = 1e-9  # as a share of the variance: components nearer to one another are mixed by rounding alone


@method(
    "weighting",
    computed=True,
    examples=(
        Example(
            "pca(reference = each_period, share = loadings)",
            (0, 1, 2, 1, 1, 4),
            (0.5, 0.5),
            says="of two children both load alike",
        ),
    ),
)
def pca(
    scores: Array,
    _targets: Array,
    *,
    reference: Reference,  # noqa: ARG001 - the engine chooses the rows
    share: Literal["loadings", "squared_loadings"],
) -> Array:
    """Weights from the first principal component of the children's correlations.

    Weights are in proportion to the loadings on it, or to their squares, which are each child's share of the
    component's variance. A child that loads with another sign than the rest would weigh less than nothing: that is an
    error, since the component then measures a contrast.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, section 1.6; Jolliffe (2002), Principal
    Component Analysis.

    Args:
        scores: the children's scores, a row for each entity (and period) in which all are present.
        reference: whose scores count: `each_period` (weights change by period), `all_periods`, or stated periods.
        share: whether weights are in proportion to `loadings` or `squared_loadings`.
    """
    if len(scores) < 3 or (deviations(scores, one_scale=True) <= 0).any():
        raise MethodError(
            Wording("components need three rows, and children that vary", "主成分需要至少三行数据，且各下级都有变化"),
            Wording(
                "leave out a child that is constant, or choose another weighting",
                "请去掉没有变化的下级，或改用其他赋权方法",
            ),
        )
    variances, vectors = np.linalg.eigh(correlations(scores, one_scale=True))
    if len(variances) > 1 and variances[-1] - variances[-2] <= TIES * variances[-1]:
        raise MethodError(
            Wording("no component explains more than the others", "没有哪个主成分解释得更多"),
            Wording("choose another weighting", "请改用其他赋权方法"),
        )
    first = vectors[:, -1] if vectors[:, -1].sum() >= 0 else -vectors[:, -1]
    if share == "squared_loadings":
        return floats(first**2 / (first**2).sum())
    if (first < 0).any():
        raise MethodError(
            Wording(
                "the first component sets some children against others, so that their weights would be negative",
                "第一主成分中有的下级与其余下级方向相反，其权重将为负",
            ),
            Wording(
                "check their directions, or take `share = squared_loadings`",
                "请核对指标方向，或改用 `share = squared_loadings`",
            ),
        )
    return floats(first / first.sum())
