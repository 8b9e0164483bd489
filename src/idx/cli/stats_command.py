"""`idx stats`: the statistics that the Handbook asks for before and after aggregation."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from idx.analysis.statistics.coefficients import COEFFICIENTS
from idx.analysis.statistics.whole import statistics as statistics_of
from idx.cli import common
from idx.cli.formats import format_of, format_option
from idx.cli.language import spoken
from idx.report.statistics.files import csv_bytes, json_bytes
from idx.report.statistics.findings import findings_heading, findings_text
from idx.report.statistics.sections import FINDINGS, NAMES, SECTIONS, statistics_tables
from idx.report.statistics.wording import Wish
from idx.report.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from idx.analysis.statistics.coefficients import Coefficient
    from idx.analysis.statistics.whole import Statistics

FORMATS = ("table", "markdown", "json", "csv", "xlsx")


@click.command("stats")
@common.framework_argument
@common.data_option
@click.option("--section", "sections", multiple=True, type=click.Choice(NAMES), help="Only this; may be repeated.")
@click.option("--node", "nodes", multiple=True, metavar="NAME", help="This node and what is below; may be repeated.")
@click.option("--period", "periods", multiple=True, metavar="PERIOD", help="Only this period; may be repeated.")
@click.option(
    "--correlation",
    "coefficient",
    type=click.Choice(COEFFICIENTS),
    default="pearson",
    show_default=True,
    help="Which coefficient.",
)
@click.option("--digits", type=click.IntRange(0, 15), default=2, show_default=True, help="Decimals in a table.")
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
    sections: tuple[str, ...],
    nodes: tuple[str, ...],
    periods: tuple[str, ...],
    coefficient: Coefficient,
    digits: int,
    form: str | None,
    scenario: str | None,
    edits: tuple[str, ...],
    language: str | None,
    allow_outside: bool,
    output: Path | None,
) -> None:
    """Show how much data there is, how values are distributed, and whether the tree fits them.

    Sections: availability of data, moments and outliers, correlations within composites and across levels, Cronbach's
    alpha, principal components, weights beside importance in effect, findings. Observations of all periods are pooled
    unless --period is given. CSV holds one section; JSON and Excel hold all, in full precision.
    """
    form = format_of(form, output, FORMATS)
    if form == "csv" and (len(sections) != 1 or FINDINGS in sections):
        raise click.UsageError(f"csv holds one section: add --section with one of {', '.join(SECTIONS)}")
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise click.UsageError("xlsx is for files: add -o FILE")
    framework = common.changed(common.load(file), scenario, edits)
    common.speak(language, framework)
    result = common.evaluated(framework, data, allow_outside=allow_outside)
    common.report([*framework.diagnostics, *result.diagnostics])
    placed = list(dict.fromkeys(placement.node for placement in result.framework.placements))
    statistics = statistics_of(
        result,
        correlation=coefficient,
        periods=common.choose(periods, result.periods, "--period", "period"),
        nodes=common.choose(nodes, placed, "--node", "node in a tree"),
    )
    wish = Wish(language, spoken(), digits)
    common.deliver(_content(statistics, wish, sections or NAMES, form, to_file=output is not None), output)


def _content(statistics: Statistics, wish: Wish, sections: Sequence[str], form: str, *, to_file: bool) -> bytes:
    match form:
        case "json":
            return json_bytes(statistics, sections, wish.speech)
        case "csv":
            return csv_bytes(statistics, sections[0])
        case "xlsx":
            return common.statistics_workbook(statistics, sections)
    to_terminal = form == "table" and not to_file and sys.stdout.isatty()
    tables = [*statistics_tables(statistics, wish, sections)]
    if FINDINGS in sections:
        tables.append(findings_heading(wish.speech))
    if form == "markdown":
        parts = [markdown(table) for table in tables]
    else:
        parts = [common.drawn_filled(table, to_terminal=to_terminal) for table in tables]
    if FINDINGS in sections:
        found = findings_text(statistics, wish.speech, colour=to_terminal)
        parts.append(f"```text\n{found}\n```" if form == "markdown" else found)
    return ("\n\n".join(part.rstrip("\n") for part in parts) + "\n").encode()
