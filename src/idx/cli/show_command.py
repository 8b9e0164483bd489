"""`idx show`: the tree with labels, exact weights and effective weights."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from idx.cli import common
from idx.cli.language import spoken
from idx.report.tree import tree_table

if TYPE_CHECKING:
    from pathlib import Path


@click.command("show")
@common.framework_argument
@common.scenario_option
@common.set_option
@common.language_option
def command(*, file: Path, scenario: str | None, edits: tuple[str, ...], language: str | None) -> None:
    """Show a framework's tree: names, labels, units, the weight in the parent and the weight in the whole."""
    framework = common.changed(common.load(file), scenario, edits)
    table = tree_table(framework.model, common.speak(language, framework), spoken())
    click.echo(common.drawn(table, to_terminal=sys.stdout.isatty()))
