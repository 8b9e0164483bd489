"""Small frameworks from their parts, evaluated on a table written as CSV, for tests of one rule each."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polars as pl
import pytest

import idx
from idx.project.versions import compile_text
from idx.source import Source, SourceSpan

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result

HEAD = 'framework f\nversion "1"\n'
# Values pass as they are, and what is missing stays missing, unless a test says otherwise.
LINES = {"normalise": "none", "weighting": "equal", "aggregate": "arithmetic", "missing": "null"}

Found = tuple[str, str, str]  # a diagnostic: its code, its message, the text that it stands at


def framework(rest: str, *more: str, **stated: str) -> str:
    """Return a framework's text: `stated` are properties of `method`, `more` further lines of it."""
    lines = [f"{keyword} {value}" for keyword, value in {**LINES, **stated}.items()]
    block = "".join(f"  {line}\n" for line in (*lines, *more))
    return f"{HEAD}method {{\n{block}}}\n{rest}\n"


def table(csv: str) -> pl.DataFrame:
    """Return a table from its CSV text; cells stay text, as in a file."""
    return pl.read_csv(io.StringIO(csv), infer_schema=False)


def evaluated(text: str, csv: str) -> Result:
    """Evaluate a framework on a table."""
    return idx.loads(text).evaluate(table(csv))


def scores(text: str, csv: str, node: str = "total") -> list[float | None]:
    """Return a node's scores by entity, then period."""
    return evaluated(text, csv).scores[node].to_list()


def indicator(formula: str) -> str:
    """Return series `x` and `y`, and a tree of one indicator, `a`, that a formula computes."""
    return f"series x\nseries y\nindex total {{\n  a formula {formula}\n}}"


def computed(formula: str, csv: str) -> list[float | None]:
    """Return the values of a formula over `x` and `y` by entity, then period."""
    return evaluated(framework(indicator(formula)), csv).raw["a"].to_list()


def faults(text: str) -> list[Found]:
    """Return what is wrong with a text."""
    return [_found(item) for item in compile_text(Source("f.idx", text)).diagnostics]


def refusals(text: str, csv: str) -> list[Found]:
    """Return why a framework cannot be evaluated on a table."""
    with pytest.raises(idx.IdxError) as caught:
        evaluated(text, csv)
    return [_found(item) for item in caught.value.diagnostics]


def _found(item: Diagnostic) -> Found:
    at = item.place.text if isinstance(item.place, SourceSpan) else str(item.place)
    return item.code, str(item.message), at
