"""`idx verify`: expectations, results, and what each match rests on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from idx.cli import common
from idx.cli.language import spoken
from idx.report.verification import as_json, verification_table

if TYPE_CHECKING:
    from pathlib import Path


@click.command("verify")
@common.framework_argument
@common.data_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@common.scenario_option
@common.language_option
@common.outside_option
def command(
    *,
    file: Path,
    data: tuple[str, ...],
    form: str,
    scenario: str | None,
    language: str | None,
    allow_outside: bool,
) -> None:
    """Hold results against the figures that a framework expects, and say what each match rests on.

    Ends with status 1 if a figure is missed.
    """
    framework = common.changed(common.load(file), scenario, ())
    common.speak(language, framework)
    result = common.evaluated(framework, data, allow_outside=allow_outside)
    verification = framework.verify(result, allow_outside=allow_outside)
    common.report([*framework.diagnostics, *result.diagnostics, *verification.diagnostics])
    if form == "json":
        click.echo(as_json(result, verification))
    else:
        table = verification_table(result, verification, language, spoken())
        click.echo(common.drawn(table, to_terminal=sys.stdout.isatty()))
    raise SystemExit(int(not verification.passed))
