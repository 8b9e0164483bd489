"""`idx fmt`: framework files in their canonical layout."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from idx.cli.language import messages_option
from idx.diagnostics import Wording, said
from idx.project.formatting import format_content
from idx.report.diagnostics import render_text, summary
from idx.report.writing import write_whole

if TYPE_CHECKING:
    from idx.diagnostics import Diagnostic, Language
    from idx.project.formatting import Formatted

INPUT = Path("-")
FILE = click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True, path_type=Path)


@click.command("fmt")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--check", is_flag=True, help="Write nothing; end with status 1 if a file is not formatted.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@messages_option
def command(*, files: tuple[Path, ...], check: bool, diff: bool, language: Language) -> None:
    """Bring framework files into the one layout that the language has for what they say.

    Columns are aligned, properties stand in one order, comments stay where they are, and no meaning changes. A file
    with syntax errors is left as it is. For - the input is read and the result printed.
    """
    if INPUT in files and len(files) > 1:
        raise click.UsageError("- stands alone")
    faults: list[Diagnostic] = []
    changed = 0
    for file in files:
        name = "<stdin>" if file == INPUT else str(file)
        outcome = format_content(name, _content(file))
        faults.extend(outcome.diagnostics)
        if outcome.value is None:
            continue
        changed += outcome.value.changed
        if diff:
            click.echo(outcome.value.difference(name), nl=False)
        elif check and outcome.value.changed:
            click.echo(said(Wording(f"not formatted: {name}", f"格式不规范：{name}"), language))
        elif file == INPUT and not check:
            click.echo(outcome.value.after.encode(), nl=False)
        elif outcome.value.changed:
            _write(file, outcome.value)
            click.echo(said(Wording(f"formatted: {name}", f"已格式化：{name}"), language))
    if faults:
        click.echo(render_text(faults, colour=sys.stderr.isatty(), language=language), err=True)
        click.echo(f"\n{said(summary(faults), language)}", err=True)
    raise SystemExit(int(bool(faults) or (check and changed > 0)))


def _content(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == INPUT else file.read_bytes()
    except OSError as error:
        raise click.BadParameter(f"cannot read {file}: {error.strerror}") from error


def _write(file: Path, formatted: Formatted) -> None:
    try:
        # A link stays one: what it leads to is written.
        write_whole(file.resolve(), formatted.after.encode())
    except OSError as error:
        raise click.BadParameter(f"cannot write {file}: {error.strerror}") from error
