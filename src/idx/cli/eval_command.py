"""`idx eval`: compute a framework and write its results."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from idx.analysis.ranks import TIES, ranks
from idx.cli import common
from idx.cli.formats import format_of, format_option
from idx.cli.language import spoken
from idx.diagnostics import Wording, said
from idx.evaluate.result import STAGES
from idx.report import files
from idx.report.ranking import ranks_table
from idx.report.results import Selection, results_table, stage_long, stage_table
from idx.report.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import polars as pl

    from idx.analysis.ranks import Ties
    from idx.evaluate.result import Result
    from idx.report.results import Value
    from idx.report.tables import Table

FORMATS = ("table", "csv", "json", "parquet", "markdown", "xlsx")
EXACT = ("csv", "json", "parquet")


class Made(NamedTuple):
    """What is shown as a table, and how the figures for files are made."""

    shown: Table
    exact: Callable[[], pl.DataFrame]
    selection: Selection


@click.command("eval")
@common.framework_argument
@common.data_option
@click.option(
    "--value",
    type=click.Choice(["index", "score", "raw", "contribution", "rank"]),
    help="What the table shows; by default the index, or the score where nothing is linked.",
)
@click.option(
    "--ties", type=click.Choice(list(TIES)), help="With ranks, which one equal values get.  [default: lowest]"
)
@click.option("--group", metavar="NAME", help="With ranks, those within the groups of this name.")
@click.option("--stage", type=click.Choice(STAGES), help="Show one stage of the pipeline instead.")
@click.option("--node", "nodes", multiple=True, metavar="NAME", help="Only this node; may be repeated.")
@click.option("--entity", "entities", multiple=True, metavar="CODE", help="Only this entity; may be repeated.")
@click.option("--period", "periods", multiple=True, metavar="PERIOD", help="Only this period; may be repeated.")
@click.option("--digits", type=click.IntRange(0, 15), help="Decimals in a table (1 unless stated).")
@format_option(FORMATS)
@common.scenario_option
@common.set_option
@common.language_option
@common.outside_option
@common.output_option
def command(  # noqa: PLR0913 - one parameter an option
    *,
    file: Path,
    data: tuple[str, ...],
    value: Value | Literal["rank"] | None,
    ties: Ties | None,
    group: str | None,
    stage: str | None,
    nodes: tuple[str, ...],
    entities: tuple[str, ...],
    periods: tuple[str, ...],
    digits: int | None,
    form: str | None,
    scenario: str | None,
    edits: tuple[str, ...],
    language: str | None,
    allow_outside: bool,
    output: Path | None,
) -> None:
    """Compute a framework from its data and show every node for every period.

    CSV, JSON and Parquet hold every column in full precision, one row per node, entity and period; tables are rounded.
    With --value rank, all formats show ranks among the entities of each period, and how they change.
    """
    form = format_of(form, output, FORMATS)
    if value != "rank" and (ties or group):
        raise click.UsageError("--ties and --group speak of ranks: add --value rank")
    if form in EXACT and ((value and value != "rank") or digits is not None):
        raise click.UsageError(f"{form} holds every value in full precision: leave out --value and --digits")
    if value and stage:
        raise click.UsageError("--stage shows a stage's own values: leave out --value")
    framework = common.changed(common.load(file), scenario, edits)
    common.speak(language, framework)
    result = common.evaluated(framework, data, allow_outside=allow_outside)
    common.report([*framework.diagnostics, *result.diagnostics])
    selection = Selection(
        common.choose(nodes, list(result.framework.nodes), "--node", "node"),
        common.choose(entities, result.entities, "--entity", "entity"),
        common.choose(periods, result.periods, "--period", "period"),
    )
    decimals = 1 if digits is None else digits
    exact: Callable[[], pl.DataFrame]
    if value == "rank":
        exact = partial(_ranks, result, selection, form, ties, group)
        shown = ranks_table(result, exact(), selection, ties or "lowest", language, spoken())
    elif stage:
        shown = stage_table(result, stage, selection, decimals, language, spoken())
        exact = partial(stage_long, result, stage)
    else:
        default: Value = "index" if any(node.link for node in result.framework.nodes.values()) else "score"
        shown = results_table(result, selection, value or default, decimals, language, spoken())
        exact = partial(getattr, result, "table")  # which is not made where nothing asks for it
    made = Made(shown, exact, selection)
    content, rows = _content(result, made, form, to_terminal=not output and sys.stdout.isatty())
    common.write(content, output)
    if output is not None:
        click.echo(said(_wrote(output, rows), spoken()), err=True)


def _ranks(result: Result, selection: Selection, form: str, ties: Ties | None, group: str | None) -> pl.DataFrame:
    """Return the ranks that are asked for: of the roots in a table, of all nodes in a file of figures."""
    if len(result.entities) < 2:
        raise click.UsageError("ranks compare entities, and the data have one only")
    placed = [placement.node for placement in result.framework.placements]
    common.choose(selection.nodes, placed, "--node", "node in a tree")
    common.choose_group(group, result)
    nodes = selection.nodes or (() if form in EXACT else result.framework.roots)
    return ranks(result, nodes, ties=ties or "lowest", group=group)


def _content(result: Result, made: Made, form: str, *, to_terminal: bool) -> tuple[bytes, int]:
    """Return what is written, and how many rows of results it has."""
    match form:
        case "table":
            return (common.drawn(made.shown, to_terminal=to_terminal) + "\n").encode(), len(made.shown.rows)
        case "markdown":
            return (markdown(made.shown) + "\n").encode(), len(made.shown.rows)
    table = made.selection.of(made.exact())
    match form:
        case "csv":
            return files.csv_bytes(table), table.height
        case "json":
            return files.json_bytes(result, table), table.height
    if to_terminal:
        raise click.UsageError(f"{form} is for files: add -o FILE")
    content = files.parquet_bytes(table) if form == "parquet" else common.workbook(result, made.shown, table)
    return content, table.height


def _wrote(output: Path, rows: int) -> Wording:
    return Wording(f"Wrote {output}: {rows} row{'' if rows == 1 else 's'}", f"已写入 {output}：{rows} 行")
