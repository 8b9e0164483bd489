"""Find methods by kind and name; a method's file is imported when its name is first asked for.

Names that are none of the language's own are looked for among the entry points of other distributions (`offered.py`).
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack, get_type_hints

from idx.diagnostics import Wording
from idx.methods.contracts import By, Example, Impossible, Method, Parameter
from idx.methods.given import Part
from idx.methods.values import Domain, Form, Interval, Scale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from idx.methods.offered import Fault, Offer

# The property that states a method → the folder that holds it, and what the property's methods are called.
KINDS = {
    "convert": ("convert", Wording("conversion", "换算方法")),
    "across": ("across", Wording("rule across entities", "汇总方法")),
    "impute": ("impute", Wording("imputation", "插补方法")),
    "treat": ("treat", Wording("treatment", "异常值处理方法")),
    "normalise": ("normalise", Wording("normalisation", "标准化方法")),
    "weighting": ("weight", Wording("weighting", "赋权方法")),
    "aggregate": ("aggregate", Wording("aggregation", "合成方法")),
    "then": ("steps", Wording("step", "后续步骤")),
    "missing": ("missing", Wording("rule for missing children", "下级指标缺失时的处理规则")),
    "link": ("link", Wording("link", "链接方法")),
}

PLACES = ("gaps", "latest", "earliest", "rest")  # where `impute` fills, in this order

Function = TypeVar("Function", bound="Callable[..., Any]")


class Traits(TypedDict, total=False):
    """What an entry may say of its method; the fields of `Method`."""

    positional: tuple[str, ...]
    yields: Scale | Callable[[dict[str, Any]], Scale]
    domain: Domain | Callable[[dict[str, Any]], Domain]
    domain_when_negative: Callable[[dict[str, Any]], Domain]
    form: Form
    level_index: bool
    additive: bool
    needs: Scale
    raises: bool
    rescales: bool
    places: tuple[str, ...]
    refuses: Callable[[dict[str, Any]], Wording | None]
    forbids_zero: Callable[[dict[str, Any]], bool]
    onto: Callable[[Scale, dict[str, Any]], Scale]
    of_whole: bool
    asks_when_negative: Callable[[dict[str, Any]], str | None]
    states_direction: bool
    ends: Callable[[dict[str, Any]], Interval | None]
    takes_ends: str
    moves_ends: Callable[[Interval, dict[str, Any]], Interval | None]
    by: By
    skips_missing: bool
    keeps_growth: bool
    is_level: bool
    unweighted: bool
    impossible: Impossible
    because: Wording
    computed: bool
    own: bool
    targets: bool
    sums_to_one: bool
    multipliers: bool
    doubts: Callable[[Sequence[Part], dict[str, Any]], Wording | None]
    stacks: bool
    picks: bool


def method(
    kind: str, *, examples: tuple[Example, ...], **traits: Unpack[Traits]
) -> Callable[[Function], Method[Function]]:
    """Make the decorated function a registry entry of a kind (the property that states it in the language)."""

    def register(function: Function) -> Method[Function]:
        return Method(kind, function, examples, **traits)

    return register


@cache
def built_in(kind: str) -> tuple[str, ...]:
    """Return the names of the language's own methods of a kind, in alphabetical order."""
    folder = importlib.import_module(f"idx.methods.{KINDS[kind][0]}")
    return tuple(sorted(module.name for module in pkgutil.iter_modules(folder.__path__)))


def names(kind: str) -> tuple[str, ...]:
    """Return the names of all methods of a kind, those that other distributions offer among them, in order."""
    return tuple(sorted({*built_in(kind), *_elsewhere().offered(kind)}))


@cache
def find(kind: str, name: str) -> Method[Any] | None:
    """Return a method, or None where the kind has none of that name, or one that `fault` tells of.

    The language's own methods hold: nothing else is looked at for their names.
    """
    if name in built_in(kind):
        module = importlib.import_module(f"idx.methods.{KINDS[kind][0]}.{name}")
        entry: Method[Any] = getattr(module, name, None) or getattr(module, f"{name}_")
        return entry
    found = _elsewhere().taken(kind, name)
    return found if isinstance(found, Method) else None


def fault(kind: str, name: str) -> Fault | None:
    """Return why a method that other distributions offer cannot be had, or None."""
    found = None if name in built_in(kind) else _elsewhere().taken(kind, name)
    return None if isinstance(found, Method) else found


def unused_offers() -> tuple[Offer, ...]:
    """Return what is offered in vain: under the name of one of the language's own methods, or under no kind's."""
    return tuple(
        offer
        for offer in _elsewhere().offers()
        if offer.kind not in KINDS or not offer.name or offer.name in built_in(offer.kind)
    )


@cache
def _elsewhere() -> Any:  # noqa: ANN401 - a module
    """Return what knows of other distributions; it takes long to load."""
    return importlib.import_module("idx.methods.offered")


@cache
def parameters(entry: Method[Any]) -> tuple[Parameter, ...]:
    """Return a method's parameters: the keyword-only parameters of its function."""
    stated = [
        parameter
        for parameter in inspect.signature(entry.function).parameters.values()
        if parameter.kind in {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}
    ]
    # What else a function takes may be annotated by names that are imported for type checking only.
    annotated = SimpleNamespace(__annotations__={parameter.name: parameter.annotation for parameter in stated})
    hints = get_type_hints(annotated, entry.function.__globals__, include_extras=True)
    return tuple(
        Parameter(
            name=parameter.name.rstrip("_"),
            annotation=hints[parameter.name],
            required=parameter.default is inspect.Parameter.empty,
            default=None if parameter.default is inspect.Parameter.empty else parameter.default,
            positional=parameter.name.rstrip("_") in entry.positional,
            any_name=parameter.kind is inspect.Parameter.VAR_KEYWORD,
        )
        for parameter in stated
    )


@cache
def imputations() -> dict[str, tuple[str, ...]]:
    """Return, for each place that `impute` can fill, the names of the methods that fill it."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names("impute"):
        entry = find("impute", name)
        for place in entry.places if entry else ():
            found[place] = (*found.get(place, ()), name)
    return found
