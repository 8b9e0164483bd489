"""Aggregations in plain Python, by their definitions: the children's scores of one entity, or of all of a period.

Scores and weights are lists over the children that take part; the weights sum to one but for the sum.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from equality import evened_rows

Combined = Callable[..., float]


def arithmetic(scores: Sequence[float], weights: Sequence[float]) -> float:
    """Σ w s."""
    return math.fsum(w * s for w, s in zip(weights, scores, strict=True))


def _without_zeros(scores: Sequence[float], zero: float | str) -> list[float]:
    return [float(zero) if s == 0 and not isinstance(zero, str) else s for s in scores]


def geometric(scores: Sequence[float], weights: Sequence[float], *, zero: float | str) -> float:
    """Π s^w."""
    return float(math.prod(s**w for w, s in zip(weights, _without_zeros(scores, zero), strict=True)))


def harmonic(scores: Sequence[float], weights: Sequence[float], *, zero: float | str) -> float:
    """1 / Σ w / s."""
    scores = _without_zeros(scores, zero)
    return 0.0 if 0 in scores else 1 / math.fsum(w / s for w, s in zip(weights, scores, strict=True))


def power(scores: Sequence[float], weights: Sequence[float], *, exponent: float, zero: float | str = "keep") -> float:
    """(Σ w s^p)^(1/p)."""
    scores = _without_zeros(scores, zero)
    if exponent < 0 and 0 in scores:
        return 0.0
    return float(math.fsum(w * s**exponent for w, s in zip(weights, scores, strict=True)) ** (1 / exponent))


def sum(scores: Sequence[float], weights: Sequence[float]) -> float:  # noqa: A001 - as in the language
    """Σ w s, weights as written."""
    return arithmetic(scores, weights)


def minimum(scores: Sequence[float], weights: Sequence[float]) -> float:  # noqa: ARG001
    """The least."""
    return min(scores)


def maximum(scores: Sequence[float], weights: Sequence[float]) -> float:  # noqa: ARG001
    """The greatest."""
    return max(scores)


def median(scores: Sequence[float], weights: Sequence[float]) -> float:
    """Where half of the weight is reached from below and from above."""
    whole = math.fsum(weights)
    pairs = sorted(zip(scores, weights, strict=True))
    lower = upper = None
    reached = 0.0
    for score, weight in pairs:
        reached += weight / whole
        if lower is None and reached >= 0.5 - 1e-9:
            lower = score
        if upper is None and reached > 0.5 + 1e-9:
            upper = score
    assert lower is not None
    assert upper is not None
    return (lower + upper) / 2


def quasi_arithmetic(scores: Sequence[float], weights: Sequence[float], *, by: str, rate: float | None = None) -> float:
    """f⁻¹(Σ w f(s))."""
    if by == "logit":
        mean = math.fsum(w * math.log(s / (1 - s)) for w, s in zip(weights, scores, strict=True))
        return 1 / (1 + math.exp(-mean))
    assert rate is not None
    return math.log(math.fsum(w * math.exp(rate * s) for w, s in zip(weights, scores, strict=True))) / rate


def mazziotta_pareto(scores: Sequence[float], weights: Sequence[float], *, penalty: str) -> float:
    """M ∓ S² / M."""
    mean = arithmetic(scores, weights)
    variance = math.fsum(w * (s - mean) ** 2 for w, s in zip(weights, scores, strict=True))
    return mean - variance / mean if penalty == "negative" else mean + variance / mean


def mean_min(scores: Sequence[float], weights: Sequence[float], *, penalty: float, smoothing: float) -> float:
    """M − α (√((M − min)² + β²) − β)."""
    mean = arithmetic(scores, weights)
    return mean - penalty * (math.hypot(mean - min(scores), smoothing) - smoothing)


def copeland(rows: Sequence[Sequence[float | None]], weights: Sequence[float], at: int) -> float:
    """Wins less losses of one row against all others, on the children that both have."""
    won, rows = 0, evened_rows(rows)
    for other in range(len(rows)):
        margin = math.fsum(
            w * ((mine > theirs) - (mine < theirs))
            for w, mine, theirs in zip(weights, rows[at], rows[other], strict=True)
            if mine is not None and theirs is not None
        )
        won += (margin > 1e-9) - (margin < -1e-9)
    return float(won)
