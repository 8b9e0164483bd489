"""`idx profile`: where one entity stands."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from idx.analysis.profile.whole import profile as profile_of
from idx.analysis.ranks import TIES
from idx.cli import common
from idx.cli.formats import format_of, format_option
from idx.cli.language import spoken
from idx.report.profile.files import json_bytes
from idx.report.profile.tables import Wish, profile_tables
from idx.report.tables import markdown

if TYPE_CHECKING:
    from pathlib import Path

    from idx.analysis.ranks import Ties

FORMATS = ("table", "markdown", "json")


@click.command("profile")
@common.framework_argument
@click.argument("entity")
@common.data_option
@click.option("--period", metavar="PERIOD", help="In this period; by default the last.")
@click.option("--group", metavar="NAME", help="Compare it with the entities of its own group of this name, too.")
@click.option(
    "--top", type=click.IntRange(1), default=5, show_default=True, help="How many strengths, weaknesses and peers."
)
@click.option(
    "--ties", type=click.Choice(list(TIES)), default="lowest", show_default=True, help="Which rank equal values get."
)
@click.option("--digits", type=click.IntRange(0, 15), default=1, show_default=True, help="Decimals in a table.")
@format_option(FORMATS)
@common.scenario_option
@common.set_option
@common.language_option
@common.outside_option
@common.output_option
def command(  # noqa: PLR0913 - one parameter an option
    *,
    file: Path,
    entity: str,
    data: tuple[str, ...],
    period: str | None,
    group: str | None,
    top: int,
    ties: Ties,
    digits: int,
    form: str | None,
    scenario: str | None,
    edits: tuple[str, ...],
    language: str | None,
    allow_outside: bool,
    output: Path | None,
) -> None:
    """Show where ENTITY stands at every node, beside the mean and the median of all entities.

    And the indicators in which it is best and worst, with what they rest on, the entities that are most like it, and
    which of its values are missing or estimated.
    """
    form = format_of(form, output, FORMATS)
    framework = common.changed(common.load(file), scenario, edits)
    common.speak(language, framework)
    result = common.evaluated(framework, data, allow_outside=allow_outside)
    common.report([*framework.diagnostics, *result.diagnostics])
    if len(result.entities) < 2:
        raise click.UsageError("a profile compares entities, and the data have one only")
    common.choose([entity], result.entities, "ENTITY", "entity")
    common.choose([period] if period else [], result.periods, "--period", "period")
    common.choose_group(group, result)
    try:
        profile = profile_of(result, entity, period, group=group, ties=ties)
    except ValueError as error:  # it is evaluated, and not in this period
        shown = period or result.periods[-1]
        raise click.BadParameter(f"{entity} is not evaluated in {shown}", param_hint="ENTITY") from error
    to_terminal = form == "table" and output is None and sys.stdout.isatty()
    if form == "json":
        content = json_bytes(profile, top)
    else:
        tables = profile_tables(profile, Wish(language, spoken(), digits, top))
        drawn = markdown if form == "markdown" else partial(common.drawn_filled, to_terminal=to_terminal)
        content = ("\n\n".join(drawn(table).rstrip("\n") for table in tables) + "\n").encode()
    common.deliver(content, output)
