"""`idx check`: every mistake of every file in one run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from idx.analysis.lints import lint
from idx.cli import common
from idx.diagnostics import IdxError, Severity
from idx.project.framework import load_outcome
from idx.report.diagnostics import render_github, render_json, render_text, summary

if TYPE_CHECKING:
    from pathlib import Path

    from idx.diagnostics import Diagnostic
    from idx.project.framework import Framework


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=common.FILE)
@click.option(
    "--data",
    "data",
    is_flag=False,
    flag_value="",
    metavar="[PATH]",
    help="Also check the data (those of PATH, if given) and the values that come of them.",
)
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@common.outside_option
def command(*, files: tuple[Path, ...], data: str | None, form: str, allow_outside: bool) -> None:
    """Check framework files: text, names, structure and methods.

    With --data behind the files, the rules on data and values are checked too.
    """
    found: list[Diagnostic] = []
    remarks: list[str] = []
    for file in files:
        try:
            outcome = load_outcome(file)
        except OSError as error:
            raise click.BadParameter(f"cannot read {file}: {error.strerror}") from error
        found.extend(outcome.diagnostics)
        if outcome.value is not None and data is not None:
            more, said = _check_data(outcome.value, data, allow_outside=allow_outside)
            found.extend(more)
            remarks.extend(said)
    match form:
        case "json":
            click.echo(render_json(found))
        case "github":
            click.echo(render_github(found), nl=bool(found))
        case _:
            parts = [render_text(found, colour=sys.stdout.isatty())] if found else []
            parts += [f"note: {remark}" for remark in remarks]
            count = f"{len(files)} file{'s' if len(files) > 1 else ''} checked"
            click.echo("\n\n".join([*parts, f"{count}: {summary(found)}"]))
    raise SystemExit(int(any(item.severity is Severity.ERROR for item in found)))


def _check_data(framework: Framework, data: str, *, allow_outside: bool) -> tuple[list[Diagnostic], list[str]]:
    try:
        result = framework.evaluate(common.tables([data] if data else [], framework), allow_outside=allow_outside)
    except IdxError as error:
        return list(error.diagnostics), []
    unused = ", ".join(result.panel.unused)
    return [*result.diagnostics, *lint(result)], [f"columns that no indicator uses: {unused}"] if unused else []
