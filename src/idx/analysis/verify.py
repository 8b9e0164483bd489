"""Hold results against published figures, and say what each match rests on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

import polars as pl

from idx.analysis.basis import Basis
from idx.analysis.published import published
from idx.diagnostics import Collector, Rule, Severity, Wording, did_you_mean
from idx.model import Composite
from idx.resolve.example import GROWTH, HEADER, INDEX, TABLE

if TYPE_CHECKING:
    from pathlib import Path

    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result
    from idx.model import Expectation, Node
    from idx.source import SourceSpan

Verdict = Literal["met", "met by definition", "met within a wider tolerance", "missed"]

NO_SUCH_CELL = Rule(
    "IDX509",
    Wording("an expectation about a cell that the results do not have", "期望值所指的单元格不在结果之中"),
    Wording(
        "Where the data name entities, an expectation names one: `hdi[NOR] 2022 = 0.966`; where there are periods, "
        "one.",
        "数据写明评价对象时，期望值也要指明一个：`hdi[NOR] 2022 = 0.966`；有时期时，也要指明一个时期。",
    ),
    bad=HEADER + GROWTH + INDEX + "expect within 1 {\n  total[X] 2021 = 1\n}\n",
    data=TABLE,
)


class Finding(NamedTuple):
    """One expectation held against the result.

    `row` is that of a table of expectations, None for one that the file states. `basis` maps observed, interpolated,
    carried, unverified and implied to shares of the node's weight that sum to one; `circular` says that a figure it
    rests on was itself solved from this expectation.
    """

    node: str
    column: str
    entity: str | None
    period: str | None
    expected: Fraction
    got: float | None
    difference: float | None
    tolerance: Fraction
    printed: Fraction
    verdict: Verdict
    because: str | None
    basis: dict[str, float]
    circular: bool
    span: SourceSpan
    row: int | None = None

    @property
    def implied(self) -> bool:
        """Whether it rests, at least in part, on figures solved from published values."""
        return self.basis.get("implied", 0.0) > 0


@dataclass(frozen=True, slots=True)
class Verification:
    """All expectations of a framework held against one result."""

    findings: tuple[Finding, ...]
    diagnostics: tuple[Diagnostic, ...] = field(repr=False, default=())

    @property
    def counts(self) -> dict[str, int]:
        """How many expectations came out in which way; circular ones are among those that rest on implied figures."""
        verdicts = Counter(finding.verdict for finding in self.findings)
        implied = [finding for finding in self.findings if finding.verdict == "met" and finding.implied]
        return {
            "met without any implied figure": verdicts["met"] - len(implied),
            "met resting in part on implied figures": len(implied),
            "circular": sum(finding.circular for finding in implied),
            "met by definition": verdicts["met by definition"],
            "met within a wider tolerance": verdicts["met within a wider tolerance"],
            "missed": verdicts["missed"],
        }

    @property
    def passed(self) -> bool:
        """Whether every expectation is met within its tolerance, and can be checked at all."""
        errors = any(item.severity is Severity.ERROR for item in self.diagnostics)
        return not errors and all(finding.verdict != "missed" for finding in self.findings)


def verify(result: Result, folder: Path | None = None, *, allow_outside: bool = False) -> Verification:
    """Hold a result against the expectations of its framework.

    Tables of expectations are read from `folder`; without one they are left out.
    """
    found = Collector()
    columns = _Columns(result)
    basis = Basis(result)
    stated = result.framework.expectations
    if folder is not None:
        stated += published(result.framework, folder, found, allow_outside=allow_outside)
    findings = [finding for expectation in stated if (finding := _find(expectation, columns, basis, found)) is not None]
    return Verification(tuple(findings), tuple(found.items))


def _find(expectation: Expectation, columns: _Columns, basis: Basis, found: Collector) -> Finding | None:
    result = columns.result
    row = _row(expectation, result, found)
    if row is None:
        return None
    node = result.framework.nodes[expectation.node]
    column = expectation.column or ("index" if node.link else "score")
    got = _value(node, column, row, columns, found, expectation)
    difference = None if got is None else float(Fraction(got) - expectation.value)
    rests = basis.of(node.name, column, row)
    return Finding(
        node=node.name,
        column=column,
        entity=expectation.entity,
        period=str(expectation.period) if expectation.period else None,
        expected=expectation.value,
        got=got,
        difference=difference,
        tolerance=expectation.tolerance,
        printed=expectation.printed,
        verdict=_verdict(expectation, node, column, got),
        because=expectation.because,
        basis=rests.shares,
        row=expectation.row,
        span=expectation.span,
        circular=column == "index" and (node.name, expectation.period) in rests.origins,
    )


def _verdict(expectation: Expectation, node: Node, column: str, got: float | None) -> Verdict:
    if got is None:
        return "missed"
    distance = abs(Fraction(got) - expectation.value)
    if distance > expectation.tolerance:
        return "missed"
    base = node.link.arguments["base"] if node.link and column == "index" else None
    if base is not None and base.first == base.last == expectation.period:
        return "met by definition"
    return "met" if distance <= expectation.printed else "met within a wider tolerance"


def _row(expectation: Expectation, result: Result, found: Collector) -> int | None:
    """Return the row of the result's window that an expectation speaks of."""
    entities = result.window.entities
    named = [entity for entity in entities if entity is not None]
    if expectation.entity is None and len(entities) > 1:
        example = f"{expectation.node}[{named[0]}]"
        message = Wording(
            "the expectation names no entity, and the data have several", "期望值没有指明评价对象，而数据中有多个"
        )
        help_ = Wording(f"such as `{example}`", f"例如 `{example}`")
        found.add(NO_SUCH_CELL, message, expectation.span, help=help_)
        return None
    if expectation.entity is not None and expectation.entity not in named:
        unnamed = Wording("the data name no entities", "数据没有写明评价对象")
        near = did_you_mean(expectation.entity, named, otherwise=None if named else unnamed)
        message = Wording(f"there is no entity `{expectation.entity}`", f"没有名为 `{expectation.entity}` 的评价对象")
        found.add(NO_SUCH_CELL, message, expectation.span, help=near)
        return None
    shown = [position for position, is_shown in enumerate(result.window.shown) if is_shown]
    periods = result.window.periods
    if expectation.period is None:
        positions = shown if len(shown) == 1 else []
    else:
        positions = [position for position in shown if periods[position] == expectation.period]
    if not positions:
        said = Wording(f"there are no results for {expectation.period}", f"{expectation.period} 没有结果")
        if expectation.period is None:
            said = Wording(
                "the expectation names no period, and the results have several", "期望值没有指明时期，而结果有多个时期"
            )
        found.add(NO_SUCH_CELL, said, expectation.span)
        return None
    entity = entities.index(expectation.entity) if expectation.entity is not None else 0
    return entity * result.window.length + positions[0]


