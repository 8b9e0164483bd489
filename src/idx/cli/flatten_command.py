"""`idx flatten`: a version or a scenario as one file that stands by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from idx.cli import common
from idx.cli.formats import refuse_other_endings
from idx.cli.language import messages_option
from idx.diagnostics import IdxError, Language
from idx.project.printed import flat_file

if TYPE_CHECKING:
    from pathlib import Path


@click.command("flatten")
@common.framework_argument
@common.scenario_option
@common.set_option
@messages_option
@common.output_option
def command(
    *, file: Path, scenario: str | None, edits: tuple[str, ...], language: Language, output: Path | None
) -> None:
    """Write what a version states, its bases and edits put together, as one file that stands by itself.

    Comments and layout of the files are left behind. Paths of data are as they read from where the file is written, on
    the screen from the folder of FILE.
    """
    del language  # in which messages speak
    refuse_other_endings(output, ["idx"])
    framework = common.changed(common.load(file), scenario, edits)
    try:
        text = flat_file(framework, output).unwrap()
    except IdxError as error:
        common.fail(error.diagnostics)
    common.deliver(text.encode(), output)
