"""`idx check`: every mistake of every file in one run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from idx.cli import common
from idx.cli.language import messages_option
from idx.diagnostics import Severity, Wording, said
from idx.project.checking import check_framework, check_with_data
from idx.project.fix import mend_file
from idx.project.framework import load_outcome
from idx.report.diagnostics import render_edits, render_github, render_json, render_text, summary
from idx.report.sarif import render_sarif

if TYPE_CHECKING:
    from pathlib import Path

    from idx.diagnostics import Diagnostic, Language


@click.command("check")
@click.argument("files", nargs=-1, metavar="FILES...", type=common.FILE)
@click.option(
    "--data",
    "data",
    is_flag=False,
    flag_value="",
    metavar="[PATH]",
    help="Also check the data (those of PATH, if given) and the values that come of them.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github", "sarif"]), default="text", show_default=True
)
@click.option(
    "--fix", is_flag=True, help="Mend what has one remedy (punctuation, quotes, misspelt words), and check the rest."
)
@messages_option
@common.outside_option
def command(
    *, files: tuple[Path, ...], data: str | None, form: str, fix: bool, language: Language, allow_outside: bool
) -> None:
    """Check framework files: text, names, structure and methods.

    With --data behind the files, the rules on data and values are checked too.
    """
    files, data = _parted(files, data)
    found: list[Diagnostic] = []
    remarks: list[Wording] = []
    for file in files:
        if fix and (edits := _mend(file, language)):
            click.echo(f"{edits}\n", err=form != "text")
        try:
            outcome = load_outcome(file)
        except OSError as error:
            raise click.BadParameter(f"cannot read {file}: {error.strerror}") from error
        if outcome.value is None:
            found.extend(outcome.diagnostics)
            continue
        if data is None:
            checked = check_framework(outcome.value)
        else:
            tables = common.tables([data] if data else [], outcome.value)
            checked = check_with_data(outcome.value, tables, allow_outside=allow_outside)
        found.extend(checked.diagnostics)
        if checked.unused_columns:
            remarks.append(_unused(checked.unused_columns))
    match form:
        case "json":
            click.echo(render_json(found, language))
        case "sarif":
            click.echo(render_sarif(found, language))
        case "github":
            click.echo(render_github(found, language), nl=bool(found))
        case _:
            parts = [render_text(found, colour=sys.stdout.isatty(), language=language)] if found else []
            parts += [said(remark, language) for remark in [*remarks, _counted(len(files), found)]]
            click.echo("\n\n".join(parts))
    raise SystemExit(int(any(item.severity is Severity.ERROR for item in found)))


def _parted(files: tuple[Path, ...], data: str | None) -> tuple[tuple[Path, ...], str | None]:
    """Return the files and the path of data; in `--data FILE` the option has taken the framework for a path."""
    if not files and data:
        return (common.FILE.convert(data, None, click.get_current_context()),), ""
    if not files:
        raise click.UsageError("name at least one framework file")
    return files, data


def _mend(file: Path, language: Language) -> str:
    try:
        mended = mend_file(file)
    except OSError as error:
        raise click.BadParameter(f"cannot write {file}: {error.strerror}") from error
    return render_edits(mended.applied, language) if mended else ""


def _counted(files: int, found: list[Diagnostic]) -> Wording:
    problems = summary(found)
    return Wording(
        f"{files} file{'s' if files > 1 else ''} checked: {problems.en}", f"已检查 {files} 个文件：{problems.zh}"
    )


def _unused(columns: tuple[str, ...]) -> Wording:
    return Wording(
        f"note: columns that no indicator uses: {', '.join(columns)}", f"提示：没有指标使用的列：{'、'.join(columns)}"
    )
