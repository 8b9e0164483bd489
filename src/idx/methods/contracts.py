"""What methods take and give: argument types, scales of scores, domains, examples and the shape of each kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial, reduce
from inspect import CO_VARKEYWORDS
from operator import add
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, NamedTuple, Protocol, TypeVar, cast

from idx.diagnostics import Wording
from idx.period import Periods

if TYPE_CHECKING:
    from fractions import Fraction

    import polars as pl

LEFT_DEEP = 8  # polars plans a + b + c + … in quadratic time; up to here it is the faster form

Function = TypeVar("Function", bound=Callable[..., Any])
Form = Literal["symmetric", "log", "simple"]
By = Literal["columns", "rows", "period"]


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


class ReferenceSet(Protocol):
    """The cells over which a statistic is taken."""

    def aggregate(
        self,
        statistic: Callable[[pl.Expr], pl.Expr],
        values: pl.Expr,
        reference: Reference,
        within: str | None = None,
    ) -> pl.Expr:
        """Return a statistic of values over the reference set, the same for every row that shares the set.

        `statistic` passes over missing values. `within` names a group: each row has the statistic of its group's rows.
        """

    def of_set(self, statistics: pl.Expr) -> pl.Expr:
        """Return what is made of statistics of one reference set alone: computed once for each set, not each row."""

    def among(
        self,
        turned: Callable[[pl.Expr], pl.Expr],
        values: pl.Expr,
        reference: Together,
        within: str | None = None,
    ) -> pl.Expr:
        """Return values turned into others of their set, as ranks are: `turned` sees each set by itself.

        Rows that stand in no set have no value, before and after.
        """

    def at_base(self, values: pl.Expr, base: Periods) -> pl.Expr:
        """Return, on every row, the mean of the entity's own values over a base; missing where one of them is."""

    def at_entity(self, values: pl.Expr, entity: str) -> pl.Expr:
        """Return, on every row, the value of one entity in the same period."""


class Column(NamedTuple):
    """An indicator as a normaliser sees it: expressions over rows sorted by entity, then period.

    `before` is the value of the row before: the same entity one period earlier, except in an entity's first period,
    where the engine drops the result. `zeros` says whether a zero (or a negative value) occurs at all.
    """

    now: pl.Expr
    before: pl.Expr
    negative: bool
    zeros: bool
    sets: ReferenceSet


class Scores(NamedTuple):
    """A node's scores as a step of a pipeline sees them: an expression over rows sorted by entity, then period."""

    now: pl.Expr
    sets: ReferenceSet


class Cells(NamedTuple):
    """An indicator's values as a treatment or a statistic that fills sees them, missing where they are."""

    now: pl.Expr
    sets: ReferenceSet


class Members(NamedTuple):
    """The entities that another is made of, as a rule `across` them sees them: a list of a fixed width in each period.

    `values` are those of a series or an indicator, `of` returns those of another series; a period in which a member
    has none is left out by the engine.
    """

    values: pl.Expr
    of: Callable[[Series], pl.Expr]


class Example(NamedTuple):
    """A worked example that runs as a test: the call as the language writes it, what it is given and what it gives.

    `beside` are the values of series that the call names.
    """

    call: str
    given: Sequence[float | None]
    gives: Sequence[float | None]
    weights: Sequence[float] = ()
    says: str = ""
    beside: Sequence[tuple[str, Sequence[float | None]]] = ()


class Part(NamedTuple):
    """A child as a weighting sees it: its stated weight, how many indicators it is or has, and its name.

    Where a weighting is `of_whole`, a composite's weight is the sum of its indicators'; `whole` on a root's children.
    """

    stated: Fraction | None
    indicators: int
    whole: bool = False
    name: str = ""


class MethodError(Exception):
    """Raised by a method that cannot be carried out; the message and the help are meant for the user."""

    def __init__(self, message: Wording, advice: Wording) -> None:
        """Keep what is wrong and how to mend it."""
        super().__init__(message)
        self.message, self.advice = message, advice


class Origin(NamedTuple):
    """The distribution that a method comes from, where it is none of the language's own."""

    distribution: str
    version: str

    def __str__(self) -> str:
        """Return both, as `idx methods` shows them."""
        return f"{self.distribution} {self.version}"


class Parameter(NamedTuple):
    """A method's parameter as the language sees it; one of `any_name` stands for arguments that users name."""

    name: str
    annotation: Any
    required: bool
    default: Any
    positional: bool
    any_name: bool = False


Impossible = Callable[[Sequence["pl.Expr"], Sequence["pl.Expr | float"], dict[str, Any]], "pl.Expr"]


