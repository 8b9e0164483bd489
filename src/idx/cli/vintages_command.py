"""`idx vintages`: what each edition says of a period, how figures were revised, and what caused it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from idx.cli import common
from idx.cli.editions import chosen_editions, git_option, known_keys, known_nodes, with_values
from idx.cli.formats import format_of, format_option
from idx.cli.language import spoken
from idx.diagnostics import Wording, said
from idx.internal import STATUS
from idx.project.editions import called
from idx.project.history import now_called
from idx.project.vintages import vintages
from idx.report.difference.editions import headings, short_names
from idx.report.difference.wish import Wish
from idx.report.tables import markdown
from idx.report.vintages.files import csv_bytes, json_bytes
from idx.report.vintages.lags import lag_tables
from idx.report.vintages.triangle import as_of_table, triangle_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from idx.project.editions import Edition
    from idx.project.vintages import Vintages
    from idx.report.tables import Table

FORMATS = ("table", "markdown", "csv", "json")


@click.command("vintages")
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@git_option
@click.option("--node", metavar="NAME", help="This node in place of the headline.")
@click.option("--entity", "entities", multiple=True, metavar="CODE", help="Only this entity; may be repeated.")
@click.option("--period", "periods", multiple=True, metavar="PERIOD", help="Only this period; may be repeated.")
@click.option(
    "--as-of", metavar="EDITION", help="The series as this edition shows it: a version, a name, a commit, or a date."
)
@click.option("--by-lag", is_flag=True, help="Mean and mean absolute revision by lag, all entities together.")
@click.option("--causes", is_flag=True, help="By lag, split into data, method and structure.")
@click.option("--digits", type=click.IntRange(0, 15), default=1, help="Decimals in a table (1 unless stated).")
@format_option(FORMATS)
@common.language_option
@common.outside_option
@common.output_option
def command(  # noqa: PLR0913 - one parameter an option
    *,
    files: tuple[str, ...],
    span: str | None,
    node: str | None,
    entities: tuple[str, ...],
    periods: tuple[str, ...],
    as_of: str | None,
    by_lag: bool,
    causes: bool,
    digits: int,
    form: str | None,
    language: str | None,
    allow_outside: bool,
    output: Path | None,
) -> None:
    """Show the revision triangle of a node: a row per period, a column per edition.

    FILES are editions in their order: files, FILE@SCENARIO, or REVISION:FILE; or one FILE with --git RANGE. CSV and
    JSON have all values and revisions in full precision.
    """
    form = format_of(form, output, FORMATS)
    if as_of is not None and (by_lag or causes):
        raise click.UsageError("--as-of shows a series: leave out --by-lag and --causes")
    editions = chosen_editions(files, span, allow_outside=allow_outside)
    readable = [edition.side for edition in editions if edition.side is not None]
    if readable:
        common.speak(language, readable[-1].framework)
    valued = with_values(editions)
    common.choose([node] if node else [], known_nodes(valued), "--node", "node")
    wish = Wish(
        entities=common.choose(entities, known_keys(valued, "entity"), "--entity", "entity"),
        periods=common.choose(periods, known_keys(valued, "period"), "--period", "period"),
        digits=digits,
        language=language,
        speech=spoken(),
    )
    edition = None if as_of is None else _edition(valued, as_of)
    found = vintages(editions, node, split=causes)
    wish = wish._replace(entities=now_called(wish.entities, found.entities))
    match form:
        case "csv":
            content = csv_bytes(found, wish, lags=by_lag, edition=edition)
        case "json":
            content = json_bytes(found, wish, edition=edition)
        case _:
            tables = _tables(found, wish, edition, lags=by_lag or causes)
            to_terminal = not output and sys.stdout.isatty()
            draw = markdown if form == "markdown" else lambda table: common.drawn_filled(table, to_terminal=to_terminal)
            content = ("\n\n".join(map(draw, tables)) + "\n").encode()
    common.deliver(content, output)
    if found.withheld:
        raise SystemExit(STATUS)


def _edition(editions: Sequence[Edition], written: str) -> int:
    """Return the place of an edition; one that is not there, or not the only one, is wrong usage."""
    places = called(editions, written)
    if not places:
        listed = ", ".join(headings(editions, spoken()))
        raise click.BadParameter(f"there is no edition {written}: there are {listed}", param_hint="--as-of")
    if len(places) > 1:
        names = short_names(editions)
        several = ", ".join(names[place] for place in places)
        raise click.BadParameter(f"several editions are called {written}: name one of {several}", param_hint="--as-of")
    return places[0]


def _tables(found: Vintages, wish: Wish, edition: int | None, *, lags: bool) -> list[Table]:
    if edition is not None:
        return [as_of_table(found, edition, wish)]
    if lags:
        return lag_tables(found, wish)
    entities = found.revisions["entity"].n_unique()
    if entities < 2 or wish.entities:
        return triangle_tables(found, wish)
    *rest, last = lag_tables(found, wish)
    more = Wording(
        f"The data have {entities} entities: `--entity CODE` shows the triangle of one.",
        f"数据中有 {entities} 个评价对象：用 `--entity CODE` 查看某一个的修订三角。",
    )
    return [*rest, last._replace(notes=(said(more, wish.speech), *last.notes))]
