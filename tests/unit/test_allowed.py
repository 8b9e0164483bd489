"""Findings that a file allows: for a line, for a statement with its block; with a reason, and only while they occur."""

from __future__ import annotations

import polars as pl
import pytest

from idx import loads
from idx.project.checking import check_framework, check_with_data

TEXT = """framework allowed
version "1"
source "S"
method {
  normalise symmetric_growth
  weighting equal
  aggregate arithmetic
  link chain(base = 2020, value = 100)
}
%(above)s
index total {
  x {  %(trailing)s
    a unit %%
  }
  y {
    b unit %%
  }
}
"""


def codes(above: str = "", trailing: str = "", *, data: bool = False) -> list[str]:
    """Return the codes found in a text with two composites of one child."""
    framework = loads(TEXT % {"above": above, "trailing": trailing})
    if not data:
        return sorted(item.code for item in check_framework(framework).diagnostics)
    frame = pl.DataFrame({"period": ["2020", "2021"], "a": [1.0, 5.0], "b": [1.0, 2.0]})
    return sorted(item.code for item in check_with_data(framework, frame).diagnostics)


def test_without() -> None:
    """Both composites are found."""
    assert codes() == ["IDX304", "IDX304"]


def test_a_line() -> None:
    """Behind a statement the comment speaks of its line alone."""
    assert codes(trailing="# allow IDX304: published so") == ["IDX304"]


@pytest.mark.parametrize("colon", [":", "：", " "])
def test_a_statement_with_its_block(colon: str) -> None:
    """On a line of its own it speaks of the statement below and what its braces hold; the colon may be full-width."""
    assert codes(above=f"# allow IDX304{colon}published so\n# another comment\n") == []


def test_several_codes() -> None:
    """One comment may allow several codes; those that do not occur are named."""
    assert codes(above="# allow IDX304, IDX306: published so") == ["IDX312"]


@pytest.mark.parametrize("comment", ["# allow IDX304", "# allow IDX304:  "])
def test_no_reason(comment: str) -> None:
    """Without a reason it allows nothing, and that is said."""
    assert codes(above=comment) == ["IDX304", "IDX304", "IDX311"]


@pytest.mark.parametrize("code", ["IDX999", "IDX101"])
def test_no_such_finding(code: str) -> None:
    """A code that does not exist, or is an error, cannot be allowed."""
    assert codes(above=f"# allow {code}: why not") == ["IDX304", "IDX304", "IDX311"]


def test_unused() -> None:
    """What does not occur is not allowed for the future either."""
    assert codes(above="# allow IDX306: once it was so") == ["IDX304", "IDX304", "IDX312"]


def test_what_needs_data_is_not_called_unused_without_them() -> None:
    """A rule on data is not looked at without data; with data it is used, or said to be unused."""
    comment = "# allow IDX301, IDX304: a new series"
    assert codes(above=comment) == []
    assert codes(above=comment, data=True) == []
    assert codes(above="# allow IDX302, IDX304: none is carried", data=True) == ["IDX301", "IDX312"]


def test_other_comments_mean_nothing() -> None:
    """A comment that only speaks of allowing is a comment."""
    assert codes(above="# we allow IDX304 sometimes", trailing="# not allowed") == ["IDX304", "IDX304"]
