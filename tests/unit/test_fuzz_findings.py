"""Small forms of what the fuzz run found, each by a test of its own."""

from __future__ import annotations

import polars as pl
import pytest

from idx import IdxError, loads
from idx.project.fix import mend
from idx.project.framework import compile_text
from idx.source import Source

METHOD = "method {\n  normalise none\n  weighting equal\n  aggregate arithmetic\n}\n"
HEAD = 'framework f\nversion "1"\n' + METHOD


def codes(text: str) -> list[str]:
    """Return the codes found in a text."""
    return [item.code for item in compile_text(Source("f.idx", text)).diagnostics]


def test_a_composite_of_nothing_combines_nothing() -> None:
    """Empty braces under an aggregation that asks something of its children are reported as what they are."""
    assert codes(HEAD + "index total aggregate geometric(zero = keep) {\n}\n") == ["IDX211"]


def test_a_property_without_its_value_is_not_taken_for_misspelt() -> None:
    """A keyword that is well spelt is no misspelling of itself, and no edit offers it."""
    source = Source("f.idx", "framework e direction")
    assert mend(source).applied == ()
    assert all(item.edits == () for item in compile_text(source).diagnostics)


def test_no_period_can_be_read() -> None:
    """A column of periods that are none is reported cell by cell, in a table that names entities too."""
    frame = pl.DataFrame({"entity": ["X", "Y"], "period": ["now", "then"], "a": ["1", "2"]})
    with pytest.raises(IdxError, match="`now` is no period"):
        loads(HEAD + "index total {\n  a\n}\n").evaluate(frame)
