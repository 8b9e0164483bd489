"""What values forbid: those that a treatment or a normalisation cannot take, and growth from zero to zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from idx.diagnostics import Related, Rule, Severity, Wording
from idx.evaluate.window import STEP
from idx.methods.values import Domain
from idx.resolve.example import GROWTH, HEADER, INDEX

if TYPE_CHECKING:
    from collections.abc import Mapping

    from idx.evaluate.guard.cells import Guard
    from idx.evaluate.rows import Rows
    from idx.model import Step
    from idx.plan import Normalise

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


def check_treatable(guard: Guard, steps: Mapping[str, Step], values: pl.DataFrame, rows: Rows) -> None:
    """Report values outside what treatments can take."""
    for name, step in steps.items():
        call, column = step.call, values[name]
        domain, wrong = call.method.values(call.arguments), untreatable(guard, name, step, values, rows)
        if not wrong.any():
            continue
        cells, stated = guard.cells(wrong, column), Wording("the treatment is stated here", "异常值处理方法写在这里")
        guard.found.add(
            DOMAIN,
            Wording(
                f"`{call.method.name}` takes values {domain.value.en}; `{name}` is {cells.en}",
                f"`{call.method.name}` 要求数值{domain.value.zh}；`{name}` 在 {cells.zh}",
            ),
            guard.framework.nodes[name].span,
            help=Wording("correct the value, or choose another treatment", "请更正数值，或改用其他处理方法"),
            related=[Related(stated, call.span)] if call.span else (),
        )


def untreatable(guard: Guard, name: str, step: Step, values: pl.DataFrame, rows: Rows) -> pl.Series:
    """Return the rows in which a treatment cannot take an indicator's value."""
    domain, column = step.call.method.values(step.call.arguments), values[name]
    if domain is Domain.ANY:
        return pl.Series([False]).new_from_index(0, guard.window.height)
    low = (column <= 0) if domain is Domain.POSITIVE else (column < 0)
    wrong = low.fill_null(value=False) & guard.window.shown_rows
    return wrong if step.where is None else wrong & rows.holding(step.where)


def check_domain(
    guard: Guard, steps: tuple[Normalise, ...], values: pl.DataFrame, rows: Rows, least: dict[str, float]
) -> None:
    """Report values outside what normalisations can take, and growth from zero to zero."""
    for step in steps:
        if least[step.node] > 0:
            continue
        wrong, column = outside_domain(guard, step, values, rows), values[step.node]
        if wrong.any():
            _outside(guard, step, wrong, column)
        elif "zero_zero" in step.call.arguments:
            _zero_zero(guard, step, column, _normalised(guard, step, rows))


def outside_domain(guard: Guard, step: Normalise, values: pl.DataFrame, rows: Rows) -> pl.Series:
    """Return the rows in which a normalisation cannot take an indicator's value."""
    domain, column = _domain(step), values[step.node]
    if domain is Domain.ANY:
        return pl.Series([False]).new_from_index(0, guard.window.height)
    low = (column <= 0) if domain is Domain.POSITIVE else (column < 0)
    normalised = _normalised(guard, step, rows)
    used = guard.used(growth=step.growth) & (normalised | guard.before(normalised) if step.growth else normalised)
    return low.fill_null(value=False) & used


def _domain(step: Normalise) -> Domain:
    return step.call.method.values(step.call.arguments, negative=step.negative)


def _normalised(guard: Guard, step: Normalise, rows: Rows) -> pl.Series:
    """Return the rows that a normalisation is limited to."""
    return rows.holding(step.where) if step.where else pl.Series([True]).new_from_index(0, guard.window.height)


def _outside(guard: Guard, step: Normalise, wrong: pl.Series, column: pl.Series) -> None:
    node, domain = guard.framework.nodes[step.node], _domain(step)
    name, why = step.call.method.name, Wording("", "")
    advice = Wording("`normalise difference` takes any number", "`normalise difference` 适用于任意数值")
    if domain is not step.call.method.values(step.call.arguments):
        why = Wording(
            " where the direction is negative, since it divides by them",
            "（方向为负时要以数值作除数）",
        )
        advice = Wording(
            "`min_max` and `distance_to_maximum` take any number; a zero is their best score",
            "`min_max` 与 `distance_to_maximum` 适用于任意数值，零得最高分",
        )
    elif not step.growth:
        advice = Wording("correct the value, or choose another normalisation", "请更正数值，或改用其他标准化方法")
    elif name == "symmetric_growth":
        advice = Wording(
            f"{advice.en}, as does `symmetric_growth(domain = absolute)`",
            f"{advice.zh}，`symmetric_growth(domain = absolute)` 也是",
        )
    elif domain is Domain.POSITIVE:
        advice = Wording(f"{advice.en}; `symmetric_growth` takes zeros", f"{advice.zh}；`symmetric_growth` 允许零")
    cells, stated = guard.cells(wrong, column), Wording("the normalisation is stated here", "标准化方法写在这里")
    guard.found.add(
        DOMAIN,
        Wording(
            f"`{name}` takes values {domain.value.en}{why.en}; `{step.node}` is {cells.en}",
            f"`{name}` 要求数值{domain.value.zh}{why.zh}；`{step.node}` 在 {cells.zh}",
        ),
        node.span,
        help=advice,
        related=[Related(stated, step.call.span)] if step.call.span else (),
    )


def _zero_zero(guard: Guard, step: Normalise, column: pl.Series, normalised: pl.Series) -> None:
    zero = (column == 0).fill_null(value=False) & guard.window.marks[STEP] & guard.window.shown_rows & normalised
    both = zero & (column == 0).fill_null(value=False).shift(1, fill_value=False)
    choice = step.call.arguments["zero_zero"]
    if both.any() and choice != "null":
        cells, rule = guard.cells(both), ZERO_ZERO if choice == "error" else ZERO_ZERO_NOTE
        said = Wording(f"`{step.node}` goes from zero to zero: {cells.en}", f"`{step.node}` 由零到零：{cells.zh}")
        if rule is ZERO_ZERO_NOTE:
            said = Wording(f"{said.en}; counted as no change", f"{said.zh}；按无变化计")
        guard.found.add(rule, said, guard.framework.nodes[step.node].span)
