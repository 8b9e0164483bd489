"""Weights that show each entity in its best light."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import optimize

from idx.diagnostics import Wording
from idx.methods.arrays import Array, floats
from idx.methods.contracts import Example, MethodError
from idx.methods.registry import method
from idx.methods.values import Interval, Scale, Together


def _refuses(arguments: dict[str, Any]) -> Wording | None:
    low, high = arguments["shares"]
    return None if 0 <= low < high <= 1 else Wording("shares lie between 0 and 1", "份额必须在 0 与 1 之间")


@method(
    "weighting",
    computed=True,
    own=True,
    multipliers=True,
    needs=Scale.NON_NEGATIVE,
    refuses=_refuses,
    examples=(
        Example(
            "benefit_of_the_doubt(reference = each_period, shares = 0..1)",
            (2, 4, 1, 1),
            (0, 1),
            says="two children, two entities: 2, 4 and 1, 1; the first entity's weights",
        ),
    ),
)
def benefit_of_the_doubt(
    scores: Array,
    _targets: Array,
    *,
    reference: Together,  # noqa: ARG001 - the engine chooses the rows
    shares: Interval,
) -> Array:
    """Weights that show each entity in its best light, with which none would score above one.

    For each entity the linear programme max Σ w s, with w ≥ 0 and Σ w s ≤ 1 for every entity of the reference set. The
    composite is the entity's score relative to the best practice under its own weights, at most 1; the weights are
    multipliers, which do not sum to one, for `aggregate arithmetic` alone. Where several weights show an entity in as
    good a light, they are one of these: its score is the same with any. `shares = a..b` holds each child's part in the
    entity's score between the two; `0..1` leaves it free, so that one good child may be all that counts.

    Source: Melyn and Moesen (1991); Cherchye, Moesen, Rogge and Van Puyenbroeck (2007), An Introduction to 'Benefit of
    the Doubt' Composite Indicators, Social Indicators Research 82.

    Args:
        scores: the children's scores, zero or above, a row for each entity (and period) in which all are present.
        reference: whose scores bound the weights: those of `each_period`, or of `all_periods`.
        shares: the least and the greatest part of a child in the score, from 0 to 1.

    Returns:
        A row of weights for each row of scores.
    """
    largest = scores.max(axis=0)
    scale = np.where(largest > 0, largest, 1.0)  # programmes of numbers near one are solved more exactly
    scaled = scores / scale
    return floats([_solved(scaled, place, shares) for place in range(len(scaled))]) / scale


def _solved(scaled: Array, place: int, shares: Interval) -> Array:
    own = scaled[place]
    limits, bounds = [scaled], [np.ones(len(scaled))]
    for factor, sign in ((shares.low, -1), (shares.high, 1)):
        if 0 < factor < 1:
            limits.append(sign * (np.diag(own) - factor * own))
            bounds.append(np.zeros(len(own)))
    found = optimize.linprog(
        -own, A_ub=np.vstack(limits), b_ub=np.concatenate(bounds), bounds=(0, None), method="highs"
    )
    if found.status != 0 or found.x is None:
        raise MethodError(
            Wording(
                "no weights keep every child's part in the score within `shares`",
                "没有权重能使每个下级在得分中的份额都落在 `shares` 之内",
            ),
            Wording(
                "widen `shares`; with n children the greatest is at least 1/n and the least at most 1/n",
                "请放宽 `shares`：有 n 个下级时，上限不小于 1/n，下限不大于 1/n",
            ),
        )
    return floats(found.x)
