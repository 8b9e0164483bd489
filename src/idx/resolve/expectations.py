"""Expectations: each about a node, column, entity and period that the framework can have."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Rule, Wording, choose_from, did_you_mean
from idx.model import Expectation, ExpectedTable
from idx.period import parse_period
from idx.resolve.example import HEADER, INDEX, METHOD
from idx.resolve.statements import data_source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.diagnostics import Collector
    from idx.period import Periods
    from idx.syntax import tree

COLUMNS = ("index", "score", "raw", "rank", "weight", "contribution", "estimated_share")

UNKNOWN_NODE = Rule(
    "IDX104",
    Wording("an expectation about a node that is not there", "期望值所指的节点不存在"),
    Wording(
        "An expectation is about a node of the trees and calls it by its name, not by its label.",
        "期望值针对指标树中的某个节点，用节点的名称指明，而不是用它的标签。",
    ),
    bad=HEADER + METHOD + INDEX + "expect within 0.05 {\n  totel 2020 = 1\n}\n",
)
EXPECTATION = Rule(
    "IDX217",
    Wording("an expectation that cannot be checked", "无法核对的期望值"),
    Wording(
        "An expectation states a value with its tolerance (`within`, for the block or the line), for a period that the "
        "framework evaluates, and for a column of the results: " + ", ".join(COLUMNS) + ".",
        "期望值要写明数值和允许误差（`within`，写在整块或单行），所指时期必须在计算范围之内，所指的列必须是结果中的列："
        + "、".join(COLUMNS)
        + "。",
    ),
    bad=HEADER + METHOD + INDEX + "expect {\n  total 2020 = 1\n}\n",
)


NO_TOLERANCE = Wording("no tolerance is stated", "没有写明允许误差")
NEGATIVE_TOLERANCE = Wording("a tolerance is zero or above", "允许误差必须大于或等于零")


class Known(NamedTuple):
    """What expectations can be about: the names of nodes, and the periods if they are stated."""

    nodes: frozenset[str]
    periods: Periods | None


def resolve_expectations(
    file: tree.File, found: Collector, known: Known, blocks: list[tree.Expectations]
) -> tuple[Expectation, ...]:
    """Return the expectations of a file; report those that name what is not there."""
    return tuple(
        _expectation(file, block, line)
        for block in blocks
        for line in block.lines
        if _can_be_checked(file, found, known, block, line)
    )


def resolve_tables(
    file: tree.File, found: Collector, tables: Iterable[tree.ExpectedTable]
) -> tuple[ExpectedTable, ...]:
    """Return the tables of published figures; report one without a tolerance."""
    resolved = []
    for stated in tables:
        source = data_source(file, found, stated.table)
        if stated.within is None:
            help_ = Wording("add `within 0.05` behind the path", "在路径后面写 `within 0.05`")
            found.add(EXPECTATION, NO_TOLERANCE, source.span, help=help_)
        elif stated.within.value < 0:
            found.add(EXPECTATION, NEGATIVE_TOLERANCE, file.span(stated.within))
        tolerance = stated.within.value if stated.within else Fraction(0)
        resolved.append(ExpectedTable(source, tolerance, stated.because.text if stated.because else None))
    return tuple(resolved)


def _can_be_checked(
    file: tree.File, found: Collector, known: Known, block: tree.Expectations, line: tree.Expectation
) -> bool:
    before = len(found.items)
    name = line.node.text
    if name not in known.nodes:
        listed = Wording("`idx show` lists the nodes", "用 `idx show` 可列出全部节点")
        help_ = did_you_mean(name, sorted(known.nodes), otherwise=listed)
        message = Wording(f"there is no node `{name}`", f"没有名为 `{name}` 的节点")
        found.add(UNKNOWN_NODE, message, file.span(line.node), help=help_)
    if line.column and line.column.text not in COLUMNS:
        column = line.column.text
        help_ = did_you_mean(column, COLUMNS, otherwise=choose_from(COLUMNS))
        message = Wording(f"the results have no column `{column}`", f"结果中没有 `{column}` 这一列")
        found.add(EXPECTATION, message, file.span(line.column), help=help_)
    within = line.within or block.within
    if within is None:
        help_ = Wording(
            "write `expect within 0.05 {` for the block, or `within 0.05` on the line",
            "整块写 `expect within 0.05 {`，或在该行写 `within 0.05`",
        )
        found.add(EXPECTATION, NO_TOLERANCE, file.span(line), help=help_)
    elif within.value < 0:
        found.add(EXPECTATION, NEGATIVE_TOLERANCE, file.span(within))
    if line.period is not None:
        _check_period(file, found, known.periods, line.period)
    return len(found.items) == before


def _check_period(file: tree.File, found: Collector, periods: Periods | None, word: tree.Word) -> None:
    period = parse_period(word.text)
    if period is None:
        found.add(
            EXPECTATION,
            Wording(f"`{word.text}` is no period", f"`{word.text}` 不是时期"),
            file.span(word),
            help=Wording("such as 2023, 2023Q1 or 2023M01", "例如 2023、2023Q1 或 2023M01"),
        )
    elif periods and (period.frequency != periods.first.frequency or not periods.first <= period <= periods.last):
        found.add(
            EXPECTATION,
            Wording(f"{period} is not among the periods {periods}", f"{period} 不在计算期 {periods} 之内"),
            file.span(word),
            help=Wording(
                "expect a period that the framework evaluates, or widen `periods`",
                "请改为计算范围内的时期，或扩大 `periods` 的范围",
            ),
        )


def _expectation(file: tree.File, block: tree.Expectations, line: tree.Expectation) -> Expectation:
    own = line.within or block.within
    printed = block.within or line.within
    return Expectation(
        node=line.node.text,
        column=line.column.text if line.column else None,
        entity=line.entity.text if line.entity else None,
        period=parse_period(line.period.text) if line.period else None,
        value=line.value.value,
        tolerance=own.value if own else Fraction(0),
        printed=printed.value if printed else Fraction(0),
        because=line.because.text if line.because else None,
        span=file.span(line),
    )
