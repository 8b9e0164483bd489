"""The documentation is true: commands print what it shows, frameworks resolve, generated pages are current."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

import transcripts
from idx import format_text, loads
from idx.cli import COMMANDS
from idx.project.rules import rules
from written_files import WRITTEN, Written

if TYPE_CHECKING:
    from pathlib import Path

ROOT = transcripts.ROOT
IDX_BLOCK = re.compile(r"^```idx\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FORMATTED = re.compile(r"^```idx(?:-fragment)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EDITIONS = [
    (path.with_name(path.name.replace(".zh.", ".")), path) for path in transcripts.DOCUMENTS if ".zh." in path.name
]
BLOCKS = [
    (path, number, block)
    for path in transcripts.DOCUMENTS
    for number, block in enumerate(IDX_BLOCK.findall(path.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize("path", transcripts.DOCUMENTS, ids=lambda path: path.name)
def test_commands_print_what_is_shown(path: Path) -> None:
    """Every console block shows what its commands print."""
    assert transcripts.refreshed_document(path) == path.read_text(encoding="utf-8")


def steps(path: Path) -> list[list[str]]:
    """Return what a document runs: program, command and options, without the names and texts of its language."""
    commands = [shlex.split(line[2:]) for line in path.read_text(encoding="utf-8").splitlines() if line[:2] == "$ "]
    return [
        [
            *words[: 1 if words[0] == "cat" else 2],
            *(word for word in words[2:] if word.startswith("-") and word != "--lang"),
        ]
        for words in commands
        if words[:2] != ["git", "config"]  # of file names in Chinese
    ]


@pytest.mark.parametrize(("english", "chinese"), EDITIONS, ids=lambda path: path.name)
def test_editions_go_the_same_way(english: Path, chinese: Path) -> None:
    """The Chinese edition of a document runs the commands of the English one, and each links to the other."""
    assert steps(english) == steps(chinese)
    assert f"]({chinese.name})" in english.read_text(encoding="utf-8")
    assert f"]({english.name})" in chinese.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(ROOT.glob("README*.md")), ids=lambda path: path.name)
def test_the_readme_lists_all_commands(path: Path) -> None:
    """Its table has a line for each command, and for nothing else."""
    listed = re.findall(r"^\| `idx (\w+)` \|", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(COMMANDS)


@pytest.mark.parametrize("path", transcripts.GENERATED, ids=lambda path: path.name)
def test_generated_pages_are_current(path: Path) -> None:
    """Pages that are generated are those of the code as it is."""
    assert path.read_text(encoding="utf-8") == transcripts.GENERATED[path]()


def test_every_rule_has_its_page_and_every_page_its_rule() -> None:
    """The catalogue of diagnostics holds the generated pages and nothing else; each rule is in a group of its index."""
    pages = {path for path in transcripts.GENERATED if path.parent == transcripts.CATALOGUE}
    assert set(transcripts.CATALOGUE.iterdir()) == pages
    assert {path.stem for path in pages} == {"README", *rules()}
    index = transcripts.diagnostics_index()
    assert all(f"[{code}]({code}.md)" in index for code in rules())


def test_there_are_blocks() -> None:
    """The check below is about something."""
    assert len(BLOCKS) > 5


@pytest.mark.parametrize("block", [block for _, _, block in BLOCKS], ids=[f"{path.stem}-{n}" for path, n, _ in BLOCKS])
def test_framework_in_a_document_resolves(block: str) -> None:
    """Every complete framework in the documentation is one."""
    assert loads(block).model.nodes


@pytest.mark.parametrize("path", transcripts.DOCUMENTS, ids=lambda path: path.name)
def test_examples_are_formatted(path: Path) -> None:
    """Every framework in the documentation, and every part of one, has its canonical form."""
    for block in FORMATTED.findall(path.read_text(encoding="utf-8")):
        assert format_text(block) == block


@pytest.mark.parametrize("path", sorted((ROOT / "frameworks").glob("*.idx")), ids=lambda path: path.name)
def test_frameworks_are_formatted(path: Path) -> None:
    """The frameworks that come along have their canonical form."""
    text = path.read_bytes().decode()
    assert format_text(text) == text


@pytest.mark.parametrize("path", transcripts.DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Relative links name files that are there."""
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("name", ["own_methods.md", "own_methods.zh.md"])
def test_own_methods_shows_the_files_of_its_example(name: str, tmp_path: Path) -> None:
    """The package that the document makes, and what uses it, are the files beside it."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    for match in WRITTEN.finditer(text):
        Written(*match.group("name", "sheet", "language", "text", "table")).write(tmp_path)
    example = ROOT / "docs" / "examples" / "own_methods"
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        path.name: path.read_text(encoding="utf-8") for path in example.iterdir() if path.is_file()
    }


def test_the_gate_runs_the_readme() -> None:
    """The README's test command is one line that the gate finds, and both set-up commands are there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert commands[0].endswith("idx eval frameworks/2025.idx")
    assert commands[1].endswith("tests/run.py")
    assert "grep -m 1 'tests/run\\.py' README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
