"""Reference sets without a value: what is measured against one would have no scores, and nobody would be told why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from idx.diagnostics import Related, Rule, Wording, did_you_mean
from idx.evaluate.bases import check_base
from idx.evaluate.reporter import NO_PLACE
from idx.evaluate.window import PERIOD
from idx.period import Periods
from idx.resolve.example import HEADER, INDEX, METHOD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from idx.diagnostics import Collector
    from idx.evaluate.rows import Rows
    from idx.formula.expression import Formula
    from idx.model import MethodCall
    from idx.plan import Normalise

NO_REFERENCE = Rule(
    "IDX513",
    Wording("a reference without data", "参照期没有数据"),
    Wording(
        "What is measured against stated periods needs values in them: each indicator, and `within` a group each group "
        "of it. Rows that `entities where` leaves out, and periods that are not evaluated, count for nothing there.",
        "以指定时期为参照的每个指标，在这些时期都要有数值；写了 `within` 时，每一组都要有。"
        "`entities where` 排除的行和不计算的时期不算在内。",
    ),
    bad=HEADER + METHOD.replace("goalposts(worst = 0, best = 100, clip = both)", "min_max(reference = 2020)") + INDEX,
    data="indicator,period,value\na,2020,10\na,2021,20\nb,2021,40\n",
)
TARGET = Rule(
    "IDX519",
    Wording("a target on the wrong side", "目标值在错误的一侧"),
    Wording(
        "A distance to a target is measured from the worst value towards it. Where all values lie beyond the target, "
        "the direction of the indicator or the target itself is wrong.",
        "与目标的距离从最差的数值量起。如果所有数值都在目标的另一侧，那么不是指标方向写错了，就是目标值写错了。",
    ),
    bad=HEADER
    + METHOD.replace(
        "goalposts(worst = 0, best = 100, clip = both)",
        "distance_to_target(target = 1, reference = each_period, clip = none)",
    )
    + INDEX,
    data="entity,a,b\nX,10,0\nY,20,2\n",
)
ADVICE = Wording(
    "choose a reference in which it has values, or fill it (`impute earliest by carry_backward`)",
    "请选择有数值的参照期，或先插补（`impute earliest by carry_backward`）",
)
MOST_GROUPS = 5


class Against(NamedTuple):
    """A call that measures values of an indicator against a reference set, in the rows `where` a condition holds."""

    node: str
    call: MethodCall
    where: Formula | None


def check_references(steps: Sequence[Normalise], values: pl.DataFrame, rows: Rows, found: Collector) -> None:
    """Report indicators with values that have none in the periods against which they are measured."""
    outside: set[int] = set()
    for step in steps:
        if "base" in step.call.arguments and id(step.call) not in outside:
            base: Periods = step.call.arguments["base"]
            if not check_base(step, base, rows, found):
                outside.add(id(step.call))
        _check_entity(step, values, rows, found)
        if "target" in step.call.arguments:
            _check_target(step, values, rows, found)
    check_stated(
        [Against(step.node, step.call, step.where) for step in steps if id(step.call) not in outside],
        values,
        rows,
        found,
    )


def check_stated(steps: Iterable[Against], values: pl.DataFrame, rows: Rows, found: Collector) -> None:
    """Report indicators with values that have none in the periods that a call states as its reference."""
    outside: set[int] = set()
    for step in steps:
        reference = step.call.arguments.get("reference")
        if not isinstance(reference, Periods) or id(step.call) in outside:
            continue
        beyond = _beyond(reference, rows)
        if beyond is not None:
            outside.add(id(step.call))
            advice = Wording("choose a reference among the periods of the data", "请在数据的时期中选择参照期")
            found.add(NO_REFERENCE, beyond, step.call.span, help=advice)
        else:
            _check_values(step, reference, values, rows, found)


def _check_entity(step: Normalise, values: pl.DataFrame, rows: Rows, found: Collector) -> None:
    """Report an entity that others are measured against and that is not there, or has no value where they have."""
    entity = step.call.arguments.get("entity")
    if not isinstance(entity, str):
        return
    known = [each for each in rows.window.entities if each is not None]
    if entity not in known:
        message = Wording(f"the data have no entity `{entity}`", f"数据中没有评价对象 `{entity}`")
        found.add(NO_PLACE, message, step.call.span, help=did_you_mean(entity, known))
        return
    measured = rows.sets.at_entity(pl.col(step.node), entity).is_null() & pl.col(step.node).is_not_null()
    lacking = rows.sets.select(values.select(step.node), [measured.alias(step.node)]).to_series()
    lacking &= rows.window.shown_rows
    if not lacking.any():
        return
    there = rows.window.marks[PERIOD].filter(lacking).unique().sort()
    periods = [str(rows.window.periods[position]) for position in there if rows.window.periods[position]]
    english = f" in {', '.join(periods[:MOST_GROUPS])}" if periods else ""
    chinese = f"在 {'、'.join(periods[:MOST_GROUPS])} " if periods else ""
    found.add(
        NO_REFERENCE,
        Wording(
            f"`{step.node}` has no value for {entity}{english}, which the others are measured against",
            f"其他对象以 {entity} 为参照，而 {entity} 的 `{step.node}` {chinese}没有数值",
        ),
        rows.framework.nodes[step.node].span,
        help=Wording("choose another entity, or fill the value", "请选择其他对象作参照，或先插补"),
    )


def _check_target(step: Normalise, table: pl.DataFrame, rows: Rows, found: Collector) -> None:
    """Report a target beyond the worst value of a reference set, on the side away from the others."""
    column = beyond_target(step, table, rows)
    if column.null_count() == len(column):
        return
    value, target = column.drop_nulls()[0], step.call.arguments["target"]
    found.add(
        TARGET,
        Wording(
            f"the target of `{step.node}` is {target:g}, and even the worst value, {value:g}, is beyond it",
            f"`{step.node}` 的目标值为 {target:g}，而最差的数值 {value:g} 已经越过目标",
        ),
        rows.framework.nodes[step.node].span,
        help=Wording("correct the target, or the direction of the indicator", "请更正目标值，或更正指标方向"),
    )


def beyond_target(step: Normalise, table: pl.DataFrame, rows: Rows) -> pl.Series:
    """Return the worst value of the reference set on the rows where it lies beyond the target, missing elsewhere."""
    arguments, values = step.call.arguments, pl.col(step.node)
    statistic = pl.Expr.max if step.negative else pl.Expr.min
    worst = rows.sets.aggregate(statistic, values, arguments["reference"], arguments.get("within"))
    wrong = (worst < arguments["target"]) if step.negative else (worst > arguments["target"])
    beyond = pl.when(values.is_not_null() & wrong).then(worst).alias(step.node)
    column = rows.sets.select(table.select(step.node), [beyond]).to_series()
    return column.zip_with(rows.window.shown_rows, pl.Series([None], dtype=pl.Float64).new_from_index(0, len(column)))


def _beyond(reference: Periods, rows: Rows) -> Wording | None:
    """Say that a reference is not among the evaluated periods; None where some of it is."""
    if rows.sets.positions(reference):
        return None
    pairs = zip(rows.window.periods, rows.window.shown, strict=True)
    known = [period for period, shown in pairs if period is not None and shown]
    if not known:
        return Wording(
            f"the reference is {reference}, and the data have no periods", f"参照期为 {reference}，但数据没有时期"
        )
    among = Periods(known[0], known[-1])
    return Wording(
        f"the reference {reference} is not among the periods {among}", f"参照期 {reference} 不在各期 {among} 之内"
    )


def _check_values(step: Against, reference: Periods, values: pl.DataFrame, rows: Rows, found: Collector) -> None:
    name, within = step.node, step.call.arguments.get("within")
    there = rows.sets.aggregate(lambda cells: cells.is_not_null().any(), pl.col(name), reference, within)
    lacking = pl.col(name).is_not_null() & ~there
    empty = rows.sets.select(values.select(name), [lacking.alias(name)]).to_series()
    empty &= rows.window.shown_rows
    if step.where is not None:
        empty &= rows.holding(step.where)
    if within is not None:
        empty &= rows.group(within).is_not_null()
    if not empty.any():
        return
    english, chinese = "", " "
    if within is not None:
        groups = rows.group(within).filter(empty).unique(maintain_order=True).to_list()
        more = len(groups) > MOST_GROUPS
        english = f" within `{within}` {', '.join(groups[:MOST_GROUPS])}{', …' if more else ''}"
        chinese = f"、`{within}` 为 {'、'.join(groups[:MOST_GROUPS])}{' 等' if more else ''} 的各行"
    stated = Wording("the reference is stated here", "参照期写在这里")
    found.add(
        NO_REFERENCE,
        Wording(
            f"`{name}` has no value in the reference {reference}{english}",
            f"`{name}` 在参照期 {reference}{chinese}没有数值",
        ),
        rows.framework.nodes[name].span,
        help=ADVICE,
        related=[Related(stated, step.call.span)] if step.call.span else (),
    )
