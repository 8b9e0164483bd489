"""How the properties of a description are spelled in an .idx file."""

import re
from fractions import Fraction

from descriptions import (
    Aggregate,
    Arithmetic,
    CarryForward,
    Chain,
    Composite,
    Drop,
    FillFrom,
    Indicator,
    Missing,
    Node,
    Other,
)
from expressions import Expression
from formula_text import formula_text
from method_cases import Case
from normalisers import (
    Difference,
    GoalPosts,
    LogGrowth,
    MinMax,
    Normaliser,
    OfSet,
    Reference,
    SimpleGrowth,
    SymmetricGrowth,
    Unchanged,
)
from period_names import Frequency, period_text
from pipeline_steps import Add, Clip, FillBy, Multiply, Power, Round, Step

PLAIN = {LogGrowth: "log_growth", SimpleGrowth: "simple_growth", Difference: "difference", Unchanged: "none"}


def number_text(value: Fraction) -> str:
    """Write a number exactly, as a decimal if it has one."""
    scaled = value * 10**6
    return (
        f"{value.numerator}/{value.denominator}"
        if scaled.denominator != 1
        else f"{float(value):.6f}".rstrip("0").rstrip(".")
    )


def weight_text(value: Fraction, place: int) -> str:
    """Write a weight in one of its three forms."""
    per_cent = value * 100
    if place % 3 == 0 and per_cent.denominator == 1:
        return f"{per_cent}%"
    return number_text(value) if place % 3 == 1 else str(value)


def normaliser_text(normaliser: Normaliser, frequency: Frequency = "A") -> str:
    """Write a normalisation, its defaults left out."""
    match normaliser:
        case SymmetricGrowth(zero_zero, domain):
            stated = [f"zero_zero = {zero_zero}"] if zero_zero != "no_change" else []
            stated += [f"domain = {domain}"] if domain != "non_negative" else []
            return f"symmetric_growth({', '.join(stated)})" if stated else "symmetric_growth"
        case LogGrowth() | SimpleGrowth() | Difference() | Unchanged():
            return PLAIN[type(normaliser)]
        case MinMax(reference, low, high, within):
            return f"min_max({set_text(reference, within, frequency)}, to = {low}..{high})"
        case OfSet(case, reference, within):
            return call_text(case, reference, within, frequency)
        case GoalPosts(worst, best, clip, scale, low, high):
            to = f", to = {low}..{high}" if (low, high) != (0, 1) else ""
            return f"goalposts(worst = {worst}, best = {best}, clip = {clip}, scale = {scale}{to})"


def call_text(case: Case, reference: Reference, within: str | None, frequency: Frequency) -> str:
    """Write a call with another reference set than its case has, if it has one."""
    said = reference_text(reference, frequency)
    call = re.sub(r"\b(reference|centre) = \w+", rf"\1 = {said}", case.call)
    return f"{call[:-1]}, within = {within})" if within and call != case.call.partition("(")[0] else call


def set_text(reference: Reference, within: str | None, frequency: Frequency) -> str:
    """Write the arguments that say what a reference set is."""
    return f"reference = {reference_text(reference, frequency)}{f', within = {within}' if within else ''}"


def reference_text(reference: Reference, frequency: Frequency) -> str:
    """Write whose periods count."""
    return reference if isinstance(reference, str) else range_text(*reference, frequency)


def range_text(first: int, last: int, frequency: Frequency) -> str:
    """Write a range of periods, or a single one."""
    ends = [period_text(number, frequency) for number in (first, last)]
    return ends[0] if first == last else "..".join(ends)


def impute_texts(indicator: Indicator, frequency: Frequency = "A") -> list[str]:
    """Write how the holes of an indicator are filled, a property for each place; those without one are empty."""
    return [
        f"impute gaps by {indicator.gaps}" if indicator.gaps else "",
        f"impute latest by carry_forward{_limit(indicator.latest)}" if indicator.latest else "",
        f"impute earliest by carry_backward{_limit(indicator.earliest)}" if indicator.earliest else "",
        f"impute rest by {_rest(indicator.rest, frequency)}" if indicator.rest is not None else "",
    ]


def _rest(rest: int | FillFrom, frequency: Frequency) -> str:
    if isinstance(rest, int):
        return f"constant({rest})"
    return f"{rest.by}({set_text(rest.reference, rest.within, frequency)})"


def treatment_text(indicator: Indicator, frequency: Frequency) -> str:
    """Write what is done to outliers, or nothing."""
    if indicator.treatment is None:
        return ""
    case, reference, within = indicator.treatment.case, indicator.treatment.reference, indicator.treatment.within
    return f"treat {call_text(case, reference, within, frequency)}"


def _limit(carry: CarryForward) -> str:
    return "" if carry.max is None else f"(max = {carry.max})"


def weighting_text(composite: Composite, frequency: Frequency) -> str:
    """Write how children are weighed, or nothing where it is as everywhere."""
    if composite.weighing is not None:
        return f"weighting {call_text(composite.weighing.case, composite.weighing.reference, None, frequency)}"
    return "weighting relative" if composite.relative_scale else ""


def aggregate_text(aggregate: Aggregate) -> str:
    """Write how children are combined."""
    if isinstance(aggregate, Arithmetic):
        method = "arithmetic over index" if aggregate.over_index else "arithmetic"
    elif isinstance(aggregate, Other):
        method = aggregate.case.call
    else:
        zero = f"replace({number_text(aggregate.zero)})" if isinstance(aggregate.zero, Fraction) else aggregate.zero
        method = f"geometric(zero = {zero})"
    return f"{method} over indicators" if aggregate.over_indicators else method


def pipeline_text(method: str, node: Node, frequency: Frequency) -> str:
    """Write a method with its condition and the steps that follow."""
    first = node.where if isinstance(node, Indicator) else None
    steps = "".join(f" then {_step(pipe.step)}{where_text(pipe.where, frequency)}" for pipe in node.steps)
    return f"{method}{where_text(first, frequency)}{steps}"


def where_text(where: Expression | None, frequency: Frequency) -> str:
    """Write a condition, or nothing."""
    return f" where {formula_text(where, frequency)}" if where is not None else ""


def _step(step: Step) -> str:
    match step:
        case Round(decimals):
            return f"round({decimals})"
        case Clip(low, high):
            return f"clip({low}, {high})"
        case FillBy(by, within):
            said = number_text(by) if isinstance(by, Fraction) else by
            return f"fill({said}{f', within = {within}' if within else ''})"
        case Add(number):
            return f"add({number_text(number)})"
        case Multiply(number):
            return f"multiply({number_text(number)})"
        case Power(exponent):
            return f"power({number_text(exponent)})"


def missing_text(missing: Missing) -> str:
    """Write what becomes of a composite with missing children."""
    if not isinstance(missing, Drop):
        return missing
    return f"drop(min_coverage = {missing.min_coverage}{', count = true' if missing.count else ''})"


def chain_text(chain: Chain, frequency: Frequency = "A") -> str:
    """Write the link."""
    growth = f", growth = {chain.growth}" if chain.stated else ""
    base = range_text(chain.bases[0], chain.bases[-1], frequency)
    return f"link chain(base = {base}, value = {chain.value}{growth})"
