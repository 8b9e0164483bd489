"""Plain descriptions of a framework and its data: what the oracle evaluates, and what the strategies draw and render.

They are deliberately not the engine's own model: a description says what is meant, after names, inheritance and exact
weights are settled, so that the two sides share nothing but the definitions of the methods.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

Entity: TypeAlias = str | None
Cell: TypeAlias = tuple[str, Entity, int]
GrowthForm: TypeAlias = Literal["symmetric", "log", "simple"]


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
    """Distance from the minimum of the reference set in units of its range, carried to low..high."""

    reference: Literal["each_period", "all_periods"]
    low: int = 0
    high: int = 100


@dataclass(frozen=True, slots=True)
class GoalPosts:
    """Distance from the worst in units of the way to the best goal post, carried to low..high."""

    worst: int
    best: int
    clip: Literal["none", "both"] = "both"
    scale: Literal["linear", "log"] = "linear"
    low: int = 0
    high: int = 1


Growth: TypeAlias = SymmetricGrowth | LogGrowth | SimpleGrowth | Difference
Normaliser: TypeAlias = Growth | MinMax | GoalPosts


@dataclass(frozen=True, slots=True)
class CarryForward:
    """Repeat the last observation, for at most `max` periods where that is given."""

    max: int | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf: how its holes are filled and how it is normalised."""

    name: str
    normaliser: Normaliser = SymmetricGrowth()
    negative: bool = False
    gaps: Literal["linear", "log_linear"] | None = None
    latest: CarryForward | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """Rescale the weights of the children that are present, if they cover enough (by weight, or by number)."""

    min_coverage: Fraction
    count: bool = False


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Σ w V, or Σ w E when it combines the children's index levels."""

    over_index: bool = False


@dataclass(frozen=True, slots=True)
class Geometric:
    """Π s ^ w; a zero is kept, refused, or replaced by a number."""

    zero: Literal["keep", "error"] | Fraction


Missing: TypeAlias = Literal["error", "null"] | Drop


@dataclass(frozen=True, slots=True)
class Child:
    """One placement of a node: under which weight it enters its parent."""

    node: "Node"
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Composite:
    """A node with children, whose weights sum to one.

    `relative_scale` is a matter of writing only: the weights times that number under `weighting relative`.
    """

    name: str
    children: tuple[Child, ...]
    aggregate: Arithmetic | Geometric = Arithmetic()
    missing: Missing = "error"
    relative_scale: int | None = None


Node: TypeAlias = Composite | Indicator


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain-linked index that is `value` in the period `base`; `stated` writes the growth form out."""

    base: int
    value: int = 100
    growth: GrowthForm = "symmetric"
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """A value in the data and its SDMX status, None where the data give none."""

    value: float
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """A framework together with its data; a lone entity None stands for data without an entity column."""

    root: Composite
    first: int
    last: int
    chain: Chain | None
    entities: tuple[Entity, ...]
    panel: Mapping[Cell, Observation] = field(repr=True)

    @property
    def periods(self) -> range:
        """The evaluated periods."""
        return range(self.first, self.last + 1)

    @property
    def computed_periods(self) -> range:
        """The evaluated periods and the one before, whose levels the step into the first one needs."""
        return range(self.first - 1, self.last + 1)
