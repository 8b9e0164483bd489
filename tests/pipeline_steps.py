"""Steps of pipelines as plain descriptions: what `then` does to a node's own value, and in which rows."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from expressions import Expression


@dataclass(frozen=True, slots=True)
class Round:
    """Halves away from zero."""

    decimals: int


@dataclass(frozen=True, slots=True)
class Clip:
    """Drawn back to a range."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class FillBy:
    """What is missing filled with a number, or with the mean or median of its period, or of its group there."""

    by: Fraction | Literal["mean", "median"]
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Add:
    """Moved by a number."""

    number: Fraction


@dataclass(frozen=True, slots=True)
class Multiply:
    """Scaled by a number."""

    number: Fraction


@dataclass(frozen=True, slots=True)
class Power:
    """Raised to a power, the sign kept."""

    exponent: Fraction


Step: TypeAlias = Round | Clip | FillBy | Add | Multiply | Power


@dataclass(frozen=True, slots=True)
class Pipe:
    """A step, taken where a condition holds; elsewhere the value passes unchanged."""

    step: Step
    where: Expression | None = None
