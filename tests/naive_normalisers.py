"""Normalisations in plain Python, by their definitions: a column of values against one reference set.

Each function takes the values (None is missing), those of the reference set that are known, whether the direction is
negative, and the arguments; it returns the scores. Nothing here is shared with the engine.
"""

# ruff: noqa: A002 - arguments are called as in the language

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence

from equality import apart

Values = Sequence[float | None]
Known = Sequence[float]
Scores = list[float | None]
Normaliser = Callable[..., Scores]


def present(values: Values) -> list[float]:
    """List the values that are there."""
    return [value for value in values if value is not None]


def mapped(values: Values, score: Callable[[float], float | None]) -> Scores:
    """Score each value that is there."""
    return [None if value is None else score(value) for value in values]


def min_max(values: Values, known: Known, *, negative: bool, to: tuple[float, float]) -> Scores:
    """Between the least and the greatest value."""
    a, b = to
    if not known or not apart(min(known), max(known)):
        return [None] * len(values)
    low, high = min(known), max(known)
    return mapped(values, lambda x: a + (b - a) * ((high - x) if negative else (x - low)) / (high - low))


def z_score(values: Values, known: Known, *, negative: bool, sd: str, mean: float, deviation: float) -> Scores:
    """Distances from the mean."""
    if len(known) < (2 if sd == "sample" else 1) or not apart(min(known), max(known)):
        return [None] * len(values)
    centre = statistics.fmean(known)
    spread = statistics.stdev(known) if sd == "sample" else statistics.pstdev(known)
    return mapped(values, lambda x: mean + (-1 if negative else 1) * deviation * (x - centre) / spread)


def quantile(known: Known, share: float) -> float:
    """Interpolate linearly between the order statistics around (n − 1) · share."""
    ordered = sorted(known)
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def robust_z_score(values: Values, known: Known, *, negative: bool, spread: str, factor: str) -> Scores:
    """Distances from the median."""
    if not known:
        return [None] * len(values)
    centre = statistics.median(known)
    width = statistics.median([abs(x - centre) for x in known])
    usual = 1 / statistics.NormalDist().inv_cdf(0.75)
    if spread == "iqr":
        width, usual = quantile(known, 0.75) - quantile(known, 0.25), usual / 2
    width *= usual if factor == "normal" else 1
    if not apart(centre, centre + width):
        return [None] * len(values)
    return mapped(values, lambda x: (-1 if negative else 1) * (x - centre) / width)


def _rank(value: float, known: Known, ties: str) -> float:
    below, equal = sum(x < value for x in known), sum(x == value for x in known)
    return {
        "lowest": below + 1,
        "highest": below + equal,
        "average": below + (equal + 1) / 2,
        "dense": len({x for x in known if x < value}) + 1,
    }[ties]


def rank(values: Values, known: Known, *, negative: bool, ties: str, reversed: str | None) -> Scores:
    """From one for the worst."""
    if not negative:
        return mapped(values, lambda x: _rank(x, known, ties))
    if reversed == "complement":
        top = len(set(known)) if ties == "dense" else len(known)
        return mapped(values, lambda x: top + 1 - _rank(x, known, ties))
    return mapped(values, lambda x: _rank(-x, [-other for other in known], ties))


def percentile_rank(values: Values, known: Known, *, negative: bool, ties: str, reversed: str | None) -> Scores:
    """The share of others that are left behind."""
    others = (len(set(known)) if ties == "dense" else len(known)) - 1
    ranks = rank(values, known, negative=negative, ties=ties, reversed=reversed)
    return [None if place is None or others < 1 else (place - 1) / others for place in ranks]


def borda(values: Values, known: Known, *, negative: bool, ties: str, reversed: str | None) -> Scores:
    """How many are beaten."""
    ranks = rank(values, known, negative=negative, ties=ties, reversed=reversed)
    return [None if place is None else place - 1 for place in ranks]


def distance_to_maximum(values: Values, known: Known, *, negative: bool) -> Scores:
    """One less the distance to the best in units of the range."""
    if not known or not apart(min(known), max(known)):
        return [None] * len(values)
    best, worst = (min(known), max(known)) if negative else (max(known), min(known))
    return mapped(values, lambda x: 1 - (best - x) / (best - worst))


def fraction_of_maximum(values: Values, known: Known, *, negative: bool) -> Scores:
    """Fractions of the leader."""
    if negative:
        return mapped(values, lambda x: min(known) / x if x > 0 else None)
    return mapped(values, lambda x: x / max(known) if max(known) > 0 else None)


def distance_to_target(values: Values, known: Known, *, negative: bool, target: float, clip: str) -> Scores:
    """The share of the way from the worst to the target."""
    if not known:
        return [None] * len(values)
    worst = max(known) if negative else min(known)
    if not (apart(target, worst) if negative else apart(worst, target)):
        return [None] * len(values)
    most = 1.0 if clip == "high" else math.inf
    return mapped(values, lambda x: min(most, (x - worst) / (target - worst)))


def scaled(
    values: Values, _known: Known, *, negative: bool, range: tuple[float, float], to: tuple[float, float]
) -> Scores:
    """From one range to another."""
    (low, high), (a, b) = range, to
    return mapped(values, lambda x: a + (b - a) * ((high - x) if negative else (x - low)) / (high - low))


def bands(
    values: Values,
    known: Known,
    *,
    negative: bool,
    scores: Sequence[float],
    limits: Sequence[float] | None = None,
    percentiles: Sequence[float] | None = None,
) -> Scores:
    """A score for each class."""
    if not known:
        return [None] * len(values)
    cuts = limits if limits is not None else [quantile(known, share / 100) for share in percentiles or ()]

    def score(x: float) -> float:
        passed = sum(x <= cut for cut in cuts) if negative else sum(x >= cut for cut in cuts)
        return scores[passed]

    return mapped(values, score)


def adjusted_mazziotta_pareto(values: Values, known: Known, *, negative: bool) -> Scores:
    """Around a mean of 100, over a range of 60."""
    if not known or not apart(min(known), max(known)):
        return [None] * len(values)
    centre, width = statistics.fmean(known), max(known) - min(known)
    return mapped(values, lambda x: 100 + (-60 if negative else 60) * (x - centre) / width)


def goalposts(
    values: Values,
    _known: Known,
    *,
    negative: bool,
    worst: float,
    best: float,
    clip: str,
    to: tuple[float, float],
) -> Scores:
    """Between two stated values."""
    if negative:
        worst, best = best, worst
    low, high = {"both": (0, 1), "low": (0, math.inf), "high": (-math.inf, 1), "none": (-math.inf, math.inf)}[clip]
    a, b = to
    return mapped(values, lambda x: a + (b - a) * min(high, max(low, (x - worst) / (best - worst))))


def none(values: Values, _known: Known, *, negative: bool) -> Scores:
    """As they are."""
    return mapped(values, lambda x: -x if negative else x)
