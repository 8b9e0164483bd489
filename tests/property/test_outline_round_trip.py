"""An outline that becomes a framework and is taken out of it again is the same outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis.strategies import randoms

from idx.diagnostics import Collector
from idx.interchange.names import is_name
from idx.interchange.outline.cells import Grid
from idx.interchange.outline.of_framework import entries_of, outline_table
from idx.interchange.outline.read import outline_of_grid
from idx.interchange.outline.write import Settings, framework_text
from idx.project.framework import loads
from outlines import Table, outlines, with_levels, with_parents, with_tiers

if TYPE_CHECKING:
    from random import Random

    from idx.interchange.outline.model import Entry, Outline


def imported(table: Table) -> tuple[Entry, ...]:
    """Return the entries of the framework that a table becomes."""
    width = max(map(len, table))
    found = Collector()
    grid = Grid("outline.csv", tuple((*row, *[""] * (width - len(row))) for row in table))
    outline = outline_of_grid(grid, found)
    assert outline is not None, found.items
    assert not found.failed
    text = framework_text(outline, Settings("f", "outline.csv", "level", {}))
    framework = loads(text).model
    assert all(is_name(name) for name in framework.nodes)
    return entries_of(framework)


def expected(outline: Outline) -> tuple[Entry, ...]:
    """Return the entries as they have to come back; rows are those of the table."""
    return tuple(entry._replace(row=0) for entry in outline.entries)


@given(outlines())
def test_levels(outline: Outline) -> None:
    """A table with levels comes back as it was."""
    assert imported(with_levels(outline)) == expected(outline)


@given(outlines(), randoms(use_true_random=False))
def test_parents(outline: Outline, random: Random) -> None:
    """So does one with parents, whatever the order of its rows: siblings then stand in that order."""
    order = list(range(len(outline.entries)))
    random.shuffle(order)
    got = imported(with_parents(outline, order))
    came = {entry.code: entry for entry in got}
    assert len(came) == len(outline.entries)
    for entry in expected(outline):
        parent = None if entry.parent is None else outline.entries[entry.parent].code
        back = came[entry.code]
        assert (None if back.parent is None else got[back.parent].code) == parent
        assert back._replace(parent=entry.parent) == entry


@pytest.mark.parametrize("merged", [True, False])
@given(outline=outlines())
def test_tiers(outline: Outline, merged: bool) -> None:  # noqa: FBT001 - a case of the test
    """So does one with a column for each level, which has no code for composites and no row for the root."""
    below = outline.children()
    assume(len(below[outline.root]) > 1)  # a single node on the first level would be the root itself
    wanted = []
    for position, entry in enumerate(expected(outline)):
        composite = entry._replace(code="", negative=False, unit="", source="", note="", names=())
        wanted.append(composite if position in below else entry)
    came = imported(with_tiers(outline, merged=merged))
    parents = {entry.parent for entry in came}
    assert [entry._replace(code="") if n in parents else entry for n, entry in enumerate(came)] == wanted


@given(outlines())
def test_table_of_a_framework(outline: Outline) -> None:
    """The outline that a framework hands out makes the same framework."""
    text = framework_text(outline, Settings("f", "outline.csv", "level", {}))
    table = outline_table(loads(text).model)
    assert imported([table.columns, *map(list, table.iter_rows())]) == expected(outline)
