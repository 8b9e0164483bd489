"""What scores forbid: children that are missing, and numbers that an aggregation cannot combine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Rule, Wording
from idx.evaluate.first_steps import without_step
from idx.evaluate.scores import enough, used_weights
from idx.evaluate.window import STEP
from idx.methods.values import Scale
from idx.model import Indicator
from idx.resolve.example import GROWTH, HEADER, INDEX, METHOD

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from idx.evaluate.guard.cells import Guard
    from idx.evaluate.rows import Rows
    from idx.plan import Combine

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


def check_missing(guard: Guard, step: Combine, inputs: pl.DataFrame, rows: Rows) -> None:
    """Report the missing children of a composite whose rule makes them errors, each indicator once."""
    if not step.missing.method.raises:
        return
    for name in step.children:
        if inputs[name].null_count():
            wrong = inputs[name].is_null() & guard.window.shown_rows
            by_nature = None if step.over_index or not wrong.any() else without_step(name, rows)
            wrong = wrong if by_nature is None else wrong & ~by_nature
            if wrong.any():
                _missing_child(guard, step, name, wrong, rows.values)


def _missing_child(guard: Guard, step: Combine, name: str, wrong: pl.Series, values: pl.DataFrame) -> None:
    node = guard.framework.nodes[name]
    what = Wording("no score", "没有得分")
    if isinstance(node, Indicator):
        around = wrong | guard.before(wrong) if node.normalise.scale is Scale.GROWTH else wrong
        empty = around & values[name].is_null()
        what, wrong = (Wording("no value", "没有数值"), empty) if empty.any() else (what, wrong)
    elif step.over_index:
        what = Wording("no index", "没有指数")
    cells = guard.cells(wrong)
    message = Wording(
        f"`{name}` has {what.en} for {cells.en}, and `{step.node}` needs it",
        f"`{name}` 在 {cells.zh} {what.zh}，而 `{step.node}` 需要它",
    )
    if any(item.rule is MISSING_CHILD and item.place == node.span for item in guard.found.items):
        return
    guard.found.add(
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


def check_zero_scores(guard: Guard, step: Combine, inputs: pl.DataFrame, zeros: Container[str]) -> None:
    """Report scores of zero where the aggregation refuses them; `zeros` are the columns with any (`with_zeros`)."""
    for name, zero in zero_rows(guard, step, inputs, zeros):
        cells = guard.cells(zero)
        message = Wording(f"`{name}` scores zero for {cells.en}", f"`{name}` 在 {cells.zh} 得分为零")
        help_ = Wording(
            "`zero = keep` or `zero = replace(v)` decides what a zero does",
            "用 `zero = keep` 或 `zero = replace(v)` 写明如何处理零",
        )
        guard.found.add(ZERO_SCORE, message, step.call.span, help=help_)


def with_zeros(steps: Iterable[Combine], inputs: pl.DataFrame) -> frozenset[str]:
    """Return the children with any score of zero, of those composites whose aggregation refuses them."""
    names = list(dict.fromkeys(name for step in steps if _forbids_zero(step) for name in step.children))
    any_zero = inputs.select((pl.col(names) == 0).any()).row(0) if names else ()
    return frozenset(name for name, zero in zip(names, any_zero, strict=True) if zero)


def _forbids_zero(step: Combine) -> bool:
    forbids = step.call.method.forbids_zero
    return forbids is not None and forbids(step.call.arguments)


def zero_rows(
    guard: Guard, step: Combine, inputs: pl.DataFrame, zeros: Container[str]
) -> Iterator[tuple[str, pl.Series]]:
    """Yield the children with scores of zero where the aggregation refuses them, and the rows that have these.

    Of a row without a score it is not known.
    """
    for name in step.children if _forbids_zero(step) else ():
        if name not in zeros:
            continue
        zero = (inputs[name] == 0) & guard.window.shown_rows
        if zero.any():
            yield name, zero


def check_impossible(guard: Guard, step: Combine, inputs: pl.DataFrame, weights: pl.DataFrame) -> None:
    """Report rows whose scores an aggregation cannot combine."""
    method, wrong = step.call.method, impossible_rows(guard, step, inputs, weights)
    if wrong is not None and method.because is not None:
        cells = guard.cells(wrong)
        message = Wording(
            f"`{step.node}`: {method.because.en}; so in {cells.en}",
            f"`{step.node}`：{method.because.zh}；出现在 {cells.zh}",
        )
        help_ = Wording(
            "normalise so that this cannot be, or choose another aggregation",
            "请改用不会如此的标准化方法，或改用其他合成方法",
        )
        guard.found.add(IMPOSSIBLE, message, step.call.span, help=help_)


def impossible_rows(guard: Guard, step: Combine, inputs: pl.DataFrame, weights: pl.DataFrame) -> pl.Series | None:
    """Return the rows whose scores an aggregation cannot combine; None where there are none."""
    method = step.call.method
    if method.impossible is None or method.because is None:
        return None
    whole = inputs.hstack(weights) if weights.width else inputs
    there = whole.select(enough(step)).to_series().fill_null(value=False)
    values = [pl.col(name) if method.skips_missing else pl.col(name).fill_null(0.0) for name in step.children]
    impossible = method.impossible(values, used_weights(step), step.call.arguments)
    wrong = whole.select(pl.lit(value=True).alias("·"), impossible.alias("impossible"))["impossible"]
    wrong = wrong.fill_null(value=False) & there & guard.window.shown_rows
    if step.growth:
        wrong &= guard.window.marks[STEP]
    return wrong if wrong.any() else None
