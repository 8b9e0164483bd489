"""What the data forbid: values that a method cannot take, children that are missing, an index that cannot go on."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.diagnostics import Related, Rule, Severity, Wording
from idx.evaluate.ends import Ends
from idx.evaluate.first_steps import without_step
from idx.evaluate.scores import enough, used_weights
from idx.evaluate.window import PERIOD, STEP
from idx.methods.contracts import Domain, Scale
from idx.model import Composite, Framework, Indicator
from idx.resolve.example import GROWTH, HEADER, INDEX, METHOD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from idx.diagnostics import Collector
    from idx.evaluate.rows import Rows
    from idx.evaluate.window import Window
    from idx.model import MethodCall, Step
    from idx.plan import Combine, Link, Normalise

MOST_CELLS = 5

DOMAIN = Rule(
    "IDX502",
    Wording("a value that the normalisation cannot take", "标准化方法不能用于这个数值"),
    Wording(
        "Symmetric growth is bounded only for values of zero or above; logarithms and growth rates need values above "
        "zero; an index on a fixed base divides by the value of the base. For rates, balances and spreads, "
        "`difference` measures the change in the indicator's own unit.",
        "对称增速只在数值大于或等于零时有界；对数和增速要求数值大于零；定基指数以基期数值为分母。"
        "对比率、差额和利差等指标，可用 `difference` 按指标自身的计量单位度量变化。",
    ),
    bad=HEADER + GROWTH + INDEX,
    data="indicator,period,value\na,2020,10\na,2021,-2\nb,2020,30\nb,2021,40\n",
)
ZERO_ZERO = Rule(
    "IDX503",
    Wording("growth from zero to zero", "由零到零的增速"),
    Wording(
        "From zero to zero there is no change, and no growth rate. `symmetric_growth(zero_zero = error)` refuses it.",
        "由零到零没有变化，也没有增速。`symmetric_growth(zero_zero = error)` 不接受这种情形。",
    ),
    bad=HEADER + GROWTH.replace("symmetric_growth", "symmetric_growth(zero_zero = error)") + INDEX,
    data="indicator,period,value\na,2020,0\na,2021,0\nb,2020,30\nb,2021,40\n",
)
ZERO_ZERO_NOTE = Rule(
    "IDX504",
    Wording("growth from zero to zero counted as no change", "由零到零的增速按无变化计"),
    Wording(
        "From zero to zero there is no change: the growth counts as 0. `zero_zero = null` or `error` decides "
        "otherwise.",
        "由零到零没有变化，增速按 0 计。要另作处理，可写 `zero_zero = null` 或 `error`。",
    ),
    bad=HEADER + GROWTH + INDEX,
    data="indicator,period,value\na,2020,0\na,2021,0\nb,2020,30\nb,2021,40\n",
    severity=Severity.NOTE,
)
MISSING_CHILD = Rule(
    "IDX505",
    Wording("a composite with a missing child", "复合指标的下级指标缺失"),
    Wording(
        "Under `missing error`, the rule where none is stated, every composite needs all its children. Fill the cell "
        "(`impute`), or state what becomes of the composite: `missing null` or `missing drop(min_coverage = …)`.",
        "按 `missing error`（未写明时的规则），复合指标的下级指标必须齐全。请插补缺失的单元格（`impute`），"
        "或写明复合指标如何处理：`missing null` 或 `missing drop(min_coverage = …)`。",
    ),
    bad=HEADER + GROWTH + INDEX,
    data="indicator,period,value\na,2020,10\na,2021,20\na,2022,20\nb,2020,30\nb,2021,40\n",
)
ZERO_SCORE = Rule(
    "IDX506",
    Wording("a score of zero under a geometric mean that refuses it", "几何平均不接受为零的得分"),
    Wording(
        "A geometric mean with a score of zero is zero whatever the other scores are. `zero = keep` accepts that, "
        "`zero = replace(v)` puts v in its place.",
        "只要有一个得分为零，几何平均就为零，与其他得分无关。`zero = keep` 接受这一结果，"
        "`zero = replace(v)` 用 v 代替零。",
    ),
    bad=HEADER + METHOD.replace("arithmetic", "geometric(zero = error)") + INDEX,
    data="indicator,period,value\na,2020,0\nb,2020,50\n",
)
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


IMPOSSIBLE = Rule(
    "IDX515",
    Wording("scores that cannot be combined so", "得分不能这样合成"),
    Wording(
        "An aggregation can ask more of scores than their scale tells: the penalty of Mazziotta and Pareto divides by "
        "the mean, which has to be above zero.",
        "合成方法对得分的要求可能超出其尺度所能保证的：Mazziotta–Pareto 的惩罚项要除以均值，均值必须大于零。",
    ),
    bad=HEADER
    + METHOD.replace("goalposts(worst = 0, best = 100, clip = both)", "none").replace(
        "arithmetic", "mazziotta_pareto(penalty = negative)"
    )
    + INDEX,
    data="indicator,period,value\na,2020,-1\nb,2020,0\n",
)


class Guard(NamedTuple):
    """Reports what is wrong with values and scores of one evaluation."""

    framework: Framework
    window: Window
    found: Collector

    def cells(self, wrong: pl.Series, values: pl.Series | None = None) -> Wording:
        """Name the cells where a mask holds by entity and period, with their values if given, the first few of them."""
        rows = wrong.arg_true().to_list()
        names: list[Wording] = []
        for row in rows[:MOST_CELLS]:
            entity, position = divmod(row, self.window.length)
            period = self.window.periods[position]
            parts = [part for part in (self.window.entities[entity], str(period) if period else None) if part]
            name = " ".join(parts)
            said = Wording(name or "the only cell", name or "唯一的单元格")
            if values is not None:
                said = Wording(f"{values[row]:g} in {said.en}", f"{said.zh} 为 {values[row]:g}")
            names.append(said)
        more = len(rows) - MOST_CELLS
        return Wording(
            ", ".join(name.en for name in names) + (f" and {more} more" if more > 0 else ""),
            "、".join(name.zh for name in names) + (f" 等 {len(rows)} 处" if more > 0 else ""),
        )

    def used(self, *, growth: bool) -> pl.Series:
        """Return the rows whose values are used: those shown, and under growth those just before them."""
        shown = self.window.shown
        later = (*shown[1:], False)
        used = [here or (growth and after) for here, after in zip(shown, later, strict=True)]
        return pl.Series(used).gather(self.window.marks[PERIOD])

    def treatable(self, steps: Mapping[str, Step], values: pl.DataFrame, rows: Rows) -> None:
        """Report values outside what treatments can take."""
        for name, (call, where) in steps.items():
            domain, column = call.method.values(call.arguments), values[name]
            low = (column <= 0) if domain is Domain.POSITIVE else (column < 0)
            wrong = low.fill_null(value=False) & self.window.shown_rows
            if where is not None:
                wrong &= rows.holding(where)
            if domain is Domain.ANY or not wrong.any():
                continue
            cells, stated = self.cells(wrong, column), Wording("the treatment is stated here", "异常值处理方法写在这里")
            self.found.add(
                DOMAIN,
                Wording(
                    f"`{call.method.name}` takes values {domain.value.en}; `{name}` is {cells.en}",
                    f"`{call.method.name}` 要求数值{domain.value.zh}；`{name}` 在 {cells.zh}",
                ),
                self.framework.nodes[name].span,
                help=Wording("correct the value, or choose another treatment", "请更正数值，或改用其他处理方法"),
                related=[Related(stated, call.span)] if call.span else (),
            )

    def domain(self, steps: tuple[Normalise, ...], values: pl.DataFrame, rows: Rows, least: dict[str, float]) -> None:
        """Report values outside what normalisations can take, and growth from zero to zero."""
        for step in steps:
            if least[step.node] > 0:
                continue
            domain = step.call.method.values(step.call.arguments)
            column = values[step.node]
            low = (column <= 0) if domain is Domain.POSITIVE else (column < 0)
            normalised = self._normalised(step, rows)
            used = self.used(growth=step.growth) & (
                normalised | self._before(normalised) if step.growth else normalised
            )
            wrong = low.fill_null(value=False) & used
            if domain is not Domain.ANY and wrong.any():
                self._outside(step, domain, wrong, column)
            elif "zero_zero" in step.call.arguments:
                self._zero_zero(step, column, normalised)

    def _normalised(self, step: Normalise, rows: Rows) -> pl.Series:
        """Return the rows that a normalisation is limited to."""
        return rows.holding(step.where) if step.where else pl.Series([True]).new_from_index(0, self.window.height)

    def _before(self, rows: pl.Series) -> pl.Series:
        """Return the rows one period before others of the same entity."""
        return (rows & self.window.marks[STEP]).shift(-1, fill_value=False)

    def _outside(self, step: Normalise, domain: Domain, wrong: pl.Series, column: pl.Series) -> None:
        node = self.framework.nodes[step.node]
        name = step.call.method.name
        advice = Wording("`normalise difference` takes any number", "`normalise difference` 适用于任意数值")
        if not step.growth:
            advice = Wording("correct the value, or choose another normalisation", "请更正数值，或改用其他标准化方法")
        elif name == "symmetric_growth":
            advice = Wording(
                f"{advice.en}, as does `symmetric_growth(domain = absolute)`",
                f"{advice.zh}，`symmetric_growth(domain = absolute)` 也是",
            )
        elif domain is Domain.POSITIVE:
            advice = Wording(f"{advice.en}; `symmetric_growth` takes zeros", f"{advice.zh}；`symmetric_growth` 允许零")
        cells, stated = self.cells(wrong, column), Wording("the normalisation is stated here", "标准化方法写在这里")
        self.found.add(
            DOMAIN,
            Wording(
                f"`{name}` takes values {domain.value.en}; `{step.node}` is {cells.en}",
                f"`{name}` 要求数值{domain.value.zh}；`{step.node}` 在 {cells.zh}",
            ),
            node.span,
            help=advice,
            related=[Related(stated, step.call.span)] if step.call.span else (),
        )

    def _zero_zero(self, step: Normalise, column: pl.Series, normalised: pl.Series) -> None:
        zero = (column == 0).fill_null(value=False) & self.window.marks[STEP] & self.window.shown_rows & normalised
        both = zero & (column == 0).fill_null(value=False).shift(1, fill_value=False)
        choice = step.call.arguments["zero_zero"]
        if both.any() and choice != "null":
            cells, rule = self.cells(both), ZERO_ZERO if choice == "error" else ZERO_ZERO_NOTE
            said = Wording(f"`{step.node}` goes from zero to zero: {cells.en}", f"`{step.node}` 由零到零：{cells.zh}")
            if rule is ZERO_ZERO_NOTE:
                said = Wording(f"{said.en}; counted as no change", f"{said.zh}；按无变化计")
            self.found.add(rule, said, self.framework.nodes[step.node].span)

    def base(self, steps: tuple[Link, ...], values: pl.DataFrame) -> None:
        """Report links whose base is not among the periods, or is one in which nothing below them has a value."""
        window = self.window
        known = [period for period, shown in zip(window.periods, window.shown, strict=True) if period and shown]
        weighing = self._weighing()
        calls: list[MethodCall] = []  # the links of several trees that share what stands below them are alike
        for step in steps:
            if step.call not in calls:
                calls.append(step.call)
        for call in calls:
            base = call.arguments["base"]
            below = [step.node for step in steps if step.call == call and step.indicator and step.node in weighing]
            if not known:
                message = Wording(f"the base is {base}, and the data have no periods", f"基期为 {base}，但数据没有时期")
                self.found.add(NO_BASE, message, call.span)
            elif base.first not in known or base.last not in known:
                message = Wording(
                    f"the base {base} is not among the periods {known[0]}..{known[-1]}",
                    f"基期 {base} 不在各期 {known[0]}..{known[-1]} 之内",
                )
                self.found.add(NO_BASE, message, call.span)
            elif window.first and below and all(name in values.columns and values[name].null_count() for name in below):
                low, high = (end.number - window.first.number for end in base)
                at_base = values.select(below).filter(window.marks[PERIOD].is_between(low, high))
                if all(column.null_count() == len(column) for column in at_base):
                    message = Wording(
                        f"no indicator has a value in the base period {base}", f"基期 {base} 没有任何指标的数值"
                    )
                    self.found.add(NO_BASE, message, call.span)

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

    def missing(self, step: Combine, inputs: pl.DataFrame, rows: Rows) -> None:
        """Report the missing children of a composite whose rule makes them errors, each indicator once."""
        if not step.missing.method.raises:
            return
        for name in step.children:
            if inputs[name].null_count():
                wrong = inputs[name].is_null() & self.window.shown_rows
                by_nature = None if step.over_index or not wrong.any() else without_step(name, rows)
                wrong = wrong if by_nature is None else wrong & ~by_nature
                if wrong.any():
                    self._missing_child(step, name, wrong, rows.values)

    def _missing_child(self, step: Combine, name: str, wrong: pl.Series, values: pl.DataFrame) -> None:
        node = self.framework.nodes[name]
        what = Wording("no score", "没有得分")
        if isinstance(node, Indicator):
            around = wrong | self._before(wrong) if node.normalise.scale is Scale.GROWTH else wrong
            empty = around & values[name].is_null()
            what, wrong = (Wording("no value", "没有数值"), empty) if empty.any() else (what, wrong)
        elif step.over_index:
            what = Wording("no index", "没有指数")
        cells = self.cells(wrong)
        message = Wording(
            f"`{name}` has {what.en} for {cells.en}, and `{step.node}` needs it",
            f"`{name}` 在 {cells.zh} {what.zh}，而 `{step.node}` 需要它",
        )
        if any(item.rule is MISSING_CHILD and item.place == node.span for item in self.found.items):
            return
        self.found.add(
            MISSING_CHILD,
            message,
            node.span,
            help=Wording(
                "fill it (`impute gaps by …`, `impute latest by …`), or state `missing null` or "
                "`missing drop(min_coverage = …)`",
                "请插补（`impute gaps by …`、`impute latest by …`），或写明 `missing null` 或 "
                "`missing drop(min_coverage = …)`",
            ),
        )

    def zero_scores(self, step: Combine, inputs: pl.DataFrame) -> None:
        """Report scores of zero where the aggregation refuses them."""
        forbids = step.call.method.forbids_zero
        if forbids is None or not forbids(step.call.arguments):
            return
        for name in step.children:
            zero = (inputs[name] == 0).fill_null(value=False) & self.window.shown_rows
            if zero.any():
                cells = self.cells(zero)
                message = Wording(f"`{name}` scores zero for {cells.en}", f"`{name}` 在 {cells.zh} 得分为零")
                help_ = Wording(
                    "`zero = keep` or `zero = replace(v)` decides what a zero does",
                    "用 `zero = keep` 或 `zero = replace(v)` 写明如何处理零",
                )
                self.found.add(ZERO_SCORE, message, step.call.span, help=help_)

    def impossible(self, step: Combine, inputs: pl.DataFrame, weights: pl.DataFrame) -> None:
        """Report rows whose scores an aggregation cannot combine."""
        method = step.call.method
        if method.impossible is None or method.because is None:
            return
        whole = inputs.hstack(weights) if weights.width else inputs
        there = whole.select(enough(step)).to_series().fill_null(value=False)
        values = [pl.col(name) if method.skips_missing else pl.col(name).fill_null(0.0) for name in step.children]
        impossible = method.impossible(values, used_weights(step), step.call.arguments)
        wrong = whole.select(pl.lit(value=True).alias("·"), impossible.alias("impossible"))["impossible"]
        wrong = wrong.fill_null(value=False) & there & self.window.shown_rows
        if step.growth:
            wrong &= self.window.marks[STEP]
        if wrong.any():
            cells = self.cells(wrong)
            message = Wording(
                f"`{step.node}`: {method.because.en}; so in {cells.en}",
                f"`{step.node}`：{method.because.zh}；出现在 {cells.zh}",
            )
            help_ = Wording(
                "normalise so that this cannot be, or choose another aggregation",
                "请改用不会如此的标准化方法，或改用其他合成方法",
            )
            self.found.add(IMPOSSIBLE, message, step.call.span, help=help_)

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
                below = (scores[node.name] <= -100).fill_null(value=False)
                means = Wording("would be below zero", "将小于零")
                self._bound(node, below, Wording("−100 or less", "−100 或更低"), means)
            elif ends.possible(node.name):
                high, low = Wording("+200", "+200"), Wording("−200", "−200")
                self._bound(node, ends.at(node.name, 1), high, Wording("would be infinite", "将为无穷大"))
                self._bound(node, ends.at(node.name, -1), low, Wording("would be zero for ever", "将永远为零"))

    def _bound(self, node: Composite, wrong: pl.Series, growth: Wording, means: Wording) -> None:
        wrong = wrong & self.window.shown_rows
        if wrong.any():
            cells = self.cells(wrong)
            message = Wording(
                f"the growth of `{node.name}` is {growth.en} in {cells.en}: its index {means.en}",
                f"`{node.name}` 在 {cells.zh} 的增速为 {growth.zh}：其指数{means.zh}",
            )
            help_ = Wording(
                "leave the series out until it has values above zero", "在数值大于零之前，请不要纳入这一序列"
            )
            self.found.add(BOUND, message, node.span, help=help_)

    def finite(self, indices: pl.DataFrame, least: dict[str, float]) -> None:
        """Report indices that have left the range of numbers; a ratio of values above zero cannot."""
        # A sum is finite only if all its terms are, and takes one cheap pass over the columns.
        names = [name for name in indices.columns if least.get(name, 0.0) <= 0]
        sums = indices.lazy().select(pl.col(names).sum()).collect(engine="in-memory").row(0, named=True)
        for name in (name for name, total in sums.items() if not isfinite(total)):
            infinite = (~indices[name].is_finite()).fill_null(value=False)
            if infinite.any():
                cells = self.cells(infinite)
                message = Wording(
                    f"the index of `{name}` is infinite in {cells.en}", f"`{name}` 的指数在 {cells.zh} 为无穷大"
                )
                self.found.add(BOUND, message, self.framework.nodes[name].span)
