"""Transcripts: `$ idx …` lines with the output that each command prints, in golden files and in the documentation.

    .venv/bin/python tests/transcripts.py

writes what the commands print now into every transcript and generated page; `git diff` then shows what changed. The
tests compare instead. A transcript runs at the top of the checkout.
"""

from __future__ import annotations

import os
import re
import shlex
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from idx.cli import main
from idx.methods import registry
from idx.project.manual import page
from idx.project.rules import declared, rule_page

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
GOLDEN = sorted((ROOT / "tests" / "golden").glob("*.console"))


def run(command: str) -> str:
    """Return what a command line prints, errors included, and its status where that is not 0."""
    program, *arguments = shlex.split(command)
    if program != "idx":
        raise ValueError(f"not a command of ours: {command}")
    with chdir(ROOT):
        result = CliRunner(env={"COLUMNS": "100", "LC_ALL": "C"}).invoke(main, arguments, prog_name="idx")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    output = result.output.rstrip("\n")
    return f"{output}\n[status {result.exit_code}]" if result.exit_code else output


def refreshed(transcript: str) -> str:
    """Return a transcript with what its commands print now; comments (`# …`) and blank lines before them stay."""
    parts = re.split(r"^(\$ .*)$", transcript, flags=re.MULTILINE)
    lines = [parts[0].rstrip("\n")] if parts[0].strip() else []
    for command, old in zip(parts[1::2], parts[2::2], strict=True):
        comment = re.search(r"\n(\n(?:# .*\n)+)\Z", old)
        lines += [command, run(command.removeprefix("$ ")), *([comment.group(1).rstrip("\n")] if comment else [])]
    return "\n".join(lines) + "\n"


def refreshed_document(text: str) -> str:
    """Return a Markdown text with the output in its console blocks as it is now."""
    return FENCE.sub(lambda match: refreshed(match.group(1)), text)


def methods_page() -> str:
    """Return docs/methods.md, from the registry."""
    lines = [
        "# The methods",
        "",
        "Generated from the registry by `tests/transcripts.py`; `idx methods` shows the same.",
        "",
    ]
    for kind, (_, name) in registry.KINDS.items():
        lines += [f"## `{kind}`: {name}", ""]
        for entry in filter(None, (registry.find(kind, word) for word in registry.names(kind))):
            body = page(entry).partition("\n\n")[2]
            lines += [f"### `{entry.name}`", "", "```text", body, "```", ""]
    return "\n".join(lines)


def diagnostics_page() -> str:
    """Return docs/diagnostics.md, from the rules."""
    lines = [
        "# The diagnostics",
        "",
        "Generated from the rules by `tests/transcripts.py`; `idx rule CODE` shows the same.",
        "",
    ]
    for rule in declared():
        title, _, rest = rule_page(rule).partition("\n\n")
        lines += [f"## {title}", "", rest, ""]
    return "\n".join(lines)


GENERATED = {ROOT / "docs" / "methods.md": methods_page, ROOT / "docs" / "diagnostics.md": diagnostics_page}


def update() -> None:
    """Write every transcript and generated page anew."""
    for path, make in GENERATED.items():
        path.write_text(make(), encoding="utf-8")
    for path in GOLDEN:
        path.write_text(refreshed(path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in DOCUMENTS:
        path.write_text(refreshed_document(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    os.environ.pop("COLUMNS", None)
    update()
