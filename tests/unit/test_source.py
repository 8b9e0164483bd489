"""Places in a text: lines, columns, and carets that stand under Chinese characters."""

from __future__ import annotations

import pytest

from idx.project.versions import compile_text
from idx.report.diagnostics import excerpt, render_github, render_json, render_text
from idx.source import Source, display_width


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("总指数", 6), ("a总", 3), ("é", 1), ("e\u0301", 1)])
def test_display_width(text: str, width: int) -> None:
    """Chinese characters take two cells, combining marks none."""
    assert display_width(text) == width


def test_lines_and_columns() -> None:
    """Lines and columns count from one, in characters."""
    source = Source("f", "ab\n总指数\n\nx")
    assert [source.line_column(offset) for offset in (0, 2, 3, 5, 7, 8)] == [
        (1, 1),
        (1, 3),
        (2, 1),
        (2, 3),
        (3, 1),
        (4, 1),
    ]
    assert [source.line_text(line) for line in (1, 2, 3, 4)] == ["ab", "总指数", "", "x"]


def test_caret_under_chinese() -> None:
    """The caret stands below what it marks, counted in screen cells."""
    text = 'framework f\nversion "1"\nindex 总指数 {\n  专利 "国内有效发明专利数量" wieght 3\n}\n'
    lines = render_text(compile_text(Source("f.idx", text)).diagnostics).splitlines()
    shown = next(line for line in lines if "wieght 3" in line)
    caret = next(line for line in lines if "^" in line)
    assert display_width(shown.partition("wieght")[0]) == caret.index("^")
    assert caret.count("^") == len("wieght")
    assert " --> f.idx:4:19" in lines


def test_long_lines_are_cut_around_the_mark() -> None:
    """A line wider than the screen is shown around the marked part, with the caret still below it."""
    text = "指标" * 100 + "HERE" + "指标" * 100
    shown, before, marked = excerpt(text, 200, 4)
    assert display_width(shown) < 130
    assert marked == 4
    assert display_width(shown.partition("HERE")[0]) == before


def test_formats_of_diagnostics() -> None:
    """JSON and GitHub annotations hold code, file, line and column."""
    found = compile_text(Source("f,1.idx", "methd {\n}\n")).diagnostics
    assert '"code": "IDX003"' in render_json(found)
    assert '"end_column": 6' in render_json(found)
    assert render_github(found).startswith("::error file=f%2C1.idx,line=1,col=1,title=IDX003::")


def test_colour_changes_nothing_but_colour() -> None:
    """Colours are added to the same text."""
    found = compile_text(Source("f.idx", "methd {\n}\n")).diagnostics
    coloured = render_text(found, colour=True)
    assert "\x1b[" in coloured
    plain = coloured
    for code in ("1;31", "1;33", "1;36", "34", "1", "0"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert plain == render_text(found)
