"""`idx check --fix` mends what has one remedy, says what it mended, and leaves everything else as it was."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from idx import loads
from idx.cli import main
from idx.diagnostics import one_slip, sole
from idx.project.fix import mend
from idx.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

SOUND = """framework example "例子（一）"
version "1"
source "S"
# 注释里的全角标点，不变：（）“”
method {
  normalise min_max(reference = each_period, to = 0..1)
  weighting equal
  aggregate arithmetic
}
index total "总指数：“综合”" {
  a "甲，一" en "A" unit %
  b "乙" unit 万件
}
"""
FULL_WIDTH = (
    SOUND.replace("min_max(reference = each_period, to", "min_max（reference ＝ each_period， to")
    .replace('"乙"', "“乙（二）”")
    .replace('"甲，一"', "‘甲，一’")
    .replace("unit %", "unit ％")
)
MISSPELT = SOUND.replace("weighting", "wieghting").replace("version", "vresion").replace("unit 万件", "untit 万件")
SINGLE = SOUND.replace('"甲，一" en "A"', "'甲，一' en 'A'")
UNCLOSED = SOUND.replace('"乙"', '"乙（二）')
WRONG_END = SOUND.replace('"乙"', '"乙（二）”')


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a place for a framework file."""
    return tmp_path / "f.idx"


