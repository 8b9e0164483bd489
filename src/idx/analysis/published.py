"""Tables of published figures: every cell of each column that is a node's becomes an expectation."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Rule, Wording, nearest
from idx.model import Expectation
from idx.panel.entities import called
from idx.panel.files import MOST_REPORTED, locate, place, read_table
from idx.panel.values import numbers, periods, text_of
from idx.period import Period
from idx.resolve.expectations import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from idx.diagnostics import Collector
    from idx.model import DataSource, ExpectedTable, Framework

NOT_OF_A_NODE = Rule(
    "IDX441",
    Wording("a table of published figures that names no node", "公布值表没有节点列"),
    Wording(
        "A table of expectations has the columns `entity` and `period` (as needed) and a column for each node whose "
        "figures it holds, headed by the node's name, or by the name and a column of the results: `hdi.rank`. "
        '`columns(hdi = "HDI value")` maps other headings.',
        "公布值表有 `entity` 和 `period` 两列（视需要），每个节点一列，列名是节点名，或节点名加结果列名：`hdi.rank`。"
        '其他列名用 `columns(hdi = "HDI value")` 对应。',
    ),
)


class _Target(NamedTuple):
    """What a column of the table is about."""

    heading: str
    node: str
    column: str | None


def published(
    framework: Framework, folder: Path, found: Collector, *, allow_outside: bool = False
) -> tuple[Expectation, ...]:
    """Return the expectations of a framework's tables; report what cannot be read."""
    expectations: list[Expectation] = []
    for expected in framework.expected_tables:
        path = locate(expected.table, folder, found, allow_outside=allow_outside)
        table = read_table(path, expected.table, found) if path else None
        if table is not None:
            expectations.extend(_cells(table, expected, framework, found))
    return tuple(expectations)


def _cells(table: pl.DataFrame, expected: ExpectedTable, framework: Framework, found: Collector) -> list[Expectation]:
    source = expected.table
    targets = _targets(table, source, framework, found)
    entity, period = (source.columns.get(role, role) for role in ("entity", "period"))
    entities = called(text_of(table[entity]), source) if entity in table.columns else None
    numbered, frequency = periods(table, period if period in table.columns else None, source, found)
    expectations = []
    for target in targets:
        read = numbers(table[target.heading], source, found)
        for row, (value, text) in enumerate(zip(read, text_of(table[target.heading]), strict=True)):
            if value is None or not isfinite(value):  # infinity and NaN have been reported
                continue
            number = numbered[row] if numbered is not None else None
            expectations.append(
                Expectation(
                    node=target.node,
                    column=target.column,
                    entity=entities[row] if entities is not None else None,
                    period=Period(frequency, number) if number is not None else None,
                    value=Fraction(text),  # as printed, not as the nearest binary number
                    tolerance=expected.tolerance,
                    printed=expected.tolerance,
                    because=expected.because,
                    span=source.span,
                    row=row + 2,
                )
            )
    return expectations


def _targets(table: pl.DataFrame, source: DataSource, framework: Framework, found: Collector) -> list[_Target]:
    named = {heading: name for name, heading in source.columns.items()}
    targets: list[_Target] = []
    near: list[str] = []
    for heading in table.columns:
        node, _, column = named.get(heading, heading).partition(".")
        if node in framework.nodes and (not column or column in COLUMNS):
            targets.append(_Target(heading, node, column or None))
        elif heading not in named and (match := nearest(node, framework.nodes)):
            near.append(f"`{heading}` → `{match}`")
    for role, heading in source.columns.items():
        if heading not in table.columns or (role.partition(".")[0] not in {*framework.nodes, "entity", "period"}):
            message = Wording(
                f"{source.path} has no column `{heading}` for `{role}`",
                f"{source.path} 没有 `{role}` 所对应的 `{heading}` 列",
            )
            if heading in table.columns:
                message = Wording(f"there is no node `{role}`", f"没有名为 `{role}` 的节点")
            found.add(NOT_OF_A_NODE, message, source.span)
    if not targets:
        hint = "; ".join(near[:MOST_REPORTED])
        help_ = Wording(
            f"perhaps {hint}" if hint else f"its columns are {', '.join(table.columns[:12])}",
            f"可能是 {hint}" if hint else f"表中的列：{'、'.join(table.columns[:12])}",
        )
        message = Wording(f"no column of {source.path} is a node's", f"{source.path} 没有任何一列是节点")
        found.add(NOT_OF_A_NODE, message, place(source.path), help=help_)
    return targets
