"""The oracle's half about scores: normalisations within their reference sets, and the steps of pipelines."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import TypeAlias, get_args

from all_nodes import grows
from data_cells import At
from descriptions import Description, Indicator, Node, Treatment
from equality import apart, evened
from expressions import Expression
from method_cases import Case
from normalisers import GoalPosts, Growth, MinMax, Normaliser, OfSet, Reference, Unchanged
from pipeline_steps import Add, Clip, FillBy, Multiply, Pipe, Power, Round, Step
from rules import MissingValue, OutsideDomain, Rules, check_domain

COMPARING = {"rank", "percentile_rank", "borda", "bands"}
Column: TypeAlias = dict[At, float | None]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a description: which are evaluated, where conditions hold, and which stand together in a set."""

    description: Description
    rules: Rules
    window: range
    kept: frozenset[At]
    holds: Callable[[Expression, At], bool]

    def group(self, name: str | None, at: At) -> str | None:
        """Give a row's group."""
        return None if name is None else self.description.groups[name].get(at[0])

    def values(self, column: Column, at: At, periods: Sequence[int], within: str | None) -> list[float]:
        """List the values that are there in a row's reference set."""
        return [
            value
            for other, value in column.items()
            if value is not None
            and other[1] in periods
            and self.rules.together(
                other not in self.kept, self.group(within, at), self.group(within, other), within=within is not None
            )
        ]

    def beyond(self, case: Case, at: At, reference: Reference) -> bool:
        """Tell whether a row stands in no set of a call that judges values together: it is not evaluated."""
        return case.together and reference == "all_periods" and at[1] not in self.description.periods

    def among(self, column: Column, at: At, reference: Reference, within: str | None) -> list[float]:
        """List the values that are there in a row's reference set, named as the language names it."""
        if reference == "each_period":
            return self.values(column, at, [at[1]], within)
        periods: Sequence[int] = self.description.periods
        if isinstance(reference, tuple):
            periods = [period for period in periods if reference[0] <= period <= reference[1]]
        return self.values(column, at, periods, within)

    def piped(self, node: Node, column: Column) -> Column:
        """Take the steps of a node's pipeline, one after another."""
        for pipe in node.steps:
            column = {at: self._stepped(pipe, column, at) for at in column}
        return column

    def _stepped(self, pipe: Pipe, column: Column, at: At) -> float | None:
        value = column[at]
        if at not in self.kept or (pipe.where is not None and not self.holds(pipe.where, at)):
            return value
        if not isinstance(pipe.step, FillBy):
            return None if value is None else self.rules.noise(_step(pipe.step, value, self.rules))
        if value is not None or not isinstance(pipe.step.by, str):
            return float(pipe.step.by) if value is None and not isinstance(pipe.step.by, str) else value
        among = self.values(column, at, [at[1]], pipe.step.within)
        return (fmean if pipe.step.by == "mean" else median)(among) if among else None


def _step(step: Step, value: float, rules: Rules) -> float:
    match step:
        case Round(decimals):
            return rules.rounded(value, decimals)
        case Clip(low, high):
            return min(max(value, float(low)), float(high))
        case Add(number):
            return value + float(number)
        case Multiply(number):
            return value * float(number)
        case Power(exponent):
            return math.copysign(abs(value) ** float(exponent), value)
        case FillBy():
            return value


def scored(indicator: Indicator, raw: Column, rows: Rows, *, negative: bool) -> Column:
    """Normalise an indicator that has been treated where its condition holds, and take its steps."""
    column: Column = {}
    held = _held(indicator, raw, rows)
    for at, value in raw.items():
        column[at] = value
        if at in rows.kept and (indicator.where is None or rows.holds(indicator.where, at)):
            _check_domain(indicator.normaliser, raw, at)
            column[at] = None if value is None else _score(indicator.normaliser, held, at, rows, negative=negative)
    column = rows.piped(indicator, column)
    return {at: None if at[1] == rows.window[0] and grows(indicator) else value for at, value in column.items()}


