"""What `idx diff` compares: a file, a scenario in it, or a file as it was in git."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from idx.diagnostics import Collector, IdxError, Outcome, Rule, Severity, Wording, choose_from, did_you_mean
from idx.project.framework import Framework, load_outcome
from idx.project.revisions import lay_out, top
from idx.source import SourceSpan

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result
    from idx.project.framework import Tables

SCENARIO = Rule(
    "IDX124",
    Wording("a scenario that is not there", "没有这个情景"),
    Wording(
        "`FILE@NAME` and `--scenario NAME` name a `scenario` of the file; scenarios of a base are not handed on.",
        "`FILE@NAME` 和 `--scenario NAME` 指文件中的某个 `scenario`；基础文件中的情景不会传给引用它的文件。",
    ),
)


class Side(NamedTuple):
    """One of two versions: as it was called, the framework, and its result, or why there is none."""

    name: str
    framework: Framework
    result: Result | None = None
    obstacles: tuple[Diagnostic, ...] = ()

    def title(self, language: str) -> str:
        """Return the version, or what the scenario of it is called in a language, else in the file's own."""
        scenario = self.framework.in_scenario
        stated = scenario.labels if scenario else ()
        labels = {item.language.text if item.language else "": item.text.text for item in stated}
        return labels.get(language) or labels.get("") or self.framework.model.version


def load_side(written: str) -> Outcome[Framework]:
    """Load what `FILE`, `FILE@SCENARIO`, `REVISION:FILE` or `REVISION:FILE@SCENARIO` names.

    Raises:
        OSError: if the file cannot be read.
    """
    file, at, scenario = written.rpartition("@")
    if not at or Path(written).exists():
        file, scenario = written, ""
    outcome = _load(file)
    if outcome.value is None or not scenario:
        return outcome
    return in_scenario(outcome.value, scenario)


def _load(written: str) -> Outcome[Framework]:
    revision, colon, path = written.partition(":")
    if not colon or Path(written).exists() or len(revision) < 2:  # a letter alone is a drive
        return load_outcome(Path(written))
    folder = LaidOut(revision, Path(path))
    laid = lay_out(revision, path, folder.path)
    if laid.value is None:
        return Outcome(None, laid.diagnostics)
    outcome = load_outcome(laid.value, name=written)
    if outcome.value is not None:
        outcome.value.keep = folder  # the data are read later
    return outcome


class LaidOut:
    """The files of a revision in a folder that goes when nothing needs it any more; `file` is the framework's path."""

    def __init__(self, revision: str, file: Path) -> None:
        """Make the folder."""
        self.revision, self.file = revision, file
        self.path = Path(tempfile.mkdtemp(prefix="idx-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def home(self, folder: Path) -> Path:
        """Return the folder of the working tree that one of these folders stands for."""
        return top() / folder.relative_to(self.path) if folder.is_relative_to(self.path) else folder

    def changed(self) -> list[str]:
        """Return the files that differ in the working tree now, by their paths from the top of the repository."""
        files = sorted(path for path in self.path.rglob("*") if path.is_file())
        names = [path.relative_to(self.path) for path in files]
        pairs = zip(names, files, strict=True)
        return [str(name) for name, path in pairs if not _alike(path, top() / name)]


def _alike(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def in_scenario(framework: Framework, name: str) -> Outcome[Framework]:
    """Return a framework under one of its scenarios, or a diagnostic where it has none of that name."""
    if name in framework.scenarios:
        return framework.scenario(name)
    names = list(framework.scenarios)
    message = Wording(f"there is no scenario `{name}`", f"没有名为 `{name}` 的情景")
    none = Wording("the file states no scenario", "该文件没有写任何情景")
    help_ = did_you_mean(name, names, otherwise=choose_from(names) if names else none)
    return Collector().add(SCENARIO, message, SourceSpan(framework.model.text, 0, 0), help=help_).outcome(None)


def evaluate_side(name: str, framework: Framework, data: Tables = None, *, allow_outside: bool = False) -> Side:
    """Return a version with its result, or with what stands in the way of one."""
    try:
        return Side(name, framework, framework.evaluate(data, allow_outside=allow_outside))
    except IdxError as error:
        errors = tuple(item for item in error.diagnostics if item.severity is Severity.ERROR)
        return Side(name, framework, None, _as_in_git(name, framework, errors))


def _as_in_git(name: str, framework: Framework, found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return diagnostics that call a file of a revision as git does, and not by where it was laid."""
    if not isinstance(framework.keep, LaidOut):
        return found
    laid, called = f"{framework.keep.path}{os.sep}", f"{name.partition(':')[0]}:"
    messages = [(text.replace(laid, called) for text in item.message) for item in found]
    return tuple(
        replace(item, message=Wording(english, chinese))
        for item, (english, chinese) in zip(found, messages, strict=True)
    )
