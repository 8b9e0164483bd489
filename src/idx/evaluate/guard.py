"""What the data forbid: values that a method cannot take, children that are missing, an index that cannot go on."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.diagnostics import Related, Rule, Severity
from idx.evaluate.ends import Ends
from idx.evaluate.window import PERIOD, STEP
from idx.methods.contracts import Domain
from idx.model import Composite, Framework, Indicator
from idx.resolve.example import GROWTH, HEADER, INDEX, METHOD

if TYPE_CHECKING:
    from idx.diagnostics import Collector
    from idx.evaluate.window import Window
    from idx.plan import Combine, Link, Normalise

MOST_CELLS = 5

DOMAIN = Rule(
    "IDX502",
    "a value that the normalisation cannot take",
    "Symmetric growth is bounded only for values of zero or above; logarithms and growth rates need values above zero. "
    "For rates, balances and spreads, `difference` measures the change in the indicator's own unit.",
    bad=HEADER + GROWTH + INDEX,
    data="indicator,period,value\na,2020,10\na,2021,-2\nb,2020,30\nb,2021,40\n",
)
ZERO_ZERO = Rule(
    "IDX503",
    "growth from zero to zero",
    "From zero to zero there is no change, and no growth rate. `symmetric_growth(zero_zero = error)` refuses it.",
    bad=HEADER + GROWTH.replace("symmetric_growth", "symmetric_growth(zero_zero = error)") + INDEX,
    data="indicator,period,value\na,2020,0\na,2021,0\nb,2020,30\nb,2021,40\n",
)
ZERO_ZERO_NOTE = Rule(
    "IDX504",
    "growth from zero to zero counted as no change",
    "From zero to zero there is no change: the growth counts as 0. `zero_zero = null` or `error` decides otherwise.",
    bad=HEADER + GROWTH + INDEX,
    data="indicator,period,value\na,2020,0\na,2021,0\nb,2020,30\nb,2021,40\n",
    severity=Severity.NOTE,
)
MISSING_CHILD = Rule(
    "IDX505",
    "a composite with a missing child",
    "Under `missing error`, the rule where none is stated, every composite needs all its children. Fill the cell "
    "(`impute`), or state what becomes of the composite: `missing null` or `missing drop(min_coverage = …)`.",
    bad=HEADER + GROWTH + INDEX,
    data="indicator,period,value\na,2020,10\na,2021,20\na,2022,20\nb,2020,30\nb,2021,40\n",
)
ZERO_SCORE = Rule(
    "IDX506",
    "a score of zero under a geometric mean that refuses it",
    "A geometric mean with a score of zero is zero whatever the other scores are. `zero = keep` accepts that, "
    "`zero = replace(v)` puts v in its place.",
    bad=HEADER + METHOD.replace("arithmetic", "geometric(zero = error)") + INDEX,
    data="indicator,period,value\na,2020,0\nb,2020,50\n",
)
BOUND = Rule(
    "IDX507",
    "growth that an index cannot survive",
    "When every child starts from zero the growth is +200 and its index infinite; when every child falls to "
    "zero it is −200 and the index stays at zero for ever. Growth of 200 or more under `difference` is the same.",
    bad=HEADER + GROWTH + INDEX,
    data="indicator,period,value\na,2020,0\na,2021,2\nb,2020,0\nb,2021,4\n",
)
NO_BASE = Rule(
    "IDX508",
    "a base period without data",
    "An index starts from its base period, so the data have values in it. An indicator without one there has no index "
    "of its own, and still enters its composite with its growth.",
    bad=HEADER + GROWTH.replace("base = 2020", "base = 2019") + INDEX,
    data="indicator,period,value\na,2020,10\na,2021,20\nb,2020,30\nb,2021,40\n",
)


class Guard(NamedTuple):
    """Reports what is wrong with values and scores of one evaluation."""

    framework: Framework
    window: Window
    found: Collector

    def cells(self, wrong: pl.Series, values: pl.Series | None = None) -> str:
        """Name the cells where a mask holds by entity and period, with their values if given, the first few of them."""
        rows = wrong.arg_true().to_list()
        names = []
        for row in rows[:MOST_CELLS]:
            entity, position = divmod(row, self.window.length)
            period = self.window.periods[position]
            parts = [part for part in (self.window.entities[entity], str(period) if period else None) if part]
            said = " ".join(parts) or "the only cell"
            names.append(said if values is None else f"{values[row]:g} in {said}")
        more = len(rows) - MOST_CELLS
        return ", ".join(names) + (f" and {more} more" if more > 0 else "")

    def used(self, *, growth: bool) -> pl.Series:
        """Return the rows whose values are used: those shown, and under growth those just before them."""
        shown = self.window.shown
        later = (*shown[1:], False)
        used = [here or (growth and after) for here, after in zip(shown, later, strict=True)]
        return pl.Series(used).gather(self.window.marks[PERIOD])

    def domain(self, steps: tuple[Normalise, ...], values: pl.DataFrame, least: dict[str, float]) -> None:
        """Report values outside what normalisations can take, and growth from zero to zero."""
        for step in steps:
            if least[step.node] > 0:
                continue
            domain = step.call.method.values(step.call.arguments)
            column = values[step.node]
            low = (column <= 0) if domain is Domain.POSITIVE else (column < 0)
            wrong = low.fill_null(value=False) & self.used(growth=step.growth)
            if domain is not Domain.ANY and wrong.any():
                self._outside(step, domain, wrong, column)
            elif "zero_zero" in step.call.arguments:
                self._zero_zero(step, column)

    def _outside(self, step: Normalise, domain: Domain, wrong: pl.Series, column: pl.Series) -> None:
        node = self.framework.nodes[step.node]
        advice = "`normalise difference` takes any number"
        if step.call.method.name == "symmetric_growth":
            advice += ", as does `symmetric_growth(domain = absolute)`"
        elif domain is Domain.POSITIVE and step.growth:
            advice += "; `symmetric_growth` takes zeros"
        self.found.add(
            DOMAIN,
            f"`{step.call.method.name}` takes values {domain.value}; `{step.node}` is {self.cells(wrong, column)}",
            node.span,
            help=advice if step.growth else "correct the value, or choose another normalisation",
            related=[Related("the normalisation is stated here", step.call.span)] if step.call.span else (),
        )

    def _zero_zero(self, step: Normalise, column: pl.Series) -> None:
        zero = (column == 0).fill_null(value=False)
        both = zero & zero.shift(1, fill_value=False) & self.window.marks[STEP] & self.window.shown_rows
        choice = step.call.arguments["zero_zero"]
        if both.any() and choice != "null":
            said = f"`{step.node}` goes from zero to zero: {self.cells(both)}"
            rule, said = (ZERO_ZERO, said) if choice == "error" else (ZERO_ZERO_NOTE, f"{said}; counted as no change")
            self.found.add(rule, said, self.framework.nodes[step.node].span)

    def base(self, steps: tuple[Link, ...], values: pl.DataFrame) -> None:
        """Report links whose base is not among the periods, or is one in which nothing below them has a value."""
        window = self.window
        known = [period for period, shown in zip(window.periods, window.shown, strict=True) if period and shown]
        calls = {id(step.call): step.call for step in steps}
        weighing = self._weighing()
        for call in calls.values():
            base = call.arguments["base"]
            below = [step.node for step in steps if step.call is call and step.indicator and step.node in weighing]
            if not known:
                self.found.add(NO_BASE, f"the base is {base}, and the data have no periods", call.span)
            elif base.first not in known or base.last not in known:
                message = f"the base {base} is not among the periods {known[0]}..{known[-1]}"
                self.found.add(NO_BASE, message, call.span)
            elif window.first and all(values[name].null_count() for name in below):
                low, high = (end.number - window.first.number for end in base)
                at_base = values.select(below).filter(window.marks[PERIOD].is_between(low, high))
                if all(column.null_count() == len(column) for column in at_base):
                    self.found.add(NO_BASE, f"no indicator has a value in the base period {base}", call.span)

    def _weighing(self) -> set[str]:
        """Return the nodes that a root rests on; one of weight zero is never asked for."""
        found: set[str] = set()
        waiting = list(self.framework.roots)
        while waiting:
            name = waiting.pop()
            node = self.framework.nodes[name]
            if name not in found and isinstance(node, Composite):
                waiting.extend(child.name for child in node.weighing)
            found.add(name)
        return found

    def missing(self, step: Combine, inputs: pl.DataFrame, values: pl.DataFrame) -> None:
        """Report the missing children of a composite whose rule makes them errors, each indicator once."""
        if not step.missing.method.raises:
            return
        # Growth needs no step into the first period; levels, and indices, are needed there too.
        needed = self.window.step_rows if step.growth and not step.over_index else self.window.shown_rows
        for name in step.children:
            if inputs[name].null_count():
                wrong = inputs[name].is_null() & needed
                if wrong.any():
                    self._missing_child(step, name, wrong, values)

    def _missing_child(self, step: Combine, name: str, wrong: pl.Series, values: pl.DataFrame) -> None:
        node = self.framework.nodes[name]
        what = "no score"
        if isinstance(node, Indicator):
            around = wrong | wrong.shift(-1, fill_value=False) if step.growth else wrong
            empty = around & values[name].is_null()
            what, wrong = ("no value", empty) if empty.any() else (what, wrong)
        elif step.over_index:
            what = "no index"
        message = f"`{name}` has {what} for {self.cells(wrong)}, and `{step.node}` needs it"
        if any(item.rule is MISSING_CHILD and item.place == node.span for item in self.found.items):
            return
        self.found.add(
            MISSING_CHILD,
            message,
            node.span,
            help="fill it (`impute gaps by …`, `impute latest by …`), or state `missing null` or "
            "`missing drop(min_coverage = …)`",
        )

    def zero_scores(self, step: Combine, inputs: pl.DataFrame) -> None:
        """Report scores of zero where the aggregation refuses them."""
        forbids = step.call.method.forbids_zero
        if forbids is None or not forbids(step.call.arguments):
            return
        for name in step.children:
            zero = (inputs[name] == 0).fill_null(value=False) & self.window.shown_rows
            if zero.any():
                message = f"`{name}` scores zero for {self.cells(zero)}"
                help_ = "`zero = keep` or `zero = replace(v)` decides what a zero does"
                self.found.add(ZERO_SCORE, message, step.call.span, help=help_)

    def bounds(self, linked: set[str], scores: pl.DataFrame, values: pl.DataFrame, least: dict[str, float]) -> None:
        """Report linked composites whose growth ends their index.

        Under symmetric growth: all children at +200, or all at −200, told by their zeros; under simple growth: −100 or
        less. Undoing logarithmic growth has no end.
        """
        ends = Ends(self.framework, scores, values, least)
        for node in self.framework.composites:
            form = node.link.arguments.get("growth") if node.link else None
            if node.name not in linked or form == "log":
                continue
            if form == "simple":
                self._bound(
                    node, (scores[node.name] <= -100).fill_null(value=False), "−100 or less", "would be below zero"
                )
            elif ends.possible(node.name):
                self._bound(node, ends.at(node.name, 1), "+200", "would be infinite")
                self._bound(node, ends.at(node.name, -1), "−200", "would be zero for ever")

    def _bound(self, node: Composite, wrong: pl.Series, growth: str, means: str) -> None:
        wrong = wrong & self.window.shown_rows
        if wrong.any():
            message = f"the growth of `{node.name}` is {growth} in {self.cells(wrong)}: its index {means}"
            self.found.add(BOUND, message, node.span, help="leave the series out until it has values above zero")

    def finite(self, indices: pl.DataFrame, least: dict[str, float]) -> None:
        """Report indices that have left the range of numbers; a ratio of values above zero cannot."""
        # A sum is finite only if all its terms are, and takes one cheap pass over the columns.
        names = [name for name in indices.columns if least.get(name, 0.0) <= 0]
        sums = indices.lazy().select(pl.col(names).sum()).collect(engine="in-memory").row(0, named=True)
        for name in (name for name, total in sums.items() if not isfinite(total)):
            infinite = (~indices[name].is_finite()).fill_null(value=False)
            if infinite.any():
                message = f"the index of `{name}` is infinite in {self.cells(infinite)}"
                self.found.add(BOUND, message, self.framework.nodes[name].span)
