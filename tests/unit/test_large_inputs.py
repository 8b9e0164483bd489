"""Long lines, long lists and deep nesting: everything ends, and takes time in proportion to the text.

Nothing is timed. An input is so large that work that grows with its square would not come to an end.
"""

from __future__ import annotations

import pytest

from idx.project.versions import compile_text
from idx.report.diagnostics import render_github, render_json, render_text
from idx.report.sarif import render_sarif
from idx.source import Source

MEGABYTE = 1_000_000


@pytest.mark.parametrize("filling", ["x", "总", "e\u0301", "\t"])
def test_a_fault_behind_a_long_text_is_shown_in_a_short_line(filling: str) -> None:
    """Of a line as long as a book only the surroundings of the fault are looked at."""
    text = f'index total "{filling * (MEGABYTE // len(filling))}" fault {{\n  a\n}}\n'
    found = compile_text(Source("f.idx", text)).diagnostics
    shown = render_text(found)
    assert "fault {" in shown
    assert len(shown) < 5000


def test_many_faults_in_one_line() -> None:
    """Each of ten thousand faults in one line is shown by itself."""
    found = compile_text(Source("f.idx", "，" * 10_000)).diagnostics
    assert len(found) > 10_000
    for render in (render_text, render_json, render_github, render_sarif):
        assert render(found).count("IDX002") >= 10_000


@pytest.mark.parametrize("piece", ["：", "a：1 ", '"\\', "  a：unit %\n", "  x / y\n", "fault fault {\n"])
@pytest.mark.parametrize("opening", ["", "index total {\n  a "])
def test_one_fault_over_and_over(piece: str, opening: str) -> None:
    """A text that repeats one fault comes to its end: no fault looks through all that stands before or behind it."""
    text = opening + piece * (MEGABYTE // 10 // len(piece))
    assert compile_text(Source("f.idx", text)).errors
