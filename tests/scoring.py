"""The oracle's half about scores: normalisations within their reference sets, and the steps of pipelines."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean, median
from typing import TypeAlias, get_args

from all_nodes import grows
from data_cells import At
from descriptions import Description, Indicator, Node
from expressions import Expression
from normalisers import GoalPosts, Growth, MinMax, Normaliser, Unchanged
from pipeline_steps import Add, Clip, FillBy, Multiply, Pipe, Power, Round, Step
from rules import MissingValue, OutsideDomain, Rules, check_domain

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

    def values(self, column: Column, at: At, periods: range | list[int], within: str | None) -> list[float]:
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
    """Normalise an indicator where its condition holds, and take its steps."""
    column: Column = {}
    for at, value in raw.items():
        column[at] = value
        if at in rows.kept and (indicator.where is None or rows.holds(indicator.where, at)):
            _check_domain(indicator.normaliser, raw, at)
            column[at] = None if value is None else _score(indicator.normaliser, raw, at, rows, negative=negative)
    column = rows.piped(indicator, column)
    return {at: None if at[1] == rows.window[0] and grows(indicator) else value for at, value in column.items()}


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
        case GoalPosts(scale="log") if value <= 0 and at[1] < rows.description.first:
            return None
        case GoalPosts():
            return _goal_posts(normaliser, value, rows.rules)
        case method:
            before = raw.get((at[0], at[1] - 1))
            change = None if before is None else rows.rules.growth(method, value, before)
            return -change if change is not None and negative else change


def _min_max(method: MinMax, raw: Column, at: At, rows: Rows, *, negative: bool) -> float | None:
    periods: list[int] = [at[1]]
    if method.reference == "all_periods":
        periods = list(rows.description.periods)
    elif isinstance(method.reference, tuple):
        first, last = method.reference
        periods = [period for period in rows.description.periods if first <= period <= last]
    among = rows.values(raw, at, periods, method.within)
    grouped = method.within is None or rows.group(method.within, at) is not None
    if not among and grouped and at[1] in rows.description.periods:
        raise MissingValue(f"no value in the reference {method.reference}")
    if not among or min(among) == max(among):
        return None
    value, bottom, top = raw[at], min(among), max(among)
    assert value is not None
    share = rows.rules.noise((top - value if negative else value - bottom) / (top - bottom))
    return method.low + (method.high - method.low) * share


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
