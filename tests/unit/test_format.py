"""The canonical form, construct by construct, and the command that writes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import idx
from idx.cli import main
from idx.format import format_source
from idx.format.statements import canonical_text
from idx.source import Source, display_width

if TYPE_CHECKING:
    from click.testing import Result

FOLDER = Path(__file__).parents[1] / "conformance" / "format"
LONG = "  normalise goalposts(worst = {}, best = 100000000000, clip = both, scale = linear, to = 0..9) then power(0.5)"
# What is written, and beside it what becomes of it.
CASES = sorted(set(FOLDER.glob("*.idx")) - set(FOLDER.glob("*.formatted.idx")))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_canonical_form(path: Path) -> None:
    """Each construct has its form, and that is a form of itself."""
    written, canonical = (each.read_bytes().decode() for each in (path, path.with_suffix(".formatted.idx")))
    assert idx.format_text(written) == canonical
    assert idx.format_text(canonical) == canonical
    assert written != canonical or path.stem == "languages"


def test_what_is_too_long_is_broken() -> None:
    """The widest list is broken where a property of its own would pass the widest line; rows of a table are not."""
    fits, too_long = LONG.format("1" * 12), LONG.format("1" * 13)
    assert display_width(fits) == 120
    assert idx.format_text(f"method {{\n{fits}\n}}\n") == f"method {{\n{fits}\n}}\n"
    broken = idx.format_text(f"method {{\n{too_long}\n}}\n").splitlines()
    assert broken[1:4] == ["  normalise goalposts(", "    worst = 1111111111111,", "    best  = 100000000000,"]
    assert broken[-2] == "  ) then power(0.5)"
    row = f'index i {{\n  a "{"长" * 60}" {fits.strip()} source "s"\n}}\n'
    assert idx.format_text(row) == row


@pytest.mark.parametrize("written", ["f(1,  " * 70 + "2" + ")" * 70, " +  ".join(["f(1,  2)"] * 3000)])
def test_parentheses_beyond_sense_are_left(written: str) -> None:
    """What is nested too deeply or holds too many parentheses stays as it is written."""
    text = f"index i = {written}\n"
    assert idx.format_text(text) == text


def run(*arguments: str, given: bytes | None = None) -> Result:
    """Run the command."""
    return CliRunner(env={"LC_ALL": "C"}).invoke(main, ["fmt", *arguments], input=given)


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """Return a file that is not formatted."""
    path = tmp_path / "messy.idx"
    path.write_bytes(b'\xef\xbb\xbfframework  f\r\nversion "1"')
    return path


def test_a_file_is_written_with_its_mark_and_line_ends(messy: Path) -> None:
    """Byte-order mark, line ends, permissions and links stay."""
    messy.chmod(0o640)
    link = messy.with_name("link.idx")
    link.symlink_to(messy)
    assert run(str(link)).output == f"formatted: {link}\n"
    assert messy.read_bytes() == b'\xef\xbb\xbfframework f\r\nversion   "1"\r\n'
    assert messy.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    before = messy.stat()
    again = run(str(messy))
    assert (again.output, again.exit_code) == ("", 0)
    assert messy.stat().st_mtime_ns == before.st_mtime_ns


def test_check_and_diff_write_nothing(messy: Path) -> None:
    """`--check` ends with status 1, `--diff` does not, both together do; nothing is written."""
    content = messy.read_bytes()
    assert run("--check", str(messy)).exit_code == 1
    shown = run("--diff", str(messy))
    assert shown.exit_code == 0
    assert shown.stdout.replace("\r", "").endswith(
        '-\ufeffframework  f\n-version "1"\n\\ No newline at end of file\n+\ufeffframework f\n+version   "1"\n'
    )
    both = run("--check", "--diff", str(messy))
    assert (both.output, both.exit_code) == (shown.output, 1)
    assert messy.read_bytes() == content


def test_input_goes_to_output() -> None:
    """For `-` the text is read and written, byte for byte."""
    done = run("-", given=b'framework  f # \xe6\xa0\x87\r\nversion "1"\r\n')
    assert done.stdout_bytes == b'framework f  # \xe6\xa0\x87\r\nversion   "1"\r\n'
    assert run("-", "--check", given=b"framework  f\n").output == "not formatted: <stdin>\n"
    assert run("-", "x.idx").exit_code == 2


@pytest.mark.parametrize("content", [b"framework f\nversion 1\n", b"", b"framework f # \xff\n"])
def test_a_faulty_file_is_left(tmp_path: Path, content: bytes) -> None:
    """A file with errors gets their diagnostics and stays; the files beside it are formatted."""
    faulty, sound = tmp_path / "faulty.idx", tmp_path / "sound.idx"
    faulty.write_bytes(content)
    sound.write_bytes(b"framework  f\n")
    done = run(str(faulty), str(sound))
    assert done.exit_code == 1
    assert "error[IDX00" in done.stderr
    assert faulty.read_bytes() == content
    assert sound.read_bytes() == b"framework f\n"


def test_errors_are_raised_by_the_library() -> None:
    """`format_text` raises what `idx fmt` reports."""
    with pytest.raises(idx.IdxError, match="IDX001"):
        idx.format_text("framework f\nversion 1\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [("1/3", "1/4"), ("# why", "# how"), ("  a ", "  b "), ("}\n", ""), ("# why\n}", "}\n# why")],
)
def test_what_would_not_say_the_same_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    """A formatter at fault writes nothing and says so."""
    monkeypatch.setattr("idx.format.canonical_text", lambda file: canonical_text(file).replace(old, new))
    path = tmp_path / "file.idx"
    path.write_bytes(b"index i {\n a weight 1/3\n # why\n}\n")
    done = run(str(path))
    assert done.exit_code == 1
    assert "error[IDX010]" in done.stderr
    assert path.read_bytes() == b"index i {\n a weight 1/3\n # why\n}\n"


def test_formatting_needs_no_framework() -> None:
    """What only resolving would find does not stand in the way."""
    text = "index i {\n  a unknown_method by 1\n}\n"
    assert format_source(Source("t", text)).value is None
    assert idx.format_text("index i {\n  a normalise  unknown\n  a unit  %\n}\n").count("  a ") == 2
