"""A verification as a table and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from idx.diagnostics import Wording, said
from idx.model import label
from idx.report.files import provenance
from idx.report.numbers import exact, per_cent, rounded
from idx.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from idx.analysis.verify import Finding, Verification
    from idx.diagnostics import Language
    from idx.evaluate.result import Result

MOST_MISSED = 20  # of the figures in a table; --format json has them all
SHOWN = {
    "met": (Wording("met", "相符"), "green"),
    "met by definition": (Wording("met (base)", "相符（基期）"), "green"),
    "met within a wider tolerance": (Wording("met (wider)", "相符（放宽）"), "yellow"),
    "missed": (Wording("MISSED", "不符"), "bold red"),
}
COLUMNS = (
    (Wording("node", "节点"), Column("", "left", folds=True)),
    (Wording("period", "时期"), Column("", "left")),
    (Wording("expected", "期望值"), Column("")),
    (Wording("got", "计算值"), Column("")),
    (Wording("difference", "差"), Column("")),
    (Wording("within", "允许误差"), Column("")),
    (Wording("verdict", "结果"), Column("", "left")),
    (Wording("rests on", "依据"), Column("", "left", folds=True)),
)
RESTS = {
    "observed": Wording("observed", "实际观测"),
    "interpolated": Wording("interpolated", "内插"),
    "carried": Wording("carried", "沿用"),
    "unverified": Wording("unverified", "待核实"),
    "implied": Wording("implied", "反推"),
}
CIRCULAR = Wording(" (circular)", "（循环印证）")
COMMA = Wording(", ", "，")
WIDER = Wording("Wider tolerances:", "放宽的允许误差：")
NO_REASON = Wording("no reason is stated", "没有写明理由")


def verification_table(
    result: Result, verification: Verification, language: str | None, speech: Language = "en"
) -> Table:
    """Return a row per expectation, and below the counts and the reasons for wider tolerances.

    `language` is that of the labels, `speech` that of all else.
    """
    stated = [finding for finding in verification.findings if finding.row is None]
    tabled = [finding for finding in verification.findings if finding.row is not None]
    missed = [finding for finding in tabled if finding.verdict == "missed"]
    rows = [_row(result, finding, language, speech) for finding in (*stated, *missed[:MOST_MISSED])]
    framework = result.framework
    notes = [*_reasons(verification, speech)]
    if tabled:
        notes.append(said(_tables(len(tabled) - len(missed), len(missed)), speech))
    notes.append(said(count_line(verification), speech))
    title = f"{label(framework, language)} · {framework.version} · {said(_counted(verification), speech)}"
    columns = tuple(column._replace(heading=said(heading, speech)) for heading, column in COLUMNS)
    return Table(columns, rows, title, tuple(notes))


def _reasons(verification: Verification, speech: Language) -> list[str]:
    """Return one note with the reason of every tolerance that is wider than the print, or none."""
    lines = []
    for finding in verification.findings:
        if finding.tolerance > finding.printed:
            place = f"{finding.node} {finding.period or ''}"
            within, printed = exact(finding.tolerance), exact(finding.printed)
            because = finding.because or said(NO_REASON, speech)
            line = Wording(
                f"  {place} within {within}, printed to {printed}: {because}",
                f"  {place} 允许误差 {within}（公布位数的舍入误差为 {printed}）：{because}",
            )
            lines.append(said(line, speech))
    return ["\n".join([said(WIDER, speech), *lines])] if lines else []


def _tables(met: int, missed: int) -> Wording:
    shown = missed > MOST_MISSED
    return Wording(
        f"Tables of expectations: {met} figures met, not shown; {missed} missed"
        + (f", of which {MOST_MISSED} are shown." if shown else "."),
        f"期望值表：{met} 个相符，未列出；{missed} 个不符" + (f"，列出其中 {MOST_MISSED} 个。" if shown else "。"),
    )


def _counted(verification: Verification) -> Wording:
    count = len(verification.findings)
    return Wording(f"{count} expectation{'s' if count != 1 else ''}", f"{count} 个期望值")


def _row(result: Result, finding: Finding, language: str | None, speech: Language) -> tuple[Cell, ...]:
    digits = max(len(exact(finding.expected).partition(".")[2]) + 2, 2) if "/" not in exact(finding.expected) else 4
    place = f"[{finding.entity}]" if finding.entity else ""
    column = "" if finding.column in {"index", "score"} else f".{finding.column}"
    shares = [f"{said(RESTS[word], speech)} {per_cent(share)}" for word, share in finding.basis.items() if share > 0]
    difference = rounded(finding.difference, digits)
    verdict, style = SHOWN[finding.verdict]
    return (
        Cell(f"{label(result.framework.nodes[finding.node], language)}{column}{place}"),
        Cell(finding.period or ""),
        Cell(exact(finding.expected)),
        Cell(rounded(finding.got, digits)),
        Cell(difference if difference.startswith(("-", "–")) else f"+{difference}"),
        Cell(exact(finding.tolerance)),
        Cell(said(verdict, speech), style),
        Cell(said(COMMA, speech).join(shares) + (said(CIRCULAR, speech) if finding.circular else "")),
    )


def count_line(verification: Verification) -> Wording:
    """Return the count of verdicts in a sentence."""
    counts = verification.counts
    plain, implied = counts["met without any implied figure"], counts["met resting in part on implied figures"]
    circular, base = counts["circular"], counts["met by definition"]
    wider, missed = counts["met within a wider tolerance"], counts["missed"]
    solved = Wording(
        f" ({circular} of them circular: a figure was solved from this very value)",
        f"（其中 {circular} 个是循环印证：有数值正是由这个值反推的）",
    )
    english = [
        f"{plain} met without any implied figure",
        f"{implied} met resting in part on implied figures{solved.en if circular else ''}",
        f"{base} met by definition (the base)",
        f"{wider} missed at the printed rounding and met within a stated wider tolerance",
        f"{missed} missed",
    ]
    chinese = [
        f"{plain} 个相符，不依据反推数值",
        f"{implied} 个相符，部分依据反推数值{solved.zh if circular else ''}",
        f"{base} 个按定义相符（基期）",
        f"{wider} 个超出公布位数的舍入误差，但在写明的放宽范围之内",
        f"{missed} 个不符",
    ]
    counted = _counted(verification)
    return Wording(f"{counted.en}: {'; '.join(english)}.", f"{counted.zh}：{'；'.join(chinese)}。")


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
