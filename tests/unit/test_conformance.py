"""The specification of the language as files: what is accepted, and what is rejected with which message where."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from idx.diagnostics import Severity
from idx.project.checking import check_framework
from idx.project.framework import Framework
from idx.project.versions import compile_text
from idx.source import Source, SourceSpan

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic

FOLDER = Path(__file__).parents[1] / "conformance"
ACCEPT, REJECT = (sorted((FOLDER / name).glob("*.idx")) for name in ("accept", "reject"))
# Behind the faulty line, or where that would change what is wrong, below it with an arrow.
EXPECTED = re.compile(r"#\s*(\^\s*)?(error|warning)\s+(IDX\d{3}): (.*)")


class Finding(NamedTuple):
    """What is said of a line."""

    line: int
    severity: str
    code: str
    message: str


def diagnose(text: str) -> tuple[Diagnostic, ...]:
    """Return everything that is found in a text, lints included."""
    compiled = compile_text(Source("file.idx", text))
    if compiled.value is None:
        return compiled.diagnostics
    return check_framework(Framework(compiled.value, Path(), compiled.diagnostics)).diagnostics


def found(text: str) -> list[Finding]:
    """Return the findings of a text by line."""
    findings = []
    for item in diagnose(text):
        assert isinstance(item.place, SourceSpan)
        line, _ = item.place.source.line_column(item.place.start)
        findings.append(Finding(line, item.severity.value, item.code, item.message.en))
    return sorted(findings)


def expected(text: str) -> list[Finding]:
    """Return the findings that a text's comments ask for."""
    findings, line = [], 0
    for number, content in enumerate(text.splitlines(), 1):
        match = EXPECTED.search(content)
        if match is None or not match[1]:
            line = number
        if match is not None:
            findings += [Finding(line, match[2], match[3], message) for message in [match[4]]]
    return sorted(findings)


def test_there_are_files() -> None:
    """The folders are not empty."""
    assert len(ACCEPT) >= 10
    assert len(REJECT) >= 10


@pytest.mark.parametrize("path", ACCEPT, ids=lambda path: path.stem)
def test_accepted(path: Path) -> None:
    """An accepted file has nothing to be said of it but what it allows, or that it weighs indicators unequally."""
    items = [item for item in diagnose(path.read_text(encoding="utf-8")) if item.code not in {"IDX304", "IDX305"}]
    assert [(item.code, item.message.en) for item in items if item.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("path", REJECT, ids=lambda path: path.stem)
def test_rejected(path: Path) -> None:
    """A rejected file gets what its comments say, line by line, and nothing else."""
    text = path.read_text(encoding="utf-8")
    assert expected(text)
    assert found(text) == expected(text)
