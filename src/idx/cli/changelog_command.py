"""`idx changelog`: release notes in Markdown, of an edition against the one before, or of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from idx.cli import common
from idx.cli.editions import chosen_editions, git_option
from idx.cli.formats import refuse_other_endings
from idx.cli.language import spoken
from idx.internal import STATUS
from idx.project.compare import Wanted
from idx.project.history import history
from idx.report.difference.release import release_notes
from idx.report.difference.wish import Wish

if TYPE_CHECKING:
    from pathlib import Path


@click.command("changelog")
@click.argument("files", nargs=-1, required=True, metavar="A B...")
@git_option
@click.option("--full", is_flag=True, help="Every change a line, those of labels and notes too, and nothing cut.")
@click.option("--no-causes", is_flag=True, help="Leave out how much each change caused.")
@click.option("--digits", type=click.IntRange(0, 15), default=1, help="Decimals (1 unless stated).")
@common.language_option
@common.outside_option
@common.output_option
def command(  # noqa: PLR0913 - one parameter an option
    *,
    files: tuple[str, ...],
    span: str | None,
    full: bool,
    no_causes: bool,
    digits: int,
    language: str | None,
    allow_outside: bool,
    output: Path | None,
) -> None:
    """Write release notes: what changed and why, what is new, and what it did to the headline.

    A B... are editions in their order: files, FILE@SCENARIO, or REVISION:FILE; or one FILE with --git RANGE. Each has a
    section against the one before, the newest first.
    """
    if span is None and len(files) < 2:
        raise click.UsageError("name two versions or more, or one FILE with --git RANGE")
    refuse_other_endings(output, ["markdown", "table"])
    editions = chosen_editions(files, span, allow_outside=allow_outside)
    readable = [edition.side for edition in editions if edition.side is not None]
    if readable:
        common.speak(language, readable[-1].framework)
    steps = history(editions, wanted=Wanted(attributed=not no_causes, printed=0.5 * 10**-digits, nodes=()))
    wish = Wish(full=full, digits=digits, language=language, speech=spoken())
    common.deliver(release_notes(steps, wish).encode(), output)
    done = [step.comparison.attribution for step in steps if step.comparison is not None]
    if any(attribution.withheld for attribution in done if attribution is not None):
        raise SystemExit(STATUS)
