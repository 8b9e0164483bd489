"""`idx history`: the headline of several versions side by side, and what changed between them."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from idx.cli import common
from idx.cli.editions import chosen_editions, git_option, known_keys, known_nodes, with_values
from idx.cli.formats import format_of, format_option
from idx.cli.language import messages_option, spoken
from idx.project.history import entity_names, history, names_of, now_called
from idx.report.difference.editions import obstacle
from idx.report.difference.history import history_rows, history_table
from idx.report.difference.wish import Wish
from idx.report.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from idx.diagnostics import Language
    from idx.project.history import Step
    from idx.report.difference.history import Shown

FORMATS = ("table", "markdown", "csv", "json")


@click.command("history")
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@git_option
@click.option("--to-first", is_flag=True, help="Compare each with the first in place of the one before it.")
@click.option("--node", metavar="NAME", help="This node in place of the headline.")
@click.option("--entity", "entities", multiple=True, metavar="CODE", help="Only this entity; may be repeated.")
@click.option("--period", "periods", multiple=True, metavar="PERIOD", help="Only this period; may be repeated.")
@click.option(
    "--value", "shown", type=click.Choice(["value", "rank"]), default="value", help="Values, or ranks of entities."
)
@click.option("--digits", type=click.IntRange(0, 15), default=1, help="Decimals in a table (1 unless stated).")
@format_option(FORMATS)
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
    shown: Shown,
    digits: int,
    form: str | None,
    language: Language,
    allow_outside: bool,
    output: Path | None,
) -> None:
    """Show the headline of versions side by side, and the class of what changed from one to the next.

    FILES are versions in their order: files, FILE@SCENARIO, or REVISION:FILE. With --git there is one FILE. A revision
    that cannot be read is a line with its reason. `idx vintages` shows how figures were revised.
    """
    del language  # in which messages speak
    form = format_of(form, output, FORMATS)
    editions = chosen_editions(files, span, allow_outside=allow_outside)
    common.choose([node] if node else [], known_nodes(editions), "--node", "node")
    if entities or periods or shown == "rank":
        with_values(editions)
    wish = Wish(
        nodes=(node,) if node else (),
        entities=common.choose(entities, known_keys(editions, "entity"), "--entity", "entity"),
        periods=common.choose(periods, known_keys(editions, "period"), "--period", "period"),
        digits=digits,
        speech=spoken(),
    )
    if shown == "rank" and not any(edition.result and len(edition.result.entities) > 1 for edition in editions):
        raise click.UsageError("ranks compare entities, and the data have one only")
    steps = history(editions, to_first=to_first)
    names = entity_names(steps)
    wish = wish._replace(entities=now_called(wish.entities, names))
    rows = history_rows(steps, names_of(node, steps) if node else None, names, wish, shown)
    match form:
        case "json":
            content = json.dumps(_content(steps, rows), ensure_ascii=False, indent=1) + "\n"
        case "csv":
            content = _table(rows, shown)
        case _:
            table = history_table(steps, rows, wish, shown, to_first=to_first)
            to_terminal = not output and sys.stdout.isatty()
            content = (
                markdown(table) if form == "markdown" else common.drawn_filled(table, to_terminal=to_terminal)
            ) + "\n"
    common.deliver(content.encode(), output)


def _content(steps: Sequence[Step], rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the versions with the class of what changed, and their values in full precision."""
    versions = []
    for step in steps:
        edition, verdict = step.edition, step.comparison.verdict if step.comparison else None
        reason = obstacle(edition)
        versions.append(
            {
                "name": edition.name,
                "version": edition.side.framework.model.version if edition.side else None,
                "date": edition.revision.date if edition.revision else None,
                "word": verdict.word if verdict else None,
                "kind": verdict.kind.name.lower() if verdict else None,
                "obstacle": reason.en if reason else None,
            }
        )
    return {"versions": versions, "values": [{key: row[key] for key in row if key != "edition"} for row in rows]}


def _table(rows: Sequence[dict[str, Any]], shown: Shown) -> str:
    """Return the values as CSV: full precision, empty for null."""
    buffer = io.StringIO()
    fields = ("name", "version", "node", "entity", "period", shown)
    writer = csv.DictWriter(buffer, fields, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
