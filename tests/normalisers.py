"""Normalisations as plain descriptions: the growth family, and scores on a scale."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from method_cases import Case

Reference: TypeAlias = Literal["each_period", "all_periods"] | tuple[int, int]


@dataclass(frozen=True, slots=True)
class SymmetricGrowth:
    """200 (x − x₋₁) / (x + x₋₁)."""

    zero_zero: Literal["no_change", "null", "error"] = "no_change"
    domain: Literal["non_negative", "absolute"] = "non_negative"


@dataclass(frozen=True, slots=True)
class LogGrowth:
    """100 ln (x / x₋₁)."""


@dataclass(frozen=True, slots=True)
class SimpleGrowth:
    """100 (x / x₋₁ − 1)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """x − x₋₁."""


@dataclass(frozen=True, slots=True)
class MinMax:
    """Distance from the minimum of the reference set in units of its range, carried to low..high.

    The set is that of each period, of all periods, or of those from one period to another; `within` a group if named.
    """

    reference: Reference
    low: int = 0
    high: int = 100
    within: str | None = None


@dataclass(frozen=True, slots=True)
class GoalPosts:
    """Distance from the worst in units of the way to the best goal post, carried to low..high."""

    worst: int
    best: int
    clip: Literal["none", "both"] = "both"
    scale: Literal["linear", "log"] = "linear"
    low: int = 0
    high: int = 1


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The value itself."""


@dataclass(frozen=True, slots=True)
class OfSet:
    """Any other normalisation, by its plain function: each value against its reference set, `within` a group if named.

    What its case says of a reference, `reference` replaces; some have none.
    """

    case: Case
    reference: Reference
    within: str | None = None


Growth: TypeAlias = SymmetricGrowth | LogGrowth | SimpleGrowth | Difference
Normaliser: TypeAlias = Growth | MinMax | GoalPosts | OfSet | Unchanged

SYMMETRIC = SymmetricGrowth()
