"""What forbids an index: a base without values, steps after which it cannot go on, levels that are no numbers."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule, Wording
from idx.evaluate.ends import Ends
from idx.evaluate.window import PERIOD
from idx.model import Composite
from idx.resolve.example import GROWTH, HEADER, INDEX

if TYPE_CHECKING:
    from idx.evaluate.guard.cells import Guard
    from idx.model import MethodCall
    from idx.plan import Link

BOUND = Rule(
    "IDX507",
    Wording("growth that an index cannot survive", "增速使指数无法延续"),
    Wording(
        "When every child starts from zero the growth is +200 and its index infinite; when every child falls to "
        "zero it is −200 and the index stays at zero for ever. Growth of 200 or more under `difference` is the same.",
        "所有下级都从零起步时，增速为 +200，指数为无穷大；所有下级都降为零时，增速为 −200，指数此后永远为零。"
        "`difference` 的变化达到 200 或以上时也是如此。",
    ),
    bad=HEADER + GROWTH + INDEX,
    data="indicator,period,value\na,2020,0\na,2021,2\nb,2020,0\nb,2021,4\n",
)
NO_BASE = Rule(
    "IDX508",
    Wording("a base period without data", "基期没有数据"),
    Wording(
        "An index starts from its base period, so the data have values in it. An indicator without one there has no "
        "index of its own, and still enters its composite with its growth; under `base_period_index` it has no score.",
        "指数从基期起算，因此数据在基期要有数值。基期没有数值的指标没有自己的指数，但仍以其增速计入复合指标；"
        "采用 `base_period_index` 时则没有得分。",
    ),
    bad=HEADER + GROWTH.replace("base = 2020", "base = 2019") + INDEX,
    data="indicator,period,value\na,2020,10\na,2021,20\nb,2020,30\nb,2021,40\n",
)


def check_link_base(guard: Guard, steps: tuple[Link, ...], values: pl.DataFrame) -> None:
    """Report links whose base is not among the periods, or is one in which nothing below them has a value."""
    window = guard.window
    known = [period for period, shown in zip(window.periods, window.shown, strict=True) if period and shown]
    calls: list[MethodCall] = []  # the links of several trees that share what stands below them are alike
    for step in steps:
        if step.call not in calls:
            calls.append(step.call)
    for call in calls:
        base = call.arguments["base"]
        below = resting_indicators(guard, call)
        if not known:
            message = Wording(f"the base is {base}, and the data have no periods", f"基期为 {base}，但数据没有时期")
            guard.found.add(NO_BASE, message, call.span)
        elif base.first not in known or base.last not in known:
            message = Wording(
                f"the base {base} is not among the periods {known[0]}..{known[-1]}",
                f"基期 {base} 不在各期 {known[0]}..{known[-1]} 之内",
            )
            guard.found.add(NO_BASE, message, call.span)
        elif window.first and below and all(name in values.columns and values[name].null_count() for name in below):
            low, high = (end.number - window.first.number for end in base)
            at_base = values.select(below).filter(window.marks[PERIOD].is_between(low, high))
            if all(column.null_count() == len(column) for column in at_base):
                message = Wording(
                    f"no indicator has a value in the base period {base}", f"基期 {base} 没有任何指标的数值"
                )
                guard.found.add(NO_BASE, message, call.span)


def resting_indicators(guard: Guard, call: MethodCall) -> list[str]:
    """Return the indicators that a link links and a root rests on."""
    weighing = _weighing(guard)
    return [node.name for node in guard.framework.indicators if node.link == call and node.name in weighing]


def _weighing(guard: Guard) -> set[str]:
    """Return the nodes that a root rests on; one of weight zero is never asked for."""
    found: set[str] = set()
    waiting = list(guard.framework.roots)
    while waiting:
        name = waiting.pop()
        node = guard.framework.nodes[name]
        if name not in found and isinstance(node, Composite):
            waiting.extend(child.name for child in node.weighing)
        found.add(name)
    return found


def check_bounds(
    guard: Guard, linked: set[str], scores: pl.DataFrame, values: pl.DataFrame, least: dict[str, float]
) -> None:
    """Report linked composites whose growth ends their index.

    Under symmetric growth: all children at +200, or all at −200, told by their zeros; under simple growth: −100 or
    less. Undoing logarithmic growth has no end.
    """
    ends = Ends(guard.framework, scores, values, least)
    for node in guard.framework.composites:
        form = node.link.arguments.get("growth") if node.link else None
        if node.name not in linked or form == "log":
            continue
        if form == "simple":
            below = (scores[node.name] <= -100).fill_null(value=False)
            means = Wording("would be below zero", "将小于零")
            _bound(guard, node, below, Wording("−100 or less", "−100 或更低"), means)
        elif ends.possible(node.name):
            high, low = Wording("+200", "+200"), Wording("−200", "−200")
            _bound(guard, node, ends.at(node.name, 1), high, Wording("would be infinite", "将为无穷大"))
            _bound(guard, node, ends.at(node.name, -1), low, Wording("would be zero for ever", "将永远为零"))


def _bound(guard: Guard, node: Composite, wrong: pl.Series, growth: Wording, means: Wording) -> None:
    wrong = wrong & guard.window.shown_rows
    if wrong.any():
        cells = guard.cells(wrong)
        message = Wording(
            f"the growth of `{node.name}` is {growth.en} in {cells.en}: its index {means.en}",
            f"`{node.name}` 在 {cells.zh} 的增速为 {growth.zh}：其指数{means.zh}",
        )
        help_ = Wording("leave the series out until it has values above zero", "在数值大于零之前，请不要纳入这一序列")
        guard.found.add(BOUND, message, node.span, help=help_)


def check_finite(guard: Guard, indices: pl.DataFrame, least: dict[str, float]) -> None:
    """Report indices that have left the range of numbers; a ratio of values above zero cannot."""
    # A sum is finite only if all its terms are, and takes one cheap pass over the columns.
    names = [name for name in indices.columns if least.get(name, 0.0) <= 0]
    sums = indices.lazy().select(pl.col(names).sum()).collect(engine="in-memory").row(0, named=True)
    for name in (name for name, total in sums.items() if not isfinite(total)):
        infinite = (~indices[name].is_finite()).fill_null(value=False)
        if infinite.any():
            cells = guard.cells(infinite)
            message = Wording(
                f"the index of `{name}` is infinite in {cells.en}", f"`{name}` 的指数在 {cells.zh} 为无穷大"
            )
            guard.found.add(BOUND, message, guard.framework.nodes[name].span)
