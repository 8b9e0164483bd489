"""Every rule has a page whose example breaks it, and no code is used twice."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import polars as pl
import pytest

from idx import IdxError, loads
from idx.analysis.lints import lint
from idx.diagnostics import Collector
from idx.interchange.outline.cells import Grid
from idx.interchange.outline.read import outline_of_grid
from idx.project.framework import compile_text
from idx.project.rules import declared, rule_page, rules
from idx.source import Source

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic, Rule

# Rules about files themselves have no example in a text; test_bad_input.py shows each of them.
ABOUT_FILES = {"IDX009", "IDX401", "IDX402", "IDX403", "IDX413", "IDX441"}


def diagnose(rule: Rule) -> list[Diagnostic]:
    """Return every diagnostic that a rule's example gives; a table without a framework is an outline to import."""
    if not rule.bad:
        rows = list(csv.reader(io.StringIO(rule.data)))
        collector = Collector()
        outline_of_grid(Grid("outline.csv", tuple(map(tuple, rows))), collector)
        return collector.items
    compiled = compile_text(Source("example.idx", rule.bad))
    found = list(compiled.diagnostics)
    if compiled.value is None or not rule.data:
        return found
    frame = pl.read_csv(io.StringIO(rule.data), infer_schema=False)
    framework = loads(rule.bad)
    try:
        result = framework.evaluate(frame)
    except IdxError as error:
        return [*found, *error.diagnostics]
    return [*found, *result.diagnostics, *lint(result), *framework.verify(result).diagnostics]


@pytest.mark.parametrize("code", sorted(set(rules()) - ABOUT_FILES))
def test_example_breaks_its_rule(code: str) -> None:
    """The example on a rule's page gives that rule's diagnostic, with a message."""
    found = diagnose(rules()[code])
    hits = [item for item in found if item.code == code]
    assert hits, f"{code} is not among {[item.code for item in found]}"
    assert all(item.message for item in hits)
    assert all(item.place is not None for item in hits)


@pytest.mark.parametrize("code", sorted(rules()))
def test_page_explains(code: str) -> None:
    """A page has a title, a reason and a code of the documented form."""
    rule = rules()[code]
    assert re.fullmatch(r"IDX[0-5]\d\d", code)
    assert len(str(rule.page)) > 60
    assert str(rule.title) in rule_page(rule)


def test_codes_are_unique() -> None:
    """No two rules share a code."""
    codes = [rule.code for rule in declared()]
    assert len(codes) > 40
    assert len(set(codes)) == len(codes)
