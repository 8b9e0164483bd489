"""A verification as a table and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from idx.model import label
from idx.report.files import provenance
from idx.report.numbers import exact, per_cent, rounded
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from idx.analysis.verify import Finding, Verification
    from idx.evaluate.result import Result

MOST_MISSED = 20  # of the figures in a table; --format json has them all
SHOWN = {
    "met": ("met", "green"),
    "met by definition": ("met (base)", "green"),
    "met within a wider tolerance": ("met (wider)", "yellow"),
    "missed": ("MISSED", "bold red"),
}
COLUMNS = (
    Column("node", "left", folds=True),
    Column("period", "left"),
    Column("expected"),
    Column("got"),
    Column("difference"),
    Column("within"),
    Column("verdict", "left"),
    Column("rests on", "left", folds=True),
)


def verification_table(result: Result, verification: Verification, language: str | None) -> Table:
    """Return a row per expectation, and below the counts and the reasons for wider tolerances."""
    stated = [finding for finding in verification.findings if finding.row is None]
    tabled = [finding for finding in verification.findings if finding.row is not None]
    missed = [finding for finding in tabled if finding.verdict == "missed"]
    rows = [_row(result, finding, language) for finding in (*stated, *missed[:MOST_MISSED])]
    framework = result.framework
    reasons = [
        f"{finding.node} {finding.period or ''} within {exact(finding.tolerance)}, "
        f"printed to {exact(finding.printed)}: {finding.because or 'no reason is stated'}"
        for finding in verification.findings
        if finding.tolerance > finding.printed
    ]
    tables = [
        f"Tables of expectations: {len(tabled) - len(missed)} figures met, not shown; {len(missed)} missed"
        + (f", of which {MOST_MISSED} are shown." if len(missed) > MOST_MISSED else ".")
    ]
    notes = ["\n".join(["Wider tolerances:", *(f"  {reason}" for reason in reasons)])] if reasons else []
    count = len(verification.findings)
    title = f"{label(framework, language)} · {framework.version} · {count} expectation{'s' if count != 1 else ''}"
    return Table(COLUMNS, rows, title, (*notes, *(tables if tabled else ()), count_line(verification)))


def _row(result: Result, finding: Finding, language: str | None) -> tuple[Cell, ...]:
    digits = max(len(exact(finding.expected).partition(".")[2]) + 2, 2) if "/" not in exact(finding.expected) else 4
    place = f"[{finding.entity}]" if finding.entity else ""
    column = "" if finding.column in {"index", "score"} else f".{finding.column}"
    rests = ", ".join(f"{word} {per_cent(share)}" for word, share in finding.basis.items() if share > 0)
    difference = rounded(finding.difference, digits)
    return (
        Cell(f"{label(result.framework.nodes[finding.node], language)}{column}{place}"),
        Cell(finding.period or ""),
        Cell(exact(finding.expected)),
        Cell(rounded(finding.got, digits)),
        Cell(difference if difference.startswith(("-", "–")) else f"+{difference}"),
        Cell(exact(finding.tolerance)),
        Cell(*SHOWN[finding.verdict]),
        Cell(rests + (" (circular)" if finding.circular else "")),
    )


def count_line(verification: Verification) -> str:
    """Return the count of verdicts in a sentence."""
    counts = verification.counts
    circular, wider = counts["circular"], counts["met within a wider tolerance"]
    parts = [
        f"{counts['met without any implied figure']} met without any implied figure",
        f"{counts['met resting in part on implied figures']} met resting in part on implied figures"
        + (f" ({circular} of them circular: a figure was solved from this very value)" if circular else ""),
        f"{counts['met by definition']} met by definition (the base)",
        f"{wider} missed at the printed rounding and met within a stated wider tolerance",
        f"{counts['missed']} missed",
    ]
    plural = "s" if len(verification.findings) != 1 else ""
    return f"{len(verification.findings)} expectation{plural}: " + "; ".join(parts) + "."


def as_json(result: Result, verification: Verification) -> str:
    """Return a verification as JSON, numbers in full precision."""
    content = {
        "framework": {"name": result.framework.name, "version": result.framework.version},
        "provenance": provenance(result),
        "passed": verification.passed,
        "counts": verification.counts,
        "expectations": [_finding(finding) for finding in verification.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "node": finding.node,
        "column": finding.column,
        "entity": finding.entity,
        "period": finding.period,
        "expected": float(finding.expected),
        "got": finding.got,
        "difference": finding.difference,
        "tolerance": float(finding.tolerance),
        "printed_rounding": float(finding.printed),
        "verdict": finding.verdict,
        "because": finding.because,
        "rests_on": finding.basis,
        "circular": finding.circular,
    }
