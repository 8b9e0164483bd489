"""`idx graph`: the framework's graph for Graphviz, Mermaid and other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from idx.cli import common
from idx.report.graphs import render

if TYPE_CHECKING:
    from pathlib import Path


@click.command("graph")
@common.framework_argument
@click.option("--format", "form", type=click.Choice(["dot", "mermaid", "json"]), default="dot", show_default=True)
@common.language_option
def command(*, file: Path, form: str, language: str | None) -> None:
    """Write a framework's graph: nodes with labels, edges with exact weights."""
    framework = common.load(file)
    click.echo(render(framework.model, form, common.speak(language, framework)))
