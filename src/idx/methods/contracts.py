"""What is known of a method: its entry in the registry, its parameters and examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from inspect import CO_VARKEYWORDS
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar, cast

from idx.methods.given import Part
from idx.methods.values import Domain, Form, Interval, Scale

if TYPE_CHECKING:
    import polars as pl

    from idx.diagnostics import Wording

Function = TypeVar("Function", bound=Callable[..., Any])

By = Literal["columns", "rows", "period"]


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

    `yields` and `domain` may depend on the arguments; `domain_when_negative` is that of a negative direction, where it
    is another: a method that divides by values has no score for the best of them, a zero. `form` is the growth form
    that a chain undoes. `level_index`: whether a lone indicator's index follows from its values. `additive`: whether
    weight × score sums to the parent. `needs`: the least that an aggregation asks of its children. `raises` and
    `rescales` say what a rule for missing children does; `places` where an imputation can stand. `refuses` says why
    arguments do not go together, or None; `forbids_zero` whether a child's score of zero is an error. `onto` says what
    a step makes of a scale, where it does not leave it as it is. `of_whole`: whether a weighting takes indicators'
    shares of a whole tree.

    `asks_when_negative` names an argument that a negative direction makes necessary, `states_direction` says that
    arguments tell which end is good, `ends` are two scores that lie opposite each other, `takes_ends` the argument of a
    step for which they stand in, `moves_ends` where a step carries them. Of aggregations, `by` says what they are:
    expressions over columns, or functions of arrays by `rows` or of a whole `period`; `skips_missing` that they leave
    out missing children themselves, `keeps_growth` that a mean of growth is growth, `is_level` that a combination of
    indices is an index, `unweighted` that weights are used as written; `impossible` where scores cannot be combined,
    `because` why. Of weightings, `computed` that weights come of scores, `own` that each entity has its own, `targets`
    that children may state theirs, `sums_to_one` whether a mean can use them, `multipliers` that they are made for a
    weighted sum and for no other aggregation, and `doubts` what is doubtful in what is
    stated; `stacks` that the function takes several reference sets of as many rows at once, sets × rows × children, and
    gives NaN to those for which alone it raises an error (see `refused`). An imputation by `rows` is a function of
    arrays: what is known, what stands beside it, and what stands beside the cells to fill. `origin` is the distribution
    that a method comes from, None for the language's own.

    `picks`: whether a conversion takes one of the sub-periods as it is, so that it asks for no other.
    """

    kind: str
    function: Function
    examples: tuple[Example, ...]
    positional: tuple[str, ...] = ()
    yields: Scale | Callable[[dict[str, Any]], Scale] = Scale.ANY
    domain: Domain | Callable[[dict[str, Any]], Domain] = Domain.ANY
    domain_when_negative: Callable[[dict[str, Any]], Domain] | None = None
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
    multipliers: bool = False
    doubts: Callable[[Sequence[Part], dict[str, Any]], Wording | None] | None = None
    stacks: bool = False
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

    def values(self, arguments: dict[str, Any], *, negative: bool = False) -> Domain:
        """Return which values the method can take with these arguments, of an indicator of negative direction."""
        if negative and self.domain_when_negative is not None:
            return self.domain_when_negative(arguments)
        return self.domain if isinstance(self.domain, Domain) else self.domain(arguments)