def fix(file: Path, *more: str) -> Result:
    """Check a file and mend it; a traceback fails the test."""
    result = CliRunner().invoke(main, ["check", "--fix", str(file), *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize(
    ("text", "mended", "edits"),
    [
        (FULL_WIDTH, SOUND.replace('"乙"', '"乙（二）"'), {"IDX002": 8}),
        (MISSPELT, SOUND, {"IDX003": 3}),
        (SINGLE, SOUND, {"IDX001": 2}),
        (WRONG_END, SOUND.replace('"乙"', '"乙（二）"'), {"IDX002": 1}),
        (FULL_WIDTH.replace("weighting", "wieghting"), SOUND.replace('"乙"', '"乙（二）"'), {"IDX002": 8, "IDX003": 1}),
    ],
    ids=["full-width", "misspelt", "single quotes", "wrong end", "both"],
)
def test_mends(file: Path, text: str, mended: str, edits: dict[str, int]) -> None:
    """The mended file is the sound one, texts and comments untouched; each edit is told with its place."""
    assert loads(mended).model.nodes
    file.write_text(text, encoding="utf-8")
    result = fix(file)
    assert file.read_text(encoding="utf-8") == mended
    assert result.exit_code == 0
    assert result.output.endswith("\n\n1 file checked: no problems\n")
    lines = [line for line in result.output.splitlines() if line.startswith("fixed[")]
    assert Counter(line[6:12] for line in lines) == edits
    assert all(f"] {file}:" in line for line in lines)


def test_says_what_it_did(file: Path) -> None:
    """A line has the code, the place, and the characters before and after; in Chinese too."""
    file.write_text(MISSPELT, encoding="utf-8")
    assert f"fixed[IDX003] {file}:2:1: `vresion` → `version`\n" in fix(file).output
    file.write_text(MISSPELT, encoding="utf-8")
    output = fix(file, "--lang", "zh").output
    assert f"已修正[IDX003] {file}:2:1: `vresion` → `version`\n" in output
    assert output.endswith("\n\n已检查 1 个文件：没有问题\n")


def test_what_remains_is_reported(file: Path) -> None:
    """A file with a fault that has no remedy is mended as far as it goes; the rest is printed, status 1."""
    file.write_text(FULL_WIDTH.replace("arithmetic", "averaged"), encoding="utf-8")
    result = fix(file)
    assert result.exit_code == 1
    assert "error[IDX106]" in result.output
    assert "error[IDX002]" not in result.output
    assert "（reference" not in file.read_text(encoding="utf-8")
    once = file.read_text(encoding="utf-8")
    assert "fixed[" not in fix(file).output
    assert file.read_text(encoding="utf-8") == once


@pytest.mark.parametrize(
    "text",
    [SOUND, SOUND.replace("arithmetic", "arithmetric") + "}\n", UNCLOSED, "\xff", ""],
    ids=["sound", "faulty", "unclosed", "no text", "empty"],
)
def test_writes_nothing_where_nothing_changes(file: Path, text: str) -> None:
    """A file without an edit is not touched: the same file, the same time."""
    file.write_bytes(text.encode("latin-1") if text == "\xff" else text.encode())
    os.utime(file, (1, 1))
    before = file.stat()
    fix(file)
    after = file.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_keeps_mark_line_ends_and_permissions(file: Path) -> None:
    """A byte-order mark, the line ends of Windows and the file's permissions stay."""
    file.write_bytes(FULL_WIDTH.replace("\n", "\r\n").encode("utf-8-sig"))
    file.chmod(0o640)
    assert fix(file).exit_code == 0
    expected = SOUND.replace('"乙"', '"乙（二）"').replace("\n", "\r\n")
    assert file.read_bytes() == expected.encode("utf-8-sig")
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(file: Path) -> None:
    """The file that a symbolic link names is mended, not replaced by a copy."""
    file.write_text(MISSPELT, encoding="utf-8")
    link = file.with_name("link.idx")
    link.symlink_to(file)
    fix(link)
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == SOUND


def test_machine_readable_output_stays_whole(file: Path) -> None:
    """Where the output is for machines, what was mended goes to the error stream."""
    file.write_text(MISSPELT, encoding="utf-8")
    result = fix(file, "--format", "json")
    assert result.stdout == "[]\n"
    assert result.stderr.count("fixed[IDX003]") == 3


def test_only_one_candidate_is_a_remedy() -> None:
    """Where two keywords are as near, or none is near enough, nothing is replaced."""
    assert sole("wieghting", ["weight", "weighting"]) == "weighting"
    assert sole("unti", ["unit", "note"]) == "unit"
    assert sole("weightin", ["weights", "weighting"]) is None
    assert sole("total", ["method", "index"]) is None


def test_one_slip() -> None:
    """A letter too many, too few or wrong, or two that have changed places; nothing more, and nothing less."""
    for word in ("linar", "linearr", "lineer", "linaer", "inear", "linea", "ilnear"):
        assert one_slip(word, "linear"), word
    for word in ("linear", "log_linear", "linear_log", "lniaer", "lin", ""):
        assert not one_slip(word, "linear"), word
    assert one_slip("aa", "aaa")


@pytest.mark.parametrize("text", [FULL_WIDTH, MISSPELT, SINGLE, WRONG_END])
def test_mending_twice_is_mending_once(text: str) -> None:
    """A mended text offers no more edits."""
    once = mend(Source("f.idx", text))
    assert once.applied
    assert mend(once.source) == (once.source, ())


METHODS = SOUND.replace("  weighting", "  impute gaps by linear\n  impute latest by carry_forward(2)\n  weighting")
MISNAMED = {
    "min_max": "min_mx",
    "linear": "linaer",
    "latest": "lastest",
    "carry_forward": "carry_foward",
    "equal": "equals",
    "arithmetic": "arithmetric",
}


def test_misspelt_methods_and_places() -> None:
    """The name of a method, or of a place that is filled, has one remedy where only one is near."""
    text = METHODS.replace("arithmetic", "arithmetic then round(2)").replace("round", "roudn")
    for right, wrong in MISNAMED.items():
        text = text.replace(right, wrong)
    mended = mend(Source("f.idx", text))
    assert mended.source.text == METHODS.replace("arithmetic", "arithmetic then round(2)")
    assert Counter(item.code for item in mended.applied) == {"IDX106": 6, "IDX213": 1}
    assert mend(mended.source).applied == ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("min_max", "z_score"),
        ("gaps by linear", "gaps by carry_forward"),
        ("latest", "recent"),
        ("linear", "linear_log"),
    ],
)
def test_methods_and_places_that_are_none(right: str, wrong: str) -> None:
    """What is no misspelling, or a method for another place, is left to who wrote it."""
    mended = mend(Source("f.idx", METHODS.replace(right, wrong)))
    assert mended.applied == ()


def test_an_inherited_method_is_mended_once() -> None:
    """A call that many indicators inherit is named once, and in headings each time."""
    text = METHODS.replace("min_max", "min_mx").replace(
        "unit 万件", "unit 万件 normalise min_mx(reference = each_period)"
    )
    mended = mend(Source("f.idx", text))
    assert len(mended.applied) == 2
    assert "min_mx" not in mended.source.text
