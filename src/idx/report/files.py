"""Results as files: CSV, JSON and Parquet, the same bytes for the same input; `workbook.py` makes Excel's."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import polars as pl

from idx import __version__
from idx.canonical import fingerprint

if TYPE_CHECKING:
    from idx.evaluate.result import Result


def provenance(result: Result) -> dict[str, str]:
    """Return what the figures were made from: hashes of the framework's meaning and of the data, and versions.

    The packages whose methods the framework uses are among the versions.
    """
    packages = sorted({method.origin for method in result.framework.foreign if method.origin})
    return {
        "framework_sha256": fingerprint(result.framework),
        "data_sha256": result.panel.fingerprint(),
        "idx": __version__,
        "polars": pl.__version__,
        **{package.distribution: package.version for package in packages},
    }


def csv_bytes(table: pl.DataFrame) -> bytes:
    """Return a table as CSV: full double precision, empty for null, UTF-8."""
    return table.write_csv().encode()


def json_bytes(result: Result, table: pl.DataFrame) -> bytes:
    """Return a table as JSON under `results`, beside `framework` and `provenance`."""
    framework = result.framework
    content: dict[str, Any] = {
        "framework": {"name": framework.name, "labels": framework.labels, "version": framework.version},
        "provenance": provenance(result),
        "results": table.to_dicts(),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def parquet_bytes(table: pl.DataFrame) -> bytes:
    """Return a table as Parquet."""
    buffer = io.BytesIO()
    table.write_parquet(buffer)
    return buffer.getvalue()