def _held(indicator: Indicator, raw: Column, rows: Rows) -> Column:
    """Give the values of an indicator as its normalisation holds them against one another."""
    method = indicator.normaliser
    if indicator.formula is None or not isinstance(method, OfSet) or method.case.method not in COMPARING:
        return raw
    return {
        at: None if value is None else evened(value, rows.values(raw, at, [at[1]], None)) for at, value in raw.items()
    }


def treated(indicator: Indicator, raw: Column, rows: Rows) -> Column:
    """Draw in outliers, each set by itself; an entity without a group stands in none."""
    if indicator.treatment is None:
        return raw
    case, reference = indicator.treatment.case, indicator.treatment.reference
    column = dict(raw)
    for at, value in raw.items():
        if value is not None and at in rows.kept:
            among = [] if rows.beyond(case, at, reference) else _reference_set(indicator.treatment, raw, at, rows)
            found: float | None = case.plain([value], among, **case.arguments)[0] if among else None
            column[at] = None if found is None else rows.rules.noise(found)
    return column


def _check_domain(normaliser: Normaliser, raw: Column, at: At) -> None:
    """Refuse values that a growth method cannot take, whether the other end of the step is there or not."""
    for end in (at, (at[0], at[1] - 1)):
        value = raw.get(end)
        if isinstance(normaliser, get_args(Growth)) and value is not None:
            check_domain(normaliser, value)


def _score(normaliser: Normaliser, raw: Column, at: At, rows: Rows, *, negative: bool) -> float | None:
    """Normalise one value that is present; beyond the evaluated periods a value outside the domain is missing."""
    value = raw[at]
    assert value is not None
    match normaliser:
        case Unchanged():
            return -value if negative else value
        case MinMax():
            return _min_max(normaliser, raw, at, rows, negative=negative)
        case OfSet():
            return _of_set(normaliser, raw, at, rows, negative=negative)
        case GoalPosts(scale="log") if value <= 0 and at[1] < rows.description.first:
            return None
        case GoalPosts():
            return _goal_posts(normaliser, value, rows.rules)
        case method:
            before = raw.get((at[0], at[1] - 1))
            change = None if before is None else rows.rules.growth(method, value, before)
            return -change if change is not None and negative else change


def _min_max(method: MinMax, raw: Column, at: At, rows: Rows, *, negative: bool) -> float | None:
    among = _reference_set(method, raw, at, rows)
    if not among or not apart(min(among), max(among)):
        return None
    value, bottom, top = raw[at], min(among), max(among)
    assert value is not None
    share = rows.rules.noise((top - value if negative else value - bottom) / (top - bottom))
    return method.low + (method.high - method.low) * share


def _of_set(method: OfSet, raw: Column, at: At, rows: Rows, *, negative: bool) -> float | None:
    among, value = _reference_set(method, raw, at, rows), raw[at]
    divides = negative and method.case.method == "fraction_of_maximum"  # a zero would be the best of all
    outside = value is not None and (value < 0 or (divides and value == 0))
    if method.case.least == 0 and outside and at[1] in rows.description.periods:
        raise OutsideDomain(f"{method.case.method} of {value}")
    if not among or rows.beyond(method.case, at, method.reference):
        return None
    score: float | None = method.case.plain([value], among, negative=negative, **method.case.arguments)[0]
    return None if score is None else rows.rules.noise(float(score))


def _reference_set(method: MinMax | OfSet | Treatment, raw: Column, at: At, rows: Rows) -> list[float]:
    among = rows.among(raw, at, method.reference, method.within)
    grouped = method.within is None or rows.group(method.within, at) is not None
    if not among and grouped and at[1] in rows.description.periods:
        raise MissingValue(f"no value in the reference {method.reference}")
    return among


def _goal_posts(method: GoalPosts, value: float, rules: Rules) -> float:
    worst, best = method.worst, method.best
    if method.scale == "linear":
        share = (value - worst) / (best - worst)
    elif value <= 0:
        raise OutsideDomain(f"the logarithm of {value}")
    else:
        share = (math.log(value) - math.log(worst)) / (math.log(best) - math.log(worst))
    share = rules.noise(share)
    return method.low + (method.high - method.low) * (min(max(share, 0.0), 1.0) if method.clip == "both" else share)
