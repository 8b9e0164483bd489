"""The single formulas and decisions of the methods, each replaceable, so that one can be made deliberately wrong."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from descriptions import (
    Chain,
    Difference,
    Drop,
    Growth,
    GrowthForm,
    Indicator,
    LogGrowth,
    Missing,
    SimpleGrowth,
    SymmetricGrowth,
)

WEAKEST_FIRST = "MIEFPUBDA"


class Refusal(Exception):  # noqa: N818 - what it says is that there is no answer; no program went wrong
    """The data cannot be evaluated as the framework demands."""


class MissingValue(Refusal):
    """A child is missing under a composite whose rule is `missing error`."""


class OutsideDomain(Refusal):
    """A value for which a method has no answer: a negative level, a logarithm of zero, a refused zero."""


class BrokenChain(Refusal):
    """A step after which an index would be infinite, or zero or negative for ever."""


def growth(method: Growth, now: float, before: float) -> float | None:
    """Compute the growth of one step; None where both values are zero and the method says `null`."""
    match method:
        case Difference():
            return now - before
        case LogGrowth():
            if now <= 0 or before <= 0:
                raise OutsideDomain(f"the logarithm of {now} / {before}")
            return 100 * math.log(now / before)
        case SimpleGrowth():
            if now < 0 or before <= 0:
                raise OutsideDomain(f"the growth rate of {now} on {before}")
            return 100 * (now / before - 1)
        case SymmetricGrowth():
            if method.domain == "non_negative" and (now < 0 or before < 0):
                raise OutsideDomain(f"symmetric growth of {now} on {before}")
            if now == 0 and before == 0:
                if method.zero_zero == "error":
                    raise OutsideDomain("zero in both periods of a step")
                return 0.0 if method.zero_zero == "no_change" else None
            return 200 * ((now - before) / (abs(now) + abs(before)))  # the quotient first: from zero it is exactly 1


def log_ratio(combined: float, form: GrowthForm) -> float:
    """Turn a composite's growth into the logarithm of the ratio of its index to the one before."""
    match form:
        case "symmetric":
            if abs(combined) >= 200:
                raise BrokenChain(f"growth {combined}")
            return math.log1p(combined / 200) - math.log1p(-combined / 200)
        case "log":
            return combined / 100
        case "simple":
            if combined <= -100:
                raise BrokenChain(f"growth {combined} %")
            return math.log1p(combined / 100)


def index_growth(now: float, before: float, form: GrowthForm) -> float | None:
    """Compute the growth that a chain would need to go from one index level to the next: `log_ratio` backwards."""
    match form:
        case "symmetric":
            return 200 * (now - before) / (now + before) if now + before else None
        case "log":
            return 100 * math.log(now / before) if now > 0 and before > 0 else None
        case "simple":
            return 100 * (now / before - 1) if before > 0 else None


def indicator_index(values: Mapping[int, float], period: int, chain: Chain, indicator: Indicator) -> float | None:
    """Compute an indicator's own index: its level against the base period, upside down where its rise is bad."""
    now, base = values.get(period), values.get(chain.base)
    if now is None or base is None or base == 0:
        return None
    if indicator.negative:
        return chain.value * base / now if now != 0 else None
    return chain.value * now / base


def covered(missing: Missing, weights: Sequence[Fraction], present: Sequence[bool]) -> bool:
    """Tell whether a composite has enough children; one of weight zero is never asked for."""
    asked = [(weight, there) for weight, there in zip(weights, present, strict=True) if weight > 0]
    if not isinstance(missing, Drop):
        return all(there for _, there in asked)
    if missing.count:
        share = Fraction(sum(there for _, there in asked), len(asked))
    else:
        share = sum((weight for weight, there in asked if there), Fraction(0)) / sum(weight for weight, _ in asked)
    return share > 0 and share >= missing.min_coverage


def used_weights(missing: Missing, weights: Sequence[Fraction], present: Sequence[bool]) -> list[Fraction]:
    """Give the weights in force in a cell: as stated, or rescaled over those present where others are dropped."""
    if not isinstance(missing, Drop):
        return list(weights)
    total = sum((weight for weight, there in zip(weights, present, strict=True) if there), Fraction(0))
    return [weight / total if there and total else Fraction(0) for weight, there in zip(weights, present, strict=True)]


def interpolate(
    form: Literal["linear", "log_linear"], left: tuple[int, float], right: tuple[int, float], at: int
) -> float:
    """Fill one period of a gap from the observations on its two sides, over the distance in periods."""
    share = (at - left[0]) / (right[0] - left[0])
    if form == "linear":
        return left[1] + (right[1] - left[1]) * share
    if left[1] <= 0 or right[1] <= 0:
        raise OutsideDomain(f"a log-linear gap between {left[1]} and {right[1]}")
    return math.exp(math.log(left[1]) + (math.log(right[1]) - math.log(left[1])) * share)


def weakest(statuses: Sequence[str], used: Sequence[Fraction]) -> str:
    """Give the weakest status among the children that carry weight."""
    carrying = [status for status, weight in zip(statuses, used, strict=True) if weight > 0]
    return min(carrying, key=WEAKEST_FIRST.index, default="M")


def contribution(weight: Fraction, value: float) -> float:
    """Give what a child adds to a parent that combines arithmetically."""
    return float(weight) * value


@dataclass(frozen=True, slots=True)
class Rules:
    """All of the above together; replacing one of them makes an evaluator that is wrong in one respect."""

    growth: Callable[[Growth, float, float], float | None] = growth
    log_ratio: Callable[[float, GrowthForm], float] = log_ratio
    indicator_index: Callable[[Mapping[int, float], int, Chain, Indicator], float | None] = indicator_index
    covered: Callable[[Missing, Sequence[Fraction], Sequence[bool]], bool] = covered
    used_weights: Callable[[Missing, Sequence[Fraction], Sequence[bool]], list[Fraction]] = used_weights
    interpolate: Callable[[Literal["linear", "log_linear"], tuple[int, float], tuple[int, float], int], float] = (
        interpolate
    )
    weakest: Callable[[Sequence[str], Sequence[Fraction]], str] = weakest
    contribution: Callable[[Fraction, float], float] = contribution


RULES = Rules()
