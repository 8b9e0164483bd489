"""`idx history`: the headline of several versions side by side, and what changed between them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from idx.cli import common
from idx.cli.language import messages_option, spoken
from idx.diagnostics import IdxError
from idx.project.history import history
from idx.project.revisions import changed_in
from idx.report.difference.history import history_rows, history_table
from idx.report.difference.wish import Wish
from idx.report.tables import markdown

if TYPE_CHECKING:
    from pathlib import Path

    from idx.diagnostics import Language
    from idx.project.history import Step

FORMATS = ("table", "markdown", "json")


@click.command("history")
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@click.option(
    "--git",
    "span",
    metavar="RANGE",
    help="The revisions of a git range that changed the one file or its data.",
)
@click.option("--to-first", is_flag=True, help="Compare each with the first in place of the one before it.")
@click.option("--node", metavar="NAME", help="This node in place of the headline.")
@click.option("--entity", "entities", multiple=True, metavar="CODE", help="Only this entity; may be repeated.")
@click.option("--period", "periods", multiple=True, metavar="PERIOD", help="Only this period; may be repeated.")
@click.option("--digits", type=click.IntRange(0, 15), default=1, help="Decimals in a table (1 unless stated).")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@messages_option
@common.outside_option
@common.output_option
def command(  # noqa: PLR0913 - one parameter an option
    *,
    files: tuple[str, ...],
    span: str | None,
    to_first: bool,
    node: str | None,
    entities: tuple[str, ...],
    periods: tuple[str, ...],
    digits: int,
    form: str,
    language: Language,
    allow_outside: bool,
    output: Path | None,
) -> None:
    """Show the headline of versions side by side, and the class of what changed from one to the next.

    FILES are versions in their order: files, FILE@SCENARIO, or REVISION:FILE. With --git there is one FILE.
    """
    del language  # in which messages speak
    names = _revisions(span, files) if span else files
    try:
        steps = history(names, to_first=to_first, allow_outside=allow_outside).unwrap()
    except IdxError as error:
        common.fail(error.diagnostics)
    except OSError as error:
        raise click.BadParameter(f"cannot read {error.filename}: {error.strerror}") from error
    _known(steps, node)
    wish = Wish(False, (node,) if node else (), entities, periods, digits, None, spoken())  # noqa: FBT003 - in order
    common.deliver(
        _content(steps, wish, form, to_first=to_first, to_terminal=not output and sys.stdout.isatty()), output
    )


def _revisions(span: str, files: tuple[str, ...]) -> tuple[str, ...]:
    if len(files) != 1:
        raise click.UsageError("--git follows one file: name no more")
    try:
        names = changed_in(span, files[0]).unwrap()
    except IdxError as error:
        common.fail(error.diagnostics)
    if not names:
        raise click.BadParameter(f"{files[0]} did not change in {span}", param_hint="--git")
    return names


def _known(steps: tuple[Step, ...], node: str | None) -> None:
    if node is not None:
        names = dict.fromkeys(name for step in steps for name in step.side.framework.model.nodes)
        common.choose([node], list(names), "--node", "node")


def _content(steps: tuple[Step, ...], wish: Wish, form: str, *, to_first: bool, to_terminal: bool) -> bytes:
    table = history_table(steps, wish, to_first=to_first)
    match form:
        case "json":
            rows = history_rows(steps, wish.nodes[0] if wish.nodes else None)
            classes = [
                {"name": step.side.name, "version": step.side.framework.model.version}
                | (
                    {"word": step.comparison.verdict.word, "kind": step.comparison.verdict.kind.name.lower()}
                    if step.comparison
                    else {"word": None, "kind": None}
                )
                for step in steps
            ]
            return (json.dumps({"versions": classes, "values": rows}, ensure_ascii=False, indent=1) + "\n").encode()
        case "markdown":
            return (markdown(table) + "\n").encode()
    return (common.drawn(table, to_terminal=to_terminal) + "\n").encode()