class _Columns:
    """The columns of a result that expectations ask for, each looked up once."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self._known: dict[tuple[str, str], pl.Series | None] = {}

    def of(self, node: Node, column: str) -> pl.Series | None:
        """Return a node's column by window row, or None where it has none, or several."""
        key = (node.name, column)
        if key not in self._known:
            self._known[key] = self._column(node, column)
        return self._known[key]

    def _column(self, node: Node, column: str) -> pl.Series | None:
        result = self.result
        match column:
            case "index":
                return result.index_columns[node.name] if node.link else None
            case "score":
                return result.score_columns[node.name]
            case "raw":
                return None if isinstance(node, Composite) else result.imputed[node.name]
            case "rank":
                return result.ranks(node.name)
            case "estimated_share":
                return result.marks.estimated[node.name]
            case _:
                return self._placed(node, column)

    def _placed(self, node: Node, column: str) -> pl.Series | None:
        """Return a node's weight or contribution; None where it has no parent, or several."""
        rows = self.result.table.filter(self.result.table["node"] == node.name)
        if rows["parent"].n_unique() != 1 or rows["parent"][0] is None:
            return None
        shown = iter(rows[column])
        window = self.result.window
        return pl.Series([next(shown) if is_shown else None for is_shown in window.shown_rows], dtype=pl.Float64)


def _value(
    node: Node, column: str, row: int, columns: _Columns, found: Collector, expectation: Expectation
) -> float | None:
    series = columns.of(node, column)
    if series is None:
        message = Wording(f"`{node.name}` has no single `{column}`", f"`{node.name}` 没有唯一的 `{column}`")
        found.add(NO_SUCH_CELL, message, expectation.span)
        return None
    value: float | None = series[row]
    return value
