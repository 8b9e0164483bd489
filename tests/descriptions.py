"""Plain descriptions of a framework and its data: what the oracle evaluates, and what the strategies draw and render.

They are deliberately not the engine's own model: a description says what is meant, after names, inheritance and exact
weights are settled, so that the two sides share nothing but the definitions of the methods.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from expressions import Expression
from method_cases import Case
from normalisers import SYMMETRIC, Normaliser, Reference
from pipeline_steps import Pipe

Entity: TypeAlias = str | None
Cell: TypeAlias = tuple[str, Entity, int]
GrowthForm: TypeAlias = Literal["symmetric", "log", "simple"]


@dataclass(frozen=True, slots=True)
class CarryForward:
    """Repeat the last observation, for at most `max` periods where that is given."""

    max: int | None = None


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done to outliers before scores are made, by its plain function, in each reference set by itself."""

    case: Case
    reference: Reference
    within: str | None = None


@dataclass(frozen=True, slots=True)
class FillFrom:
    """The mean or the median of a reference set, for what no other filling fills."""

    by: Literal["mean", "median"]
    reference: Reference
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf: how its holes are filled and how it is normalised, in which rows, and what follows.

    Where it has a formula it has no data; `earliest` carries the first observation back, `rest` fills what is left.
    """

    name: str
    normaliser: Normaliser = SYMMETRIC
    negative: bool = False
    gaps: Literal["linear", "log_linear"] | None = None
    latest: CarryForward | None = None
    earliest: CarryForward | None = None
    rest: int | FillFrom | None = None
    formula: Expression | None = None
    where: Expression | None = None
    steps: tuple[Pipe, ...] = ()
    treatment: Treatment | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """Rescale the weights of the children that are present, if they cover enough (by weight, or by number)."""

    min_coverage: Fraction
    count: bool = False


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Σ w V, or Σ w E when it combines the children's index levels; over the indicators below if it says so."""

    over_index: bool = False
    over_indicators: bool = False


@dataclass(frozen=True, slots=True)
class Geometric:
    """Π s ^ w; a zero is kept, refused, or replaced by a number."""

    zero: Literal["keep", "error"] | Fraction
    over_indicators: bool = False
    over_index: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """Any other aggregation, by its plain function of scores and weights."""

    case: Case
    over_indicators: bool = False
    over_index: bool = False


Aggregate: TypeAlias = Arithmetic | Geometric | Other
Missing: TypeAlias = Literal["error", "null"] | Drop


@dataclass(frozen=True, slots=True)
class Weighing:
    """Weights that scores decide, by a plain function of the rows of a reference set that have all of them."""

    case: Case
    reference: Reference


@dataclass(frozen=True, slots=True)
class Child:
    """One placement of a node: under which weight it enters its parent."""

    node: "Node"
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Composite:
    """A node with children, whose weights sum to one.

    `relative_scale` is a matter of writing only: the weights times that number under `weighting relative`. A root that
    is `negative` is ranked from its lowest value. Where there is a `weighing`, the children's weights are all the same,
    and not those in force.
    """

    name: str
    children: tuple[Child, ...]
    aggregate: Aggregate = Arithmetic()
    missing: Missing = "error"
    relative_scale: int | None = None
    steps: tuple[Pipe, ...] = ()
    negative: bool = False
    weighing: Weighing | None = None


Node: TypeAlias = Composite | Indicator


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain-linked index that is `value` in the period `base`; `stated` writes the growth form out.

    With a `base_last` its mean from one period to the other is `value`.
    """

    base: int
    value: int = 100
    growth: GrowthForm = "symmetric"
    stated: bool = False
    base_last: int | None = None

    @property
    def bases(self) -> range:
        """The base periods."""
        return range(self.base, (self.base if self.base_last is None else self.base_last) + 1)


@dataclass(frozen=True, slots=True)
class Tree:
    """An index: a composite, or an indicator that a formula computes; and the link that covers it."""

    node: Node
    chain: Chain | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """A value in the data and its SDMX status, None where the data give none."""

    value: float
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """A framework together with its data; a lone entity None stands for data without an entity column.

    `others` are further trees, `aside` indicators outside the trees; `groups` sort entities; `screen` says which rows
    are evaluated. Periods are running numbers of years, quarters or months.
    """

    root: Composite
    first: int
    last: int
    chain: Chain | None
    entities: tuple[Entity, ...]
    panel: Mapping[Cell, Observation] = field(repr=True)
    others: tuple[Tree, ...] = ()
    series: tuple[str, ...] = ()
    aside: tuple[Indicator, ...] = ()
    groups: Mapping[str, Mapping[Entity, str]] = field(default_factory=dict)
    screen: Expression | None = None
    frequency: Literal["A", "Q", "M"] = "A"

    @property
    def trees(self) -> tuple[Tree, ...]:
        """All index trees."""
        return Tree(self.root, self.chain), *self.others

    @property
    def periods(self) -> range:
        """The evaluated periods."""
        return range(self.first, self.last + 1)

    @property
    def grid(self) -> range:
        """All periods from the first to the last that are evaluated or stand in the data."""
        known = {period for _, _, period in self.panel} | {self.first, self.last}
        return range(min(known), max(known) + 1)
