"""What arguments of methods can be, and what values and scores can be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from idx.diagnostics import Wording
from idx.period import Periods

if TYPE_CHECKING:
    from fractions import Fraction


Form = Literal["symmetric", "log", "simple"]


class Scale(Enum):
    """What a score can be; `link` needs growth, a geometric mean needs scores that are never negative."""

    GROWTH = Wording("growth", "增速")
    ANY = Wording("scores", "得分")
    NON_NEGATIVE = Wording("non-negative scores", "非负的得分")
    POSITIVE = Wording("positive scores", "大于零的得分")


class Domain(Enum):
    """Which values of an indicator a method can take."""

    ANY = Wording("any number", "任意数值")
    NON_NEGATIVE = Wording("zero or above", "大于或等于零")
    POSITIVE = Wording("above zero", "大于零")


class Interval(NamedTuple):
    """A range of numbers such as `0..100`."""

    low: float
    high: float


UNIT = Interval(0.0, 1.0)


class Replacement(NamedTuple):
    """The argument `replace(v)`: what stands in for a zero."""

    value: float


Zero = Literal["keep", "error"] | Replacement  # what a mean that has no logarithm or inverse of zero does with one


class Numbers(NamedTuple):
    """The argument `values(a, b, …)`: numbers in an order."""

    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ratings:
    """An argument that gives numbers to names, such as `over(b = 3, c = 1/2)`; `word` is what it is written with."""

    entries: tuple[tuple[str, Fraction], ...]
    word: ClassVar[str]

    def __str__(self) -> str:
        """Return the argument as the language writes it."""
        return f"{self.word}({', '.join(f'{name} = {number}' for name, number in self.entries)})"


class Over(Ratings):
    """By how much a node is more important than others."""

    __slots__ = ()
    word = "over"


class Points(Ratings):
    """What an expert gives to each node."""

    __slots__ = ()
    word = "points"


class Entity(str):
    """The code of an entity, as in `entity = JPN`."""

    __slots__ = ()


class Group(str):
    """The name of a group of entities, as in `within = region`."""

    __slots__ = ()


class Series(str):
    """The name of a series, as in `weights = gdp`."""

    __slots__ = ()


class Names(NamedTuple):
    """Series and indicators with data of their own, as in `on = gdp` or `on = names(gdp, population)`."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        """Return the argument as the language writes it."""
        return self.names[0] if len(self.names) == 1 else f"names({', '.join(self.names)})"


class Minimum(NamedTuple):
    """The least value that a number may have (in `Annotated`)."""

    value: float


class Above(NamedTuple):
    """What a number must be greater than (in `Annotated`)."""

    value: float


class MinimumAndMaximum(NamedTuple):
    """The least and the greatest value that a number may have (in `Annotated`)."""

    low: float
    high: float


Together = Literal["each_period", "all_periods"]

Reference = Together | Periods
