"""Transcripts: `$ idx …`, `$ cat …`, `$ git …`, `$ pip …` lines with what each prints, in golden files and documents.

    .venv/bin/python tests/transcripts.py

writes what the commands print now into every transcript and generated page; `git diff` then shows what changed. The
tests compare instead. A transcript runs in a folder of its own that holds copies of what the checkout holds, so that
its commands may write files, and later ones read them. A document may define further files: see `written_files.py`.
The commands of a document whose name ends in `.zh.md` run under a Chinese locale.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import chdir, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from committing import GIT
from idx.cli import main
from idx.methods import registry
from idx.project.manual import page
from idx.project.rules import LONGEST_EXAMPLE, declared
from idx.syntax.grammar import grammar_text
from offering import forget, on_path
from rule_examples import files_of, rendered
from written_files import WRITTEN, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from idx.diagnostics import Rule

ROOT = Path(__file__).parents[1]
CONSOLE = r"(?<=^```console\n)(?P<console>.*?)(?=^```$)"
STEP = re.compile(rf"{CONSOLE}|{WRITTEN.pattern}", re.MULTILINE | re.DOTALL)
VERSION = re.compile(r'(?<="polars": )"[^"]*"')  # of a library, which is not the same everywhere
DOCUMENTS = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
CATALOGUE = ROOT / "docs" / "diagnostics"
CATALOGUE_HEAD = """# The diagnostics · 诊断信息

Every message of idx has a code, and every code a page: what is wrong, why, an example, and what idx says about it.
`idx rule CODE` shows the page on a terminal. Messages are in English or Chinese, as the locale is, or as `--lang en`
and `--lang zh` say. `idx check --fix` mends what has one remedy.

idx 的每条信息都有代码，每个代码都有一页说明：问题是什么、为什么、示例，以及 idx 给出的信息。
在终端用 `idx rule CODE` 查看。信息用英文还是中文，取决于系统的语言环境，或由 `--lang en`、`--lang zh` 指定。
`idx check --fix` 自动修正只有一种改法的问题。

