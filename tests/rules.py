"""The single formulas and decisions of the methods, each replaceable, so that one can be made deliberately wrong."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from descriptions import Chain, Drop, GrowthForm, Indicator, Missing
from normalisers import Difference, Growth, LogGrowth, SimpleGrowth, SymmetricGrowth

WEAKEST_FIRST = "MIEFPUBDA"


class Refusal(Exception):  # noqa: N818 - what it says is that there is no answer; no program went wrong
    """The data cannot be evaluated as the framework demands."""


class MissingValue(Refusal):
    """A child is missing under a composite whose rule is `missing error`."""


class OutsideDomain(Refusal):
    """A value for which a method has no answer: a negative level, a logarithm of zero, a refused zero."""


class BrokenChain(Refusal):
    """A step after which an index would be infinite, or zero or negative for ever."""


def check_domain(method: Growth, value: float) -> None:
    """Refuse a value of which a growth method knows no growth, into it or out of it."""
    match method:
        case LogGrowth() | SimpleGrowth() if value <= 0:
            raise OutsideDomain(f"the logarithm or the rate of {value}")
        case SymmetricGrowth(domain="non_negative") if value < 0:
            raise OutsideDomain(f"symmetric growth of {value}")
        case _:
            return


def growth(method: Growth, now: float, before: float) -> float | None:
    """Compute the growth of one step; None where both values are zero and the method says `null`."""
    match method:
        case Difference():
            return now - before
        case LogGrowth():
            return 100 * math.log(now / before)
        case SimpleGrowth():
            return 100 * (now / before - 1)
        case SymmetricGrowth(zero_zero=zero_zero):
            if now == 0 and before == 0:
                if zero_zero == "error":
                    raise OutsideDomain("zero in both periods of a step")
                return 0.0 if zero_zero == "no_change" else None
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
    """Compute an indicator's own index: its level against that of the base, upside down where its rise is bad."""
    now, bases = values.get(period), [values.get(base) for base in chain.bases]
    levels = [_level(value, indicator) for value in (now, *bases)]
    known = [level for level in levels if level is not None]
    if len(known) < len(levels):
        return None
    base = math.fsum(known[1:]) / len(bases)
    return chain.value * known[0] / base if base != 0 else None


def _level(value: float | None, indicator: Indicator) -> float | None:
    if value is None or (indicator.negative and value == 0):
        return None
    return 1 / value if indicator.negative else value


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


def extreme(function: str, values: Sequence[float | None]) -> float | None:
    """Give the least or the greatest of a formula's operands, missing if one of them is."""
    present = [value for value in values if value is not None]
    if len(present) < len(values):
        return None
    return min(present) if function == "min" else max(present)


def rounded(value: float, decimals: int) -> float:
    """Round to decimals (below zero, to tens and hundreds), halves away from zero."""
    scale = 10.0 ** abs(decimals)
    shifted = math.floor(abs(value) * scale + 0.5) / scale
    if decimals < 0:
        shifted = math.floor(abs(value) / scale + 0.5) * scale
    return math.copysign(shifted, value)


def together(left_out: bool, group: str | None, other: str | None, *, within: bool) -> bool:  # noqa: FBT001 - a fact
    """Tell whether another row counts in a row's reference set: one that is evaluated, of the same group if asked."""
    return not left_out and (not within or (group is not None and group == other))


def back(period: int, lag: int, periods: Sequence[int]) -> int | None:
    """Give the period that `prev` looks back to, if the data go so far."""
    return period - lag if period - lag in periods else None


def weakest(statuses: Sequence[str], used: Sequence[Fraction]) -> str:
    """Give the weakest status among the children that carry weight."""
    carrying = [status for status, weight in zip(statuses, used, strict=True) if weight > 0]
    return min(carrying, key=WEAKEST_FIRST.index, default="M")


def weakest_read(statuses: Sequence[str]) -> str:
    """Give the weakest status among the cells that a formula reads and that are there."""
    return min(statuses, key=WEAKEST_FIRST.index, default="A")


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
    extreme: Callable[[str, Sequence[float | None]], float | None] = extreme
    rounded: Callable[[float, int], float] = rounded
    together: Callable[..., bool] = together
    back: Callable[[int, int, Sequence[int]], int | None] = back
    weakest: Callable[[Sequence[str], Sequence[Fraction]], str] = weakest
    weakest_read: Callable[[Sequence[str]], str] = weakest_read
    contribution: Callable[[Fraction, float], float] = contribution


RULES = Rules()
