"""Statistics as files: JSON by the schema `docs/stats.schema.json`, CSV of one frame, and a workbook of all."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from idx.report.diagnostics import as_data
from idx.report.files import provenance
from idx.report.statistics.sections import FINDINGS, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from idx.analysis.statistics.whole import Statistics
    from idx.diagnostics import Language

SCHEMA = "https://idx-lang.org/schema/stats-1.json"


def frames(statistics: Statistics, sections: Sequence[str]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield the frames of sections by name."""
    for name in sections:
        if name in SECTIONS:
            yield from ((frame, getattr(statistics, frame)) for frame in SECTIONS[name].frames)


def json_bytes(statistics: Statistics, sections: Sequence[str], language: Language = "en") -> bytes:
    """Return sections as JSON, in full precision."""
    framework, observations = statistics.result.framework, statistics.observations
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "framework": {"name": framework.name, "labels": framework.labels, "version": framework.version},
        "provenance": provenance(statistics.result),
        "correlation": statistics.coefficient,
        "observations": {
            "kind": observations.kind,
            "rows": observations.keys.height,
            "entities": observations.entities,
            "periods": list(observations.named_periods),
            "nodes": list(observations.nodes),
        },
        **{name: frame.to_dicts() for name, frame in frames(statistics, sections)},
    }
    if FINDINGS in sections:
        reasons = dict(statistics.allowed)
        content[FINDINGS] = as_data(statistics.findings, language)
        content["allowed"] = [
            data | {"reason": reason} for item, reason in reasons.items() for data in as_data([item], language)
        ]
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def findings_rows(statistics: Statistics, language: Language) -> list[dict[str, str | None]]:
    """Return the findings for a sheet: code, message, help, and the reason where the file allows it."""
    found = [*((item, None) for item in statistics.findings), *statistics.allowed]
    rows = []
    for item, reason in found:
        data = as_data([item], language)[0]
        rows.append({key: data[key] for key in ("code", "message", "help")} | {"allowed": reason})
    return rows


def csv_bytes(statistics: Statistics, section: str) -> bytes:
    """Return the first frame of a section as CSV, in full precision."""
    out = io.BytesIO()
    next(frames(statistics, [section]))[1].write_csv(out)
    return out.getvalue()