Generated from the rules by `tests/transcripts.py`.
"""
GROUPS = {
    "0": ("text", "文本"),
    "1": ("names", "名称"),
    "2": ("meaning", "含义"),
    "3": ("worth a look", "值得留意"),
    "4": ("data", "数据"),
    "5": ("evaluation", "计算"),
}
INSTALLED = ".installed"
COPIED = ("frameworks", "tests/golden/faulty", "tests/golden/merging", "tests/golden/tables")
GOLDEN = sorted((ROOT / "tests" / "golden").glob("*.console"))


@contextmanager
def scratch() -> Iterator[Path]:
    """Make a folder for a transcript to run in, with copies of the files that transcripts are about."""
    with tempfile.TemporaryDirectory() as name:
        for part in COPIED:
            shutil.copytree(ROOT / part, Path(name) / part)
        (Path(name) / INSTALLED).mkdir()
        with on_path(Path(name) / INSTALLED):
            yield Path(name)


def run(command: str, folder: Path, locale: str = "C") -> str:
    """Return what a command line prints in a folder, errors included, and its status where that is not 0."""
    program, *arguments = shlex.split(command)
    match program:
        case "cat":
            return "\n".join((folder / name).read_text(encoding="utf-8-sig").rstrip("\n") for name in arguments)
        case "git":
            output, status = _git(arguments, folder)
        case "idx":
            output, status = _idx(arguments, folder, locale)
        case "pip":
            output, status = _pip(arguments, folder)
        case _:
            raise ValueError(f"not a command of ours: {command}")
    output = VERSION.sub('"…"', output.rstrip("\n"))
    return f"{output}\n[status {status}]" if status else output


def _git(arguments: list[str], folder: Path) -> tuple[str, int]:
    command = ["git", "-c", "init.defaultBranch=main", *arguments]
    done = subprocess.run(command, cwd=folder, env=os.environ | GIT, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode(), done.returncode


def _pip(arguments: list[str], folder: Path) -> tuple[str, int]:
    """Install what a transcript has written, into its folder and from nowhere else."""
    options = ["--quiet", "--no-build-isolation", "--no-deps", "--no-index", "--target", str(folder / INSTALLED)]
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments, *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    forget()
    return done.stdout + done.stderr, done.returncode


def _idx(arguments: list[str], folder: Path, locale: str) -> tuple[str, int]:
    with chdir(folder):
        result = CliRunner(env={"COLUMNS": "100", "LC_ALL": locale}).invoke(main, arguments, prog_name="idx")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output, result.exit_code


def refreshed(transcript: str) -> str:
    """Return a transcript with what its commands print now; comments (`# …`) and blank lines before them stay."""
    with scratch() as folder:
        return _refreshed(transcript, folder, "C")


def _refreshed(transcript: str, folder: Path, locale: str) -> str:
    parts = re.split(r"^(\$ .*)$", transcript, flags=re.MULTILINE)
    lines = [parts[0].rstrip("\n")] if parts[0].strip() else []
    for command, old in zip(parts[1::2], parts[2::2], strict=True):
        comment = re.search(r"\n(\n(?:# .*\n)+)\Z", old)
        printed = run(command.removeprefix("$ "), folder, locale)
        lines += [command, *([printed] if printed else []), *([comment.group(1).rstrip("\n")] if comment else [])]
    return "\n".join(lines) + "\n"


def refreshed_document(path: Path) -> str:
    """Return a Markdown file with the output in its console blocks as it is now.

    All its blocks share a folder, and the files that it defines are written when their turn comes.
    """
    locale = "zh_CN.UTF-8" if path.name.endswith(".zh.md") else "C"

    def step(match: re.Match[str]) -> str:
        if match["console"] is not None:
            return _refreshed(match["console"], folder, locale)
        Written(*match.group("name", "sheet", "language", "text", "table")).write(folder)
        return match[0]

    with scratch() as folder:
        return STEP.sub(step, path.read_text(encoding="utf-8"))


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
        for entry in filter(None, (registry.find(kind, word) for word in registry.built_in(kind))):
            body = page(entry).partition("\n\n")[2]
            lines += [f"### `{entry.name}`", "", "```text", body, "```", ""]
    return "\n".join(lines)


def diagnostics_index() -> str:
    """Return docs/diagnostics/README.md: all rules in a table for each group of codes."""
    lines = [CATALOGUE_HEAD]
    for digit, (english, chinese) in GROUPS.items():
        lines += [
            f"## IDX{digit}xx: {english} · {chinese}",
            "",
            "| code | | what is wrong | 问题 |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| [{rule.code}]({rule.code}.md) | {rule.severity.value} | {rule.title.en} | {rule.title.zh} |"
            for rule in declared()
            if rule.code[3] == digit
        ]
        lines.append("")
    return "\n".join(lines)


def diagnostic_page(rule: Rule) -> str:
    """Return a rule's page: in English and in Chinese, with its faulty example and what that gets to read."""
    files = files_of(rule)
    lines = [f"# {rule.code}: {rule.title.en}", "", f"{rule.severity.value} · [all diagnostics](README.md)", ""]
    lines += [rule.page.en, ""]
    if files.text.strip() and len(files.text.splitlines()) <= LONGEST_EXAMPLE:
        lines += ["```text", files.text.rstrip("\n"), "```", ""]
    if rule.data:
        led = "with the data" if rule.bad else "For example, the table"
        lines += [led, "", "```text", rule.data.rstrip("\n"), "```", ""]
    english, chinese = rendered(rule, "en"), rendered(rule, "zh")  # nothing where no file can break the rule
    lines += ["idx says:", "", "```text", english, "```", ""] if english else []
    lines += [f"## {rule.title.zh}", "", rule.page.zh, ""]
    lines += ["idx 给出的信息：", "", "```text", chinese, "```", ""] if chinese else []
    return "\n".join(lines)


def grammar_page() -> str:
    """Return docs/grammar.md: the grammar as the parser reads it, with its own remarks."""
    lines = [
        "# The grammar",
        "",
        "The language in the notation of [Lark](https://lark-parser.readthedocs.io/), as the parser reads it",
        "(`grammar/idx.lark`); [the language](language.md) says what it means. Names in lower case are rules, names in",
        "upper case are tokens; `?` means at most once, `*` any number of times, `+` at least once.",
        "",
        "```text",
        grammar_text().rstrip("\n"),
        "```",
        "",
        "Generated by `tests/transcripts.py`.",
        "",
    ]
    return "\n".join(lines)


GENERATED: dict[Path, Callable[[], str]] = {
    ROOT / "docs" / "methods.md": methods_page,
    ROOT / "docs" / "grammar.md": grammar_page,
    CATALOGUE / "README.md": diagnostics_index,
    **{CATALOGUE / f"{rule.code}.md": partial(diagnostic_page, rule) for rule in declared()},
}


def update() -> None:
    """Write every transcript and generated page anew."""
    for path in set(CATALOGUE.glob("*")) - set(GENERATED):
        path.unlink()
    for path, make in GENERATED.items():
        path.write_text(make(), encoding="utf-8")
    for path in GOLDEN:
        path.write_text(refreshed(path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in DOCUMENTS:
        path.write_text(refreshed_document(path), encoding="utf-8")


if __name__ == "__main__":
    os.environ.pop("COLUMNS", None)
    update()
