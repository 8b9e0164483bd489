"""Diagnostics in SARIF 2.1.0, the format in which editors and code hosts exchange findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from idx import __version__
from idx.diagnostics import DataPlace, said
from idx.report.diagnostics import HELP, in_order, name_place
from idx.source import SourceSpan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from idx.diagnostics import Diagnostic, Language, Rule, TextEdit

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
WITHOUT_LINES = {".xlsx", ".xlsm", ".xls", ".ods", ".parquet"}

Json = dict[str, Any]


def render_sarif(diagnostics: Iterable[Diagnostic], language: Language = "en") -> str:
    """Return diagnostics as one SARIF run; columns count Unicode characters."""
    items = in_order(diagnostics)
    rules = sorted({item.rule for item in items}, key=lambda rule: rule.code)
    driver = {
        "name": "idx",
        "version": __version__,
        "language": language,
        "rules": [_rule(rule, language) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": [_result(item, rules.index(item.rule), language) for item in items],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(rule: Rule, language: Language) -> Json:
    return {
        "id": rule.code,
        "shortDescription": {"text": said(rule.title, language)},
        "fullDescription": {"text": said(rule.page, language)},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(item: Diagnostic, rule: int, language: Language) -> Json:
    text = said(item.message, language)
    if item.help:
        text += f"\n{said(HELP, language)}{said(item.help, language)}"
    result: Json = {
        "ruleId": item.code,
        "ruleIndex": rule,
        "level": item.severity.value,
        "message": {"text": text},
        "locations": [_location(item.place, language)] if item.place else [],
    }
    if item.related:
        result["relatedLocations"] = [
            {
                **_location(related.place, language),
                "id": number,
                "message": {"text": said(related.message, language)},
            }
            for number, related in enumerate(item.related, 1)
        ]
    if item.edits:
        result["fixes"] = [{"artifactChanges": [_change(item.edits)]}]
    return result


def _location(place: SourceSpan | DataPlace, language: Language) -> Json:
    match place:
        case SourceSpan(source=source):
            return {"physicalLocation": {"artifactLocation": _artifact(source.name), "region": _region(place)}}
        case DataPlace(path=path, row=row):
            physical: Json = {"artifactLocation": _artifact(path)}
            if row is not None and Path(path).suffix.lower() not in WITHOUT_LINES:
                physical["region"] = {"startLine": row}
            return {"physicalLocation": physical, "message": {"text": said(name_place(place), language)}}


def _change(edits: tuple[TextEdit, ...]) -> Json:
    return {
        "artifactLocation": _artifact(edits[0].span.source.name),
        "replacements": [
            {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.replacement}} for edit in edits
        ],
    }


def _artifact(name: str) -> Json:
    path = Path(name)
    return {"uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())}


def _region(span: SourceSpan) -> Json:
    line, column = span.source.line_column(span.start)
    end_line, end_column = span.source.line_column(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