@dataclass(frozen=True, slots=True)
class Method(Generic[Function]):
    """A registry entry: a function, and what has to be known of it before it is called.

    `yields` and `domain` may depend on the arguments; `form` is the growth form that a chain undoes. `level_index`:
    whether a lone indicator's index follows from its values. `additive`: whether weight × score sums to the parent.
    `needs`: the least that an aggregation asks of its children. `raises` and `rescales` say what a rule for missing
    children does; `places` where an imputation can stand. `refuses` says why arguments do not go together, or None;
    `forbids_zero` whether a child's score of zero is an error. `onto` says what a step makes of a scale, where it does
    not leave it as it is. `of_whole`: whether a weighting takes indicators' shares of a whole tree.

    `asks_when_negative` names an argument that a negative direction makes necessary, `states_direction` says that
    arguments tell which end is good, `ends` are two scores that lie opposite each other, `takes_ends` the argument of a
    step for which they stand in, `moves_ends` where a step carries them. Of aggregations, `by` says what they are:
    expressions over columns, or functions of arrays by `rows` or of a whole `period`; `skips_missing` that they leave
    out missing children themselves, `keeps_growth` that a mean of growth is growth, `is_level` that a combination of
    indices is an index, `unweighted` that weights are used as written; `impossible` where scores cannot be combined,
    `because` why. Of weightings, `computed` that weights come of scores, `own` that each entity has its own, `targets`
    that children may state theirs, `sums_to_one` whether a mean can use them, and `doubts` what is doubtful in what is
    stated. An imputation by `rows` is a function of arrays: what is known, what stands beside it, and what stands
    beside the cells to fill. `origin` is the distribution that a method comes from, None for the language's own.

    `picks`: whether a conversion takes one of the sub-periods as it is, so that it asks for no other.
    """

    kind: str
    function: Function
    examples: tuple[Example, ...]
    positional: tuple[str, ...] = ()
    yields: Scale | Callable[[dict[str, Any]], Scale] = Scale.ANY
    domain: Domain | Callable[[dict[str, Any]], Domain] = Domain.ANY
    form: Form | None = None
    level_index: bool = True
    additive: bool = False
    needs: Scale = Scale.ANY
    raises: bool = False
    rescales: bool = False
    places: tuple[str, ...] = ()
    refuses: Callable[[dict[str, Any]], Wording | None] | None = None
    forbids_zero: Callable[[dict[str, Any]], bool] | None = None
    onto: Callable[[Scale, dict[str, Any]], Scale] | None = None
    of_whole: bool = False
    asks_when_negative: Callable[[dict[str, Any]], str | None] | None = None
    states_direction: bool = False
    ends: Callable[[dict[str, Any]], Interval | None] | None = None
    takes_ends: str | None = None
    moves_ends: Callable[[Interval, dict[str, Any]], Interval | None] | None = None
    by: By = "columns"
    skips_missing: bool = False
    keeps_growth: bool = False
    is_level: bool = True
    unweighted: bool = False
    impossible: Impossible | None = None
    because: Wording | None = None
    computed: bool = False
    own: bool = False
    targets: bool = False
    sums_to_one: bool = True
    doubts: Callable[[Sequence[Part], dict[str, Any]], Wording | None] | None = None
    picks: bool = False
    origin: Origin | None = None

    def of(self, origin: Origin) -> Method[Function]:
        """Return the entry as one that comes from a distribution."""
        return replace(self, origin=origin)

    @property
    def name(self) -> str:
        """The word in the language."""
        return str(self.function.__name__).rstrip("_")

    @property
    def page(self) -> str:
        """The manual page: the function's docstring."""
        return self.function.__doc__ or ""

    def prepared(self, arguments: dict[str, Any]) -> Function:
        """Return the function with the arguments of a call in place."""
        code = self.function.__code__
        own = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        # A parameter named like a Python built-in carries an underscore that the language does not see.
        takes_any = bool(code.co_flags & CO_VARKEYWORDS)
        keywords = {name if name in own or takes_any else f"{name}_": value for name, value in arguments.items()}
        return cast("Function", partial(self.function, **keywords))

    def scale(self, arguments: dict[str, Any]) -> Scale:
        """Return what the method yields with these arguments."""
        return self.yields if isinstance(self.yields, Scale) else self.yields(arguments)

    def scale_after(self, scale: Scale, arguments: dict[str, Any]) -> Scale:
        """Return what scores of a scale are after this step."""
        return self.onto(scale, arguments) if self.onto else scale

    def values(self, arguments: dict[str, Any]) -> Domain:
        """Return which values the method can take with these arguments."""
        return self.domain if isinstance(self.domain, Domain) else self.domain(arguments)


def with_zeros_replaced(values: Sequence[pl.Expr], zero: Replacement) -> list[pl.Expr]:
    """Return scores in which another number stands in for zero."""
    return [value.replace(0.0, zero.value) for value in values]


def total(terms: Sequence[pl.Expr]) -> pl.Expr:
    """Return the sum of expressions row by row, missing where a term is missing.

    An aggregation meets a dropped child with weight zero and the value 1, so a missing term is a missing child. Many
    terms are added in pairs, and the sums in pairs again: polars' own `sum_horizontal` adds in the order in which its
    threads happen to finish, so that the last bits differ from run to run.
    """
    if len(terms) <= LEFT_DEEP:
        return reduce(add, terms)
    while len(terms) > 1:
        terms = [reduce(add, terms[start : start + 2]) for start in range(0, len(terms), 2)]
    return terms[0]
