"""What commands share: options, loading with readable errors, and writing results."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from idx.cli.language import spoken
from idx.diagnostics import LANGUAGES, IdxError, Wording, nearest, said
from idx.project.framework import load_outcome
from idx.project.sides import in_scenario
from idx.report.diagnostics import render_text, summary
from idx.report.paragraphs import filled
from idx.report.tables import plain
from idx.report.writing import write_new, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import polars as pl

    from idx.analysis.statistics.whole import Statistics
    from idx.diagnostics import Diagnostic
    from idx.evaluate.result import Result
    from idx.interchange.template.table import Template
    from idx.project.framework import Framework, Tables
    from idx.report.tables import Table

Function = TypeVar("Function", bound="Callable[..., Any]")

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)

framework_argument = click.argument("file", type=FILE)
outside_option = click.option("--allow-outside", is_flag=True, help="Let data paths in the file leave its folder.")
language_option = click.option(
    "--lang",
    "language",
    metavar="CODE",
    help="Show labels in this language, such as en; en and zh are the languages of messages, too.",
)
data_option = click.option(
    "--data",
    "data",
    multiple=True,
    metavar="PATH",
    help="Read this file in place of the data statement's; NAME=PATH where there are several.",
)
scenario_option = click.option("--scenario", metavar="NAME", help="Apply the edits of this scenario of the file.")
set_option = click.option(
    "--set", "edits", multiple=True, metavar="'PATH OLD -> NEW'", help="Try an edit; may be repeated."
)
output_option = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file instead of the screen."
)


def fail(diagnostics: Iterable[Diagnostic]) -> NoReturn:
    """Print diagnostics to the error stream and end with status 1."""
    items = tuple(diagnostics)
    language = spoken()
    click.echo(render_text(items, colour=sys.stderr.isatty(), language=language), err=True)
    click.echo(f"\n{said(summary(items), language)}", err=True)
    raise SystemExit(1)


def report(diagnostics: Sequence[Diagnostic]) -> None:
    """Print warnings and notes to the error stream."""
    if diagnostics:
        click.echo(render_text(diagnostics, colour=sys.stderr.isatty(), language=spoken()) + "\n", err=True)


def load(file: Path) -> Framework:
    """Load the framework that a command is about, or end with its errors."""
    try:
        return load_outcome(file).unwrap()
    except IdxError as error:
        fail(error.diagnostics)
    except OSError as error:
        raise click.BadParameter(f"cannot read {file}: {error.strerror}") from error


def changed(framework: Framework, scenario: str | None, edits: Sequence[str]) -> Framework:
    """Return a framework under a scenario and with edits from the command line, or end with their errors."""
    try:
        if scenario is not None:
            framework = in_scenario(framework, scenario).unwrap()
        if edits:
            text = "".join(f"set {edit}\n" for edit in edits)
            version = f"{framework.model.version} + {'; '.join(edits)}"
            framework = framework.edited(text, name="--set").unwrap()
            framework.model = replace(framework.model, version=version)
    except IdxError as error:
        fail(error.diagnostics)
    return framework


def tables(data: Sequence[str], framework: Framework) -> Tables:
    """Return which data replace which data statement, from `--data PATH` and `--data NAME=PATH`."""
    named: dict[str, Any] = {}
    known = [source.name for source in framework.model.data]
    for item in data:
        name, equals, path = item.partition("=")
        if not equals or Path(item).exists():
            name, path = "", item
        elif name not in known:
            found = nearest(name, known)
            hint = f"did you mean {found}?" if found else f"the names are {', '.join(known)}"
            raise click.BadParameter(f"no data statement is called {name}: {hint}", param_hint="--data")
        if name in named:
            raise click.BadParameter("give each data statement one path: NAME=PATH", param_hint="--data")
        if not Path(path).is_file():
            raise click.BadParameter(f"there is no file {path}", param_hint="--data")
        named[name] = path
    return named or None


def evaluated(framework: Framework, data: Sequence[str], *, allow_outside: bool) -> Result:
    """Evaluate a framework for a command, or end with the errors of its data."""
    try:
        return framework.evaluate(tables(data, framework), allow_outside=allow_outside)
    except IdxError as error:
        fail(error.diagnostics)


def choose(chosen: Sequence[str], known: Sequence[str | None], option: str, what: str) -> tuple[str, ...]:
    """Return the chosen names; a name that is not known is wrong usage."""
    names = [name for name in known if name is not None]
    for name in chosen:
        if name not in names:
            found = nearest(name, names)
            listed = f"there are {', '.join(names[:8])}{' …' if names[8:] else ''}" if names else "the data name none"
            hint = f"did you mean {found}?" if found else listed
            raise click.BadParameter(f"there is no {what} {name}: {hint}", param_hint=option)
    return tuple(chosen)


def choose_group(name: str | None, result: Result) -> None:
    """End with wrong usage where a group is named that the framework does not have."""
    groups = [column.name for column in result.framework.groups]
    if name is not None and not groups:
        raise click.BadParameter("the framework states no groups", param_hint="--group")
    choose([name] if name is not None else [], groups, "--group", "group")


def speak(language: str | None, framework: Framework) -> str | None:
    """Return the language of labels; one in which neither labels nor messages speak is wrong usage."""
    labelled = {code for node in framework.model.nodes.values() for code in node.labels} | set(framework.model.labels)
    if language is not None and language not in {*labelled, *LANGUAGES}:
        others = ", ".join(sorted(labelled - {""})) or "none but its own"
        raise click.BadParameter(f"the framework has no labels in {language}; it has {others}", param_hint="--lang")
    return language


def drawn(table: Table, *, to_terminal: bool) -> str:
    """Return a table as text: plain for a pipe, coloured and fitted for a terminal."""
    if not to_terminal:
        return plain(table)
    # What draws costs as much to load as a small evaluation, so it is loaded where something is drawn.
    text: str = import_module("idx.report.terminal").terminal(table, shutil.get_terminal_size((100, 24)).columns)
    return text


def width() -> int:
    """Return how many columns the terminal has."""
    return shutil.get_terminal_size((100, 24)).columns


def drawn_filled(table: Table, *, to_terminal: bool) -> str:
    """Return a table as text, its notes no wider than the screen on a pipe too."""
    width = shutil.get_terminal_size((100, 24)).columns
    notes = table.notes if to_terminal else tuple(filled(note, width) for note in table.notes)
    return drawn(table._replace(notes=notes), to_terminal=to_terminal)


def workbook(result: Result, shown: Table, table: pl.DataFrame) -> bytes:
    """Return an Excel workbook; its writer is loaded where one is written."""
    content: bytes = import_module("idx.report.workbook").xlsx_bytes(result, shown, table)
    return content


def statistics_workbook(statistics: Statistics, sections: Sequence[str]) -> bytes:
    """Return statistics as an Excel workbook; its writer is loaded where one is written."""
    content: bytes = import_module("idx.report.statistics.workbook").xlsx_bytes(statistics, sections, spoken())
    return content


def filling_workbook(template: Template) -> bytes:
    """Return the table to fill as an Excel workbook; its writer is loaded where one is written."""
    content: bytes = import_module("idx.interchange.template.workbook").xlsx_bytes(template)
    return content


def write(content: bytes, output: Path | None) -> None:
    """Write what a command has made to a file, whole or not at all, or to the screen."""
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        write_whole(output, content)
    except OSError as error:
        raise click.BadParameter(f"cannot write {output}: {error.strerror}", param_hint="-o") from error


def deliver(content: bytes, output: Path | None) -> None:
    """Write what a command has made, and say where it is."""
    write(content, output)
    if output is not None:
        click.echo(said(Wording(f"Wrote {output}", f"已写入 {output}"), spoken()), err=True)


def create(contents: Mapping[Path, bytes], option: str) -> None:
    """Write files that are not there yet, all or none; one that is there, or cannot be written, is wrong usage."""
    try:
        write_new(contents)
    except FileExistsError as error:
        message = f"{error.filename} is there already and is left as it is: choose another name, or move it away"
        raise click.BadParameter(message, param_hint=option) from error
    except OSError as error:
        shown = ", ".join(map(str, contents))
        raise click.BadParameter(f"cannot write {shown}: {error.strerror}", param_hint=option) from error
